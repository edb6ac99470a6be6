import { sql, type Transaction } from 'kysely';
import type { CycleScope } from './cycles.js';
import type { Database } from './schema.js';

/** Longer chains of command are rare, and those below go last of the managers. */
const MAX_DEPTH = 50;

/**
 * Numbers a cycle's planned creates of users anew, so that managers are created before those who report to them and a
 * manager's id is known when it is needed. Managers in a circle go last of them. Whoever leads nobody keeps its number, or gets
 * one that a manager leaves: most rows stay as they are. Doing it again changes nothing.
 * @returns the number of the last manager: what comes after waits for nobody who comes later. 0 without managers.
 */
export async function managersFirst(tx: Transaction<Database>, cycle: CycleScope): Promise<number> {
  // How many there are PostgreSQL guesses, and where it guesses few it would compare each with all.
  await sql`set local enable_nestloop = off`.execute(tx);
  const last = await numberAnew(tx, cycle);
  await sql`set local enable_nestloop to default`.execute(tx);
  return last;
}

async function numberAnew(tx: Transaction<Database>, cycle: CycleScope): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    with recursive fresh as materialized (
      select o.id, o.ordinal, o.object_id, row_number() over (order by o.ordinal) as place,
             (select r.referenced_id from directory_reference r
              where r.source = ${cycle.sourceKey} and r.object_id = o.object_id and r.name = 'manager') as manager_id
      from operation o
      where o.app_id = ${cycle.appId} and o.cycle_number = ${cycle.number}
        and o.object_name = 'User' and o.about = 'object' and o.action = 'create' and o.status = 'planned'
    ), manager as materialized (
      select * from fresh where object_id in (select manager_id from fresh)
    ), below as (
      select m.object_id, 0 as depth from manager m
      where not exists (select from manager above where above.object_id = m.manager_id)
      union all
      select m.object_id, b.depth + 1 from below b
      join manager m on m.manager_id = b.object_id
      where b.depth < ${MAX_DEPTH}
    ), front as (
      select count(*) as places from manager
    ), sorted as (
      select m.id, row_number() over (order by b.depth nulls last, m.ordinal) as place
      from manager m left join below b on b.object_id = m.object_id
    ), displaced as (
      select f.id, row_number() over (order by f.place) as turn from fresh f, front
      where f.place <= front.places and not exists (select from manager m where m.id = f.id)
    ), vacated as (
      select m.place, row_number() over (order by m.place) as turn from manager m, front
      where m.place > front.places
    ), wanted as (
      select id, place from sorted
      union all
      select d.id, v.place from displaced d join vacated v on v.turn = d.turn
    ), moved as (
      update operation o set ordinal = there.ordinal
      from wanted w join fresh there on there.place = w.place
      where o.app_id = ${cycle.appId} and o.cycle_number = ${cycle.number} and o.id = w.id and there.id <> w.id
    )
    select coalesce((select f.ordinal from fresh f, front where f.place = front.places), 0)::int as last`.execute(
    tx,
  );
  return rows[0]?.last ?? 0;
}

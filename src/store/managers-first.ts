import { sql, type Kysely } from 'kysely';
import type { CycleScope } from './cycles.js';
import type { Database } from './schema.js';

/** Longer chains of command are rare, and those below go last. */
const MAX_DEPTH = 50;

/**
 * Numbers a cycle's planned creates of users anew, so that managers are created before those who report to them and a
 * manager's id is known when it is needed. Who is part of a circle goes last. Doing it again changes nothing.
 */
export async function managersFirst(db: Kysely<Database>, cycle: CycleScope): Promise<void> {
  await sql`
    with recursive fresh as materialized (
      select o.id, o.ordinal, o.object_id, r.referenced_id as manager_id
      from operation o
      left join directory_reference r
        on r.source = ${cycle.sourceKey} and r.object_id = o.object_id and r.name = 'manager'
      where o.app_id = ${cycle.appId} and o.cycle_number = ${cycle.number}
        and o.object_name = 'User' and o.about = 'object' and o.action = 'create' and o.status = 'planned'
    ), below as (
      select f.object_id, 0 as depth from fresh f
      where not exists (select from fresh m where m.object_id = f.manager_id)
      union all
      select f.object_id, b.depth + 1 from below b
      join fresh f on f.manager_id = b.object_id
      where b.depth < ${MAX_DEPTH}
    ), sorted as (
      select f.id, f.ordinal, row_number() over (order by b.depth nulls last, f.ordinal) as place
      from fresh f left join below b on b.object_id = f.object_id
    ), numbers as (
      select ordinal, row_number() over (order by ordinal) as place from fresh
    )
    update operation o set ordinal = n.ordinal
    from sorted s join numbers n on n.place = s.place
    where o.id = s.id and s.ordinal <> n.ordinal`.execute(db);
}

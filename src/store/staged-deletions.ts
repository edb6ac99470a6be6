import { sql, type Kysely, type Transaction } from 'kysely';
import type { StagedDeletionsStatus } from '../../workflows/contract.js';
import type { ProvisioningStep } from '../plan/model.js';
import type { CycleAt, CycleId } from './cycles.js';
import { holdLease, type UnderLease } from './leases.js';
import type { Database } from './schema.js';

/** How a planned delete, disable, or update that disables is called here. */
const REMOVAL = sql`case when o.action = 'delete' then 'delete' else 'disable' end`;

/** Deletes and disables that the deletion guard holds back, and what was answered about them. */
export class StagedDeletions {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Judges what a cycle has planned to delete and disable, all of it at once. What somebody allowed passes uncounted; what
   * waits already counts along and waits on, whatever the rest comes to. Doing it again changes nothing.
   * @param guard `step`: what is added to the log entry of each that waits.
   * @returns `staged`: how many wait now; `isNew`: whether there are any among them that did not before.
   */
  async guard(
    cycle: CycleAt & UnderLease,
    guard: {
      readonly areTooMany: (deletions: number, accounts: number) => boolean;
      readonly step: ProvisioningStep;
    },
  ): Promise<{ staged: number; isNew: boolean }> {
    return this.#db.transaction().execute(async (tx) => {
      await holdLease(tx, cycle);
      const due = await dueDeletions(tx, cycle);
      const { waiting, accounts } = await countsOf(tx, cycle.appId);
      const fresh = due.filter(({ isWaiting }) => !isWaiting);
      const isTooMuch = fresh.length > 0 && guard.areTooMany(waiting + fresh.length, accounts);
      const [held, passing] = isTooMuch ? [due, []] : [due.filter(({ isWaiting }) => isWaiting), fresh];
      await dropStagedDeletions(
        tx,
        cycle.appId,
        passing.map(({ objectId }) => objectId),
      );
      if (held.length > 0) {
        await stage(tx, cycle, held, guard.step);
        await numberAnew(tx, cycle);
      }
      return { staged: isTooMuch ? waiting + fresh.length : waiting, isNew: isTooMuch };
    });
  }

  /** Of `objectIds`, those whose deletion was rejected, with what the source said then. */
  async rejectedGrounds(appId: string, objectIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (objectIds.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('staged_deletion')
      .select(['object_id', 'grounds'])
      .where('app_id', '=', appId)
      .where('state', '=', 'rejected')
      .where('object_id', 'in', [...objectIds])
      .execute();
    return new Map(rows.map((row) => [row.object_id, row.grounds]));
  }

  /** Answers what waits since cycle `upToCycle` or longer; what is allowed is planned again. @returns how many that is. */
  async answer(appId: string, answer: 'allowed' | 'rejected', upToCycle: number): Promise<number> {
    const { rows } = await sql`
      with answered as (
        update staged_deletion set state = ${answer}
        where app_id = ${appId} and state = 'waiting' and staged_in <= ${upToCycle}
        returning object_id
      ), marked as (
        insert into dirty_object (app_id, object_id)
        select ${appId}, object_id from answered where ${answer === 'allowed'}
        on conflict do nothing
      )
      select object_id from answered`.execute(this.#db);
    return rows.length;
  }

  /** Asks again about what was rejected: it waits once more if it is still due. */
  async askAgain(appId: string): Promise<void> {
    await this.#db
      .updateTable('staged_deletion')
      .set({ state: 'waiting' })
      .where('app_id', '=', appId)
      .where('state', '=', 'rejected')
      .execute();
  }

  /** Forgets what a cycle has carried out by leave of somebody: the next time it is counted again. */
  async forgetDone({ appId, number }: CycleId): Promise<void> {
    await sql`
      delete from staged_deletion s using operation o
      where s.app_id = ${appId} and s.state = 'allowed' and o.app_id = s.app_id and o.cycle_number = ${number}
        and o.object_id = s.object_id and o.grounds is not null and o.status in ('success', 'warning')`.execute(
      this.#db,
    );
  }

  /** Forgets everything that waits, and every answer: for a job that forgets whose the accounts are. */
  async forgetAll(appId: string): Promise<void> {
    await this.#db.deleteFrom('staged_deletion').where('app_id', '=', appId).execute();
  }

  /** What waits; null when nothing does. */
  async status(appId: string): Promise<StagedDeletionsStatus | null> {
    const { rows } = await sql<{ waiting: number; deletes: number; since: number | null }>`
      select count(*)::int as waiting, (count(*) filter (where action = 'delete'))::int as deletes, min(staged_in) as since
      from staged_deletion where app_id = ${appId} and state = 'waiting'`.execute(this.#db);
    const [row] = rows;
    if (row === undefined || row.since === null) return null;
    return { waiting: row.waiting, deletes: row.deletes, sinceCycle: row.since };
  }
}

/** Forgets what waits or was answered about objects that are not to go any more. */
export async function dropStagedDeletions(
  tx: Transaction<Database>,
  appId: string,
  objectIds: readonly string[],
): Promise<void> {
  if (objectIds.length === 0) return;
  await tx
    .deleteFrom('staged_deletion')
    .where('app_id', '=', appId)
    .where('object_id', 'in', [...objectIds])
    .execute();
}

interface DueDeletion {
  readonly operationId: string;
  readonly objectId: string;
  readonly isWaiting: boolean;
}

/** What the cycle would delete and disable, but for what somebody allowed. An allowed disable is no leave to delete. */
async function dueDeletions(
  tx: Transaction<Database>,
  { appId, number }: CycleId,
): Promise<readonly DueDeletion[]> {
  const { rows } = await sql<{ id: string; object_id: string; is_waiting: boolean }>`
    select o.id, o.object_id, coalesce(s.state = 'waiting', false) as is_waiting
    from operation o
    left join staged_deletion s on s.app_id = o.app_id and s.object_id = o.object_id
    where o.app_id = ${appId} and o.cycle_number = ${number} and o.status = 'planned' and o.grounds is not null
      and not coalesce(s.state = 'allowed' and s.action = ${REMOVAL}, false)`.execute(tx);
  return rows.map((row) => ({ operationId: row.id, objectId: row.object_id, isWaiting: row.is_waiting }));
}

async function countsOf(
  tx: Transaction<Database>,
  appId: string,
): Promise<{ waiting: number; accounts: number }> {
  const { rows } = await sql<{ waiting: number; accounts: number }>`
    select (select count(*)::int from staged_deletion where app_id = ${appId} and state = 'waiting') as waiting,
           (select count(*)::int from link where app_id = ${appId} and state = 'managed') as accounts`.execute(
    tx,
  );
  return rows[0] ?? { waiting: 0, accounts: 0 };
}

/** What waits longer keeps the cycle since when it does. */
async function stage(
  tx: Transaction<Database>,
  { number, now }: CycleAt,
  held: readonly DueDeletion[],
  step: ProvisioningStep,
): Promise<void> {
  const ids = held.map(({ operationId }) => operationId);
  await sql`
    insert into staged_deletion as s (app_id, object_id, object_name, action, state, grounds, staged_in, staged_at)
    select o.app_id, o.object_id, o.object_name, ${REMOVAL}, 'waiting', o.grounds, ${number}::integer, ${now}::timestamptz
    from operation o where o.id = any(${ids}::bigint[])
    on conflict (app_id, object_id) do update
    set action = excluded.action, grounds = excluded.grounds, state = 'waiting',
        staged_in = case when s.state = 'waiting' then s.staged_in else excluded.staged_in end,
        staged_at = case when s.state = 'waiting' then s.staged_at else excluded.staged_at end`.execute(tx);
  await sql`
    update operation o
    set action = case when o.action = 'delete' then 'stagedDelete' else 'stagedAction' end,
        status = 'skipped', reason = 'TooManyDeletes', ordinal = null, finished_at = ${now}::timestamptz,
        steps = o.steps || ${JSON.stringify([step])}::jsonb
    where o.id = any(${ids}::bigint[])`.execute(tx);
}

/** The operations that are left are numbered without gaps, in their order. */
async function numberAnew(tx: Transaction<Database>, { appId, number }: CycleId): Promise<void> {
  // Ordinals are unique at every moment, so they move by way of negative ones.
  await sql`
    update operation o set ordinal = -n.place
    from (
      select id, row_number() over (order by ordinal) as place from operation
      where app_id = ${appId} and cycle_number = ${number} and ordinal is not null
    ) n
    where o.id = n.id`.execute(tx);
  await sql`
    update operation set ordinal = -ordinal
    where app_id = ${appId} and cycle_number = ${number} and ordinal < 0`.execute(tx);
}

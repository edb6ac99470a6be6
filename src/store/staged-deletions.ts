import { sql, type Kysely, type Transaction } from 'kysely';
import type { StagedDeletionsStatus } from '../../workflows/contract.js';
import type { ProvisioningStep } from '../plan/model.js';
import type { ObjectName } from '../schema/model.js';
import { recordEvent, type CycleEvent } from './cycle-events.js';
import type { CycleAt, CycleId } from './cycles.js';
import { dropFailures } from './escrows.js';
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
   * Judges what a cycle has planned to delete and disable, all of it at once. What somebody allowed passes uncounted, and what
   * somebody rejected is kept as long as the source says the same of it. What waits already counts along and waits on, whatever
   * the rest comes to. Answers come before or after, never in between; doing it again changes nothing.
   */
  async guard(cycle: CycleAt & UnderLease, guard: DeletionGuard): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await holdLease(tx, cycle);
      await lock(tx, cycle.appId);
      await dropStale(tx, cycle.appId, guard.objectNames);
      const due = await dueDeletions(tx, cycle);
      const { rejected, waiting, fresh } = byStanding(due);
      // Nobody counts all accounts where nobody is to go.
      const counted = fresh.length === 0 ? { waiting: 0, accounts: 0 } : await countsOf(tx, cycle.appId);
      const all = counted.waiting + new Set(objectIdsOf(fresh)).size;
      const isTooMuch = fresh.length > 0 && guard.areTooMany(all, counted.accounts);
      const held = isTooMuch ? [...waiting, ...fresh] : waiting;
      if (isTooMuch) await recordEvent(tx, cycle, guard.event(all));
      else await dropStagedDeletions(tx, cycle.appId, objectIdsOf(fresh));
      await hold(tx, cycle, held, guard.steps.held);
      await keep(tx, cycle, rejected, guard.steps.kept);
      if (held.length + rejected.length > 0) await numberAnew(tx, cycle);
    });
  }

  /**
   * Answers what waits since cycle `upToCycle` or longer; what is allowed is planned again. A rejection takes back what was
   * allowed and is not carried out yet. @returns how many that is.
   */
  async answer(appId: string, answer: 'allowed' | 'rejected', upToCycle: number): Promise<number> {
    return this.#db.transaction().execute(async (tx) => {
      await lock(tx, appId);
      const { rows } = await sql`
        with answered as (
          update staged_deletion set state = ${answer}
          where app_id = ${appId} and staged_in <= ${upToCycle}
            and (state = 'waiting' or (state = 'allowed' and ${answer === 'rejected'}))
          returning object_id
        ), marked as (
          insert into dirty_object (app_id, object_id)
          select ${appId}, object_id from answered where ${answer === 'allowed'}
          on conflict do nothing
        )
        select object_id from answered`.execute(tx);
      return rows.length;
    });
  }

  /** Asks again about what was rejected: from cycle `number` on it waits once more, as long as it is due. */
  async askAgain({ appId, number }: CycleId): Promise<void> {
    await this.#db
      .updateTable('staged_deletion')
      .set({ state: 'waiting', staged_in: number })
      .where('app_id', '=', appId)
      .where('state', '=', 'rejected')
      .execute();
  }

  /** Forgets what was carried out by leave of somebody, in whichever cycle: the next time it is counted again. */
  async forgetDone(appId: string): Promise<void> {
    await sql`
      delete from staged_deletion s using operation o
      where s.app_id = ${appId} and s.state = 'allowed' and o.app_id = s.app_id and o.cycle_number > s.staged_in
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

/** What the deletion guard goes by. */
export interface DeletionGuard {
  /** The kinds of objects that are provisioned: of others nothing is due. */
  readonly objectNames: readonly ObjectName[];
  readonly areTooMany: (deletions: number, accounts: number) => boolean;
  /** What is recorded when it holds anything back. */
  readonly event: (waiting: number) => CycleEvent;
  /** What is added to the log entry of each that waits, or that is kept because somebody rejected its deletion. */
  readonly steps: { readonly held: ProvisioningStep; readonly kept: ProvisioningStep };
}

/** Forgets what waits or was answered about objects that are not to go any more. */
export async function dropStagedDeletions(
  tx: Transaction<Database>,
  appId: string,
  objectIds: readonly string[],
): Promise<void> {
  if (objectIds.length === 0) return;
  await sql`
    delete from staged_deletion where app_id = ${appId} and object_id = any(${objectIds}::text[])`.execute(
    tx,
  );
}

/** Lets one at a time judge and answer what waits. */
async function lock(tx: Transaction<Database>, appId: string): Promise<void> {
  await sql`select from staged_deletion where app_id = ${appId} order by object_id for update`.execute(tx);
}

/** Whoever lost its link may never be looked at again: there is nothing left to delete or to keep. */
async function dropStale(
  tx: Transaction<Database>,
  appId: string,
  objectNames: readonly ObjectName[],
): Promise<void> {
  await sql`
    delete from staged_deletion s
    where s.app_id = ${appId} and (
      s.object_name <> all(${objectNames}::text[])
      or not exists (select from link l where l.app_id = s.app_id and l.source_id = s.object_id))`.execute(
    tx,
  );
}

interface DueDeletion {
  readonly operationId: string;
  readonly objectId: string;
  readonly standing: 'waiting' | 'rejected' | 'fresh';
}

/** What the cycle would delete and disable, but for what somebody allowed. An allowed disable is no leave to delete. */
async function dueDeletions(
  tx: Transaction<Database>,
  { appId, number }: CycleId,
): Promise<readonly DueDeletion[]> {
  const { rows } = await sql<{ id: string; object_id: string; standing: DueDeletion['standing'] }>`
    select o.id, o.object_id,
           case when s.state = 'waiting' then 'waiting'
                when s.state = 'rejected' and s.grounds = o.grounds then 'rejected'
                else 'fresh' end as standing
    from operation o
    left join staged_deletion s on s.app_id = o.app_id and s.object_id = o.object_id
    where o.app_id = ${appId} and o.cycle_number = ${number} and o.status = 'planned' and o.grounds is not null
      and not coalesce(s.state = 'allowed' and s.action = ${REMOVAL}, false)`.execute(tx);
  return rows.map((row) => ({ operationId: row.id, objectId: row.object_id, standing: row.standing }));
}

function byStanding(
  due: readonly DueDeletion[],
): Readonly<Record<DueDeletion['standing'], readonly DueDeletion[]>> {
  const those = (standing: DueDeletion['standing']): readonly DueDeletion[] =>
    due.filter((each) => each.standing === standing);
  return { waiting: those('waiting'), rejected: those('rejected'), fresh: those('fresh') };
}

function objectIdsOf(due: readonly DueDeletion[]): readonly string[] {
  return due.map(({ objectId }) => objectId);
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

/**
 * What waits longer keeps the cycle since when it does, unless it would be done otherwise now: nobody was asked about that.
 * It is not tried any more, so what failed about it earlier is settled.
 */
async function hold(
  tx: Transaction<Database>,
  { appId, number, now }: CycleAt,
  held: readonly DueDeletion[],
  step: ProvisioningStep,
): Promise<void> {
  if (held.length === 0) return;
  const ids = held.map(({ operationId }) => operationId);
  await sql`
    insert into staged_deletion as s (app_id, object_id, object_name, action, state, grounds, staged_in, staged_at)
    select distinct on (o.object_id)
           o.app_id, o.object_id, o.object_name, ${REMOVAL}, 'waiting', o.grounds, ${number}::integer, ${now}::timestamptz
    from operation o where o.id = any(${ids}::bigint[])
    order by o.object_id, o.id desc
    on conflict (app_id, object_id) do update
    set action = excluded.action, grounds = excluded.grounds, state = 'waiting',
        staged_in = case when (s.state, s.action) = ('waiting', excluded.action) then s.staged_in else excluded.staged_in end,
        staged_at = case when (s.state, s.action) = ('waiting', excluded.action) then s.staged_at else excluded.staged_at end`.execute(
    tx,
  );
  await sql`
    update operation o
    set action = case when o.action = 'delete' then 'stagedDelete' else 'stagedAction' end,
        status = 'skipped', reason = 'TooManyDeletes', ordinal = null, finished_at = ${now}::timestamptz,
        steps = o.steps || ${JSON.stringify([step])}::jsonb
    where o.id = any(${ids}::bigint[])`.execute(tx);
  await dropFailures(tx, appId, 'object', objectIdsOf(held));
}

/** What somebody rejected stays as it is. */
async function keep(
  tx: Transaction<Database>,
  { appId, now }: CycleAt,
  rejected: readonly DueDeletion[],
  step: ProvisioningStep,
): Promise<void> {
  if (rejected.length === 0) return;
  await sql`
    update operation o
    set action = 'skip', status = 'skipped', reason = 'DeletionRejected', ordinal = null, finished_at = ${now}::timestamptz,
        "values" = null, changes = '[]', steps = o.steps || ${JSON.stringify([step])}::jsonb
    where o.id = any(${rejected.map(({ operationId }) => operationId)}::bigint[])`.execute(tx);
  await dropFailures(tx, appId, 'object', objectIdsOf(rejected));
}

/** The operations that are left are numbered without gaps, in their order. */
async function numberAnew(tx: Transaction<Database>, { appId, number }: CycleId): Promise<void> {
  await sql`
    update operation o set ordinal = n.place
    from (
      select id, ordinal, row_number() over (order by ordinal) as place from operation
      where app_id = ${appId} and cycle_number = ${number} and ordinal is not null
    ) n
    where o.id = n.id and n.ordinal <> n.place`.execute(tx);
}

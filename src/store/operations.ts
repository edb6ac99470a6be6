import { sql, type Kysely, type Transaction } from 'kysely';
import { markDirty, markReferencesDirty } from './dirty-objects.js';
import { dropFailures, saveFailures } from './escrows.js';
import { saveExportedReferences } from './exported-references.js';
import { holdLease, type UnderLease } from './leases.js';
import { dropLinks, saveLinks, withoutLink } from './links.js';
import type { Outcome, PendingOperation, PlannedWrite, UnknownOperation } from './operation-model.js';
import { rowsOf } from './rows.js';
import { takeNext, type TakenRow } from './take-operations.js';
import type { CycleAt, CycleId, CycleScope } from './cycles.js';
import type { Database } from './schema.js';

export type * from './operation-model.js';

/** Work on demand is bounded in time; what is still open after this nobody works on any more. */
const ON_DEMAND_IS_OVER_AFTER = sql`interval '15 minutes'`;

/** Planned operations on their way to the target: taken, carried out, recorded. */
export class Operations {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Takes the next operations of a range that are not done, and stores the intent to carry them out before anyone does.
   * @param range `after`: the last ordinal already taken.
   * @throws {ProvisioningFailure} `StoreUnavailable` when another attempt has taken the cycle's lease.
   */
  async take(
    cycle: CycleId & UnderLease,
    range: { readonly after: number; readonly last: number; readonly limit: number },
  ): Promise<readonly PendingOperation[]> {
    return this.#db.transaction().execute(async (tx) => {
      await holdLease(tx, cycle);
      const rows = await takeNext(tx, cycle, range);
      return rows
        .map((row) => ({
          ...toPlannedWrite(row),
          ordinal: row.ordinal,
          references: [],
          mayHaveHappened: row.may_have_happened,
        }))
        .sort((left, right) => left.ordinal - right.ordinal);
    });
  }

  /**
   * Stores what became of operations, with their links and retries, all or nothing.
   * @throws {ProvisioningFailure} `StoreUnavailable` when another attempt has taken the cycle's lease.
   */
  async record(cycle: CycleScope, outcomes: readonly Outcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    const rows = outcomes.map((outcome) => ({
      id: outcome.id,
      status: outcome.status,
      action: outcome.action,
      target_id: outcome.targetId,
      reason: outcome.reason,
      error_code: outcome.errorCode,
      changes: outcome.changes,
      step: outcome.steps,
      duration_ms: outcome.durationMs,
    }));
    await this.#db.transaction().execute(async (tx) => {
      await holdLease(tx, cycle);
      await sql`
        update operation o
        set status = n.status, action = n.action, target_id = coalesce(n.target_id, o.target_id), reason = n.reason,
            error_code = n.error_code, changes = n.changes, steps = o.steps || n.step, duration_ms = n.duration_ms,
            finished_at = case when n.status = 'planned' then null else now() end
        from (select * from ${rowsOf(
          rows,
          'id bigint, status text, action text, target_id text, reason text, error_code text, changes jsonb, step jsonb, duration_ms integer',
        )}) n
        where o.id = n.id and (n.status <> 'planned' or o.status = 'started')`.execute(tx);
      await saveLinks(
        tx,
        cycle,
        outcomes.flatMap((outcome) => outcome.link ?? []),
      );
      await saveExportedReferences(
        tx,
        cycle.appId,
        outcomes.flatMap(({ objectId, references }) =>
          references.map((reference) => ({ ...reference, objectId })),
        ),
      );
      await dropLinks(
        tx,
        cycle.appId,
        outcomes.flatMap(({ isGone, objectId }) => (isGone ? [objectId] : [])),
      );
      await saveEscrows(tx, cycle, outcomes);
    });
  }

  /** Whether any of the cycle's operations is still to be carried out, or under way. */
  async areOpen({ appId, number }: CycleId): Promise<boolean> {
    const row = await this.#db
      .selectFrom('operation')
      .select('id')
      .where('app_id', '=', appId)
      .where('cycle_number', '=', number)
      .where('ordinal', 'is not', null)
      .where('status', 'in', ['planned', 'started'])
      // While there are any, they are at the end.
      .orderBy('ordinal', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /**
   * Makes a create an update, because what was to be created is in the target already.
   * @throws {ProvisioningFailure} `StoreUnavailable` when another attempt has taken the cycle's lease.
   */
  async becomeUpdate(
    cycle: UnderLease,
    id: string,
    { targetId, changes, values }: Pick<PlannedWrite, 'changes' | 'values'> & { readonly targetId: string },
  ): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await holdLease(tx, cycle);
      await tx
        .updateTable('operation')
        .set({
          action: 'update',
          target_id: targetId,
          changes: JSON.stringify(changes),
          values: JSON.stringify(values),
        })
        .where('id', '=', id)
        .where('status', '=', 'started')
        .execute();
    });
  }

  /**
   * Puts what an ended cycle planned and did not carry out back among the marked objects. Of what was begun nobody knows
   * whether it happened: it stays, as unknown. Doing it again changes nothing.
   */
  async abandon(cycle: CycleId): Promise<void> {
    await this.#db.transaction().execute((tx) => abandon(tx, cycle));
  }

  /** Abandons the app's earlier cycles that nobody ended: their workflows were terminated, or could not reach the store. */
  async abandonEarlier(cycle: CycleId & UnderLease): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await holdLease(tx, cycle);
      const left = await tx
        .updateTable('cycle')
        .set({ state: 'cancelled', ended_at: new Date() })
        .where('app_id', '=', cycle.appId)
        .where('number', '<', cycle.number)
        .where('state', '=', 'running')
        .where(sql<boolean>`(number > 0 or began_at < now() - ${ON_DEMAND_IS_OVER_AFTER})`)
        .returning('number')
        .execute();
      for (const { number } of left) await abandon(tx, { appId: cycle.appId, number });
    });
  }

  /**
   * The app's next operations of which nobody knows whether they happened, oldest first.
   * @param page `after`: an id. `objectId`: of one object only.
   */
  async unknown(
    appId: string,
    page: { readonly after: string; readonly limit: number; readonly objectId?: string | undefined },
  ): Promise<readonly UnknownOperation[]> {
    let select = this.#db
      .selectFrom('operation')
      .select([
        'id',
        'cycle_number',
        'object_name',
        'about',
        'object_id',
        'target_id',
        'action',
        'values',
        'changes',
        'criteria',
        'link_state',
      ])
      .where('app_id', '=', appId)
      .where('status', '=', 'unknown')
      .where('id', '>', page.after)
      .orderBy('id')
      .limit(page.limit);
    if (page.objectId !== undefined) select = select.where('object_id', '=', page.objectId);
    const rows = await select.execute();
    return rows.map((row) => ({
      ...toPlannedWrite(row as typeof row & PlannedWriteRow),
      cycleNumber: row.cycle_number,
    }));
  }
}

async function abandon(tx: Transaction<Database>, { appId, number }: CycleId): Promise<void> {
  const planned = await tx
    .deleteFrom('operation')
    .where('app_id', '=', appId)
    .where('cycle_number', '=', number)
    .where('status', '=', 'planned')
    .returning(['object_id', 'about'])
    .execute();
  const begun = await tx
    .updateTable('operation')
    .set({ status: 'unknown', ordinal: null })
    .where('app_id', '=', appId)
    .where('cycle_number', '=', number)
    .where('status', '=', 'started')
    .returning(['object_id', 'about'])
    .execute();
  const idsOf = (about: Outcome['about']): readonly string[] =>
    [...planned, ...begun].flatMap((row) => (row.about === about ? [row.object_id] : []));
  await markAgain(tx, appId, idsOf);
}

async function saveEscrows(
  tx: Transaction<Database>,
  cycle: CycleAt,
  outcomes: readonly Outcome[],
): Promise<void> {
  for (const about of ['object', 'references'] as const) {
    const settled = outcomes.filter((each) => each.about === about && isSettled(each));
    await dropFailures(
      tx,
      cycle.appId,
      about,
      settled.map(({ objectId }) => objectId),
    );
  }
  const failed = outcomes.filter(({ isRetried }) => isRetried);
  await saveFailures(
    tx,
    cycle,
    failed.map(({ objectId, about, errorCode }) => ({
      objectId,
      about,
      errorCode: errorCode ?? 'InternalServerError',
    })),
  );
  const referring = failed.flatMap(({ about, objectId }) => (about === 'references' ? [objectId] : []));
  await markDirty(tx, cycle.appId, await withoutLink(tx, cycle.appId, referring));
}

function isSettled({ status }: Outcome): boolean {
  return status === 'success' || status === 'warning';
}

/** Whoever lost its link while its references were written is no longer an object that has any: it is planned anew. */
async function markAgain(
  tx: Transaction<Database>,
  appId: string,
  idsOf: (about: Outcome['about']) => readonly string[],
): Promise<void> {
  const referring = idsOf('references');
  const lost = await withoutLink(tx, appId, referring);
  await markDirty(tx, appId, [...idsOf('object'), ...lost]);
  await markReferencesDirty(tx, appId, referring);
}

type PlannedWriteRow = Omit<TakenRow, 'ordinal' | 'may_have_happened'>;

function toPlannedWrite(row: PlannedWriteRow): PlannedWrite {
  return {
    id: row.id,
    objectName: row.object_name,
    about: row.about,
    objectId: row.object_id,
    targetId: row.target_id,
    action: row.action,
    values: row.values,
    changes: row.changes,
    criteria: row.criteria,
    linkState: row.link_state,
  };
}

import { sql, type Kysely } from 'kysely';
import type { DirectoryUser } from '../directory/directory-source.js';
import type { Link, MatchCriterion, ProvisioningStep, SourceState } from '../plan/model.js';
import type { AttributeChange, TargetValues } from '../schema/model.js';
import { markDirty } from './dirty-objects.js';
import { saveLinks, type LinkRow } from './links.js';
import { rowsOf } from './rows.js';
import type { Database, OperationAction, OperationStatus } from './schema.js';

/** An object to plan, as the mirror has it. */
export interface DirtyUser extends DirectoryUser {
  readonly state: SourceState;
}

/** One planned operation, as it is stored. */
export interface PlannedRow {
  readonly objectId: string;
  readonly sourceName: string | null;
  readonly targetId: string | null;
  readonly action: OperationAction;
  readonly status: OperationStatus;
  readonly reason: string | null;
  readonly errorCode: string | null;
  /** For creates: equal for two users who would become the same account. */
  readonly matchKey: string | null;
  readonly values: TargetValues | null;
  readonly changes: readonly AttributeChange[];
  readonly criteria: readonly MatchCriterion[];
  readonly steps: readonly ProvisioningStep[];
  /** What the object's link is once this is carried out. */
  readonly linkState: Link['state'];
  /** Writing operations are numbered in the order in which they are carried out. */
  readonly writes: boolean;
}

/** An operation to carry out. */
export interface PendingOperation {
  readonly id: string;
  readonly ordinal: number;
  readonly objectId: string;
  readonly targetId: string | null;
  readonly action: 'create' | 'update' | 'disable';
  readonly values: TargetValues;
  readonly changes: readonly AttributeChange[];
  readonly criteria: readonly MatchCriterion[];
  readonly linkState: Link['state'];
  /** An earlier attempt may have carried it out already: ask the target first. */
  readonly mayHaveHappened: boolean;
}

/** What became of an operation. */
export interface Outcome {
  readonly id: string;
  readonly objectId: string;
  readonly status: 'success' | 'warning' | 'failure' | 'planned';
  readonly action: OperationAction;
  readonly targetId: string | null;
  readonly reason: string | null;
  readonly errorCode: string | null;
  readonly changes: readonly AttributeChange[];
  readonly step: ProvisioningStep | null;
  readonly durationMs: number | null;
  /** The link as it is now; null when it did not change. */
  readonly link: LinkRow | null;
  /** The object's next try; null when none is needed. */
  readonly retryFromCycle: number | null;
}

interface CycleId {
  readonly appId: string;
  readonly number: number;
}

/** Operations: the plan before they are carried out, the provisioning log afterwards. */
export class Operations {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** The next marked objects of a cycle, by id; those without a row in the mirror are unknown to the source. */
  async nextDirty(cycle: CycleId, source: string, limit: number): Promise<readonly DirtyUser[]> {
    const rows = await this.#db
      .selectFrom('dirty_object as d')
      .innerJoin('directory_user as u', (join) =>
        join.onRef('u.object_id', '=', 'd.object_id').on('u.source', '=', source),
      )
      .select(['u.object_id', 'u.state', 'u.account_enabled', 'u.attributes'])
      .where('d.app_id', '=', cycle.appId)
      .where('d.from_cycle', '<=', cycle.number)
      .orderBy('d.object_id')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      id: row.object_id,
      state: row.state,
      accountEnabled: row.account_enabled,
      attributes: row.attributes,
    }));
  }

  /** Of `keys`, those that a create of this cycle already has. */
  async takenMatchKeys(cycle: CycleId, keys: readonly string[]): Promise<ReadonlySet<string>> {
    if (keys.length === 0) return new Set();
    const rows = await this.#db
      .selectFrom('operation')
      .select('match_key')
      .where('app_id', '=', cycle.appId)
      .where('cycle_number', '=', cycle.number)
      .where('match_key', 'in', [...keys])
      .execute();
    return new Set(rows.flatMap((row) => row.match_key ?? []));
  }

  /**
   * Stores a planned batch and takes its objects off the dirty set, all or nothing.
   * @param links links that planning found or changed without a write.
   * @param retry objects to plan again in a later cycle.
   */
  async savePlan(
    cycle: CycleId,
    plan: {
      readonly planned: readonly string[];
      readonly rows: readonly PlannedRow[];
      readonly links: readonly LinkRow[];
      readonly retry: readonly string[];
    },
  ): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const { last } = await tx
        .selectFrom('operation')
        .select((row) => row.fn.max<number | null>('ordinal').as('last'))
        .where('app_id', '=', cycle.appId)
        .where('cycle_number', '=', cycle.number)
        .executeTakeFirstOrThrow();
      let ordinal = last ?? 0;
      const rows = plan.rows.map((row) => toRecord(row, row.writes ? (ordinal += 1) : null));
      await sql`
        insert into operation (app_id, cycle_number, ordinal, object_id, source_name, target_id, action, status,
                               reason, error_code, match_key, link_state, "values", changes, criteria, steps, finished_at)
        select ${cycle.appId}, ${cycle.number}::integer, ordinal, object_id, source_name, target_id, action, status,
               reason, error_code, match_key, link_state, "values", changes, criteria, steps,
               case when status = 'planned' then null else now() end
        from ${rowsOf(rows, PLANNED_COLUMNS)}`.execute(tx);
      await saveLinks(tx, cycle.appId, plan.links);
      await sql`
        delete from dirty_object where app_id = ${cycle.appId} and object_id in (
          select object_id from ${rowsOf(
            plan.planned.map((object_id) => ({ object_id })),
            'object_id text',
          )})`.execute(tx);
      await markDirty(tx, cycle.appId, plan.retry, cycle.number + 1);
    });
  }

  /** How many operations the cycle has, and how many of them write. */
  async countPlanned(cycle: CycleId): Promise<{ planned: number; writes: number }> {
    const row = await this.#db
      .selectFrom('operation')
      .select((select) => [
        select.fn.countAll<string>().as('planned'),
        select.fn.count<string>('ordinal').as('writes'),
      ])
      .where('app_id', '=', cycle.appId)
      .where('cycle_number', '=', cycle.number)
      .executeTakeFirstOrThrow();
    return { planned: Number(row.planned), writes: Number(row.writes) };
  }

  /**
   * Takes the next operations of a range that are not done, and stores the intent to carry them out before anyone does.
   * @param after the last ordinal already taken.
   */
  async take(
    cycle: CycleId,
    range: { readonly after: number; readonly last: number; readonly limit: number },
  ): Promise<readonly PendingOperation[]> {
    const { rows } = await sql<TakenRow>`
      with next as (
        select id, status from operation
        where app_id = ${cycle.appId} and cycle_number = ${cycle.number}
          and ordinal > ${range.after} and ordinal <= ${range.last} and status in ('planned', 'started')
        order by ordinal limit ${range.limit} for update
      )
      update operation o set status = 'started' from next where o.id = next.id
      returning o.id, o.ordinal, o.object_id, o.target_id, o.action, o."values", o.changes, o.criteria, o.link_state,
                next.status = 'started' as may_have_happened`.execute(this.#db);
    return rows
      .map((row) => ({
        id: row.id,
        ordinal: row.ordinal,
        objectId: row.object_id,
        targetId: row.target_id,
        action: row.action,
        values: row.values,
        changes: row.changes,
        criteria: row.criteria,
        linkState: row.link_state,
        mayHaveHappened: row.may_have_happened,
      }))
      .sort((left, right) => left.ordinal - right.ordinal);
  }

  /** Stores what became of operations, with their links and retries, all or nothing. */
  async record(cycle: CycleId, outcomes: readonly Outcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    const rows = outcomes.map((outcome) => ({
      id: outcome.id,
      status: outcome.status,
      action: outcome.action,
      target_id: outcome.targetId,
      reason: outcome.reason,
      error_code: outcome.errorCode,
      changes: outcome.changes,
      step: outcome.step === null ? [] : [outcome.step],
      duration_ms: outcome.durationMs,
    }));
    await this.#db.transaction().execute(async (tx) => {
      await sql`
        update operation o
        set status = n.status, action = n.action, target_id = coalesce(n.target_id, o.target_id), reason = n.reason,
            error_code = n.error_code, changes = n.changes, steps = o.steps || n.step, duration_ms = n.duration_ms,
            finished_at = case when n.status = 'planned' then null else now() end
        from (select * from ${rowsOf(
          rows,
          'id bigint, status text, action text, target_id text, reason text, error_code text, changes jsonb, step jsonb, duration_ms integer',
        )}) n
        where o.id = n.id`.execute(tx);
      await saveLinks(
        tx,
        cycle.appId,
        outcomes.flatMap((outcome) => outcome.link ?? []),
      );
      const retries = outcomes.filter((outcome) => outcome.retryFromCycle !== null);
      await markDirty(
        tx,
        cycle.appId,
        retries.map((outcome) => outcome.objectId),
        cycle.number + 1,
      );
    });
  }

  /**
   * Puts what a cancelled cycle planned and did not carry out back among the marked objects.
   * What may have happened is planned anew, too: matching asks the target and finds the account if it was made.
   */
  async abandon(cycle: CycleId): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const rows = await tx
        .deleteFrom('operation')
        .where('app_id', '=', cycle.appId)
        .where('cycle_number', '=', cycle.number)
        .where('status', 'in', ['planned', 'started'])
        .returning('object_id')
        .execute();
      await markDirty(
        tx,
        cycle.appId,
        rows.map((row) => row.object_id),
      );
    });
  }
}

interface TakenRow {
  id: string;
  ordinal: number;
  object_id: string;
  target_id: string | null;
  action: 'create' | 'update' | 'disable';
  values: TargetValues;
  changes: readonly AttributeChange[];
  criteria: readonly MatchCriterion[];
  link_state: Link['state'];
  may_have_happened: boolean;
}

const PLANNED_COLUMNS =
  'ordinal integer, object_id text, source_name text, target_id text, action text, status text, reason text, ' +
  'error_code text, match_key text, link_state text, "values" jsonb, changes jsonb, criteria jsonb, steps jsonb';

function toRecord(row: PlannedRow, ordinal: number | null): object {
  return {
    ordinal,
    object_id: row.objectId,
    source_name: row.sourceName,
    target_id: row.targetId,
    action: row.action,
    status: row.status,
    reason: row.reason,
    error_code: row.errorCode,
    match_key: row.matchKey,
    link_state: row.linkState,
    values: row.values,
    changes: row.changes,
    criteria: row.criteria,
    steps: row.steps,
  };
}

import { sql, type Kysely } from 'kysely';
import type { Link, MatchCriterion, ProvisioningStep } from '../plan/model.js';
import type { AttributeChange, TargetValues } from '../schema/model.js';
import { markDirty } from './dirty-objects.js';
import { saveLinks, type LinkRow } from './links.js';
import { rowsOf } from './rows.js';
import type { CycleId } from './cycles.js';
import type { Database, OperationAction } from './schema.js';

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
  /** The object is planned again in the next cycle. */
  readonly isRetried: boolean;
}

/** Planned operations on their way to the target: taken, carried out, recorded. */
export class Operations {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
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
      const retries = outcomes.filter((outcome) => outcome.isRetried);
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

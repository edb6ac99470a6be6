import { sql, type Kysely, type Transaction } from 'kysely';
import type { Link, MatchCriterion, ProvisioningStep } from '../plan/model.js';
import type { AttributeChange, ObjectName, TargetValues } from '../schema/model.js';
import { markDirty, markReferencesDirty } from './dirty-objects.js';
import { dropFailures, saveFailures } from './escrows.js';
import { saveExportedReferences, type WrittenReference } from './exported-references.js';
import { dropLinks, saveLinks, withoutLink, type LinkRow } from './links.js';
import { rowsOf } from './rows.js';
import type { CycleAt, CycleId, CycleScope } from './cycles.js';
import type { Database, OperationAction } from './schema.js';

/** An operation to carry out. */
export interface PendingOperation {
  readonly id: string;
  readonly ordinal: number;
  readonly objectName: ObjectName;
  readonly about: 'object' | 'references';
  readonly objectId: string;
  readonly targetId: string | null;
  readonly action: 'create' | 'update' | 'disable' | 'delete';
  readonly values: TargetValues;
  readonly changes: readonly AttributeChange[];
  readonly criteria: readonly MatchCriterion[];
  readonly linkState: Link['state'];
  /** References that a create takes along, because the other side is known already. */
  readonly references: readonly CreatedReference[];
  /** An earlier attempt may have carried it out already: ask the target first. */
  readonly mayHaveHappened: boolean;
}

/** A single reference of a new account. */
export interface CreatedReference extends WrittenReference {
  readonly path: string;
  readonly name: string | null;
}

/** What became of an operation. */
export interface Outcome {
  readonly id: string;
  readonly about: 'object' | 'references';
  readonly objectId: string;
  readonly status: 'success' | 'warning' | 'failure' | 'planned';
  readonly action: OperationAction;
  readonly targetId: string | null;
  readonly reason: string | null;
  readonly errorCode: string | null;
  readonly changes: readonly AttributeChange[];
  /** What happened, in order. */
  readonly steps: readonly ProvisioningStep[];
  readonly durationMs: number | null;
  /** The link as it is now; null when it did not change. */
  readonly link: LinkRow | null;
  /** References that were written with a create. */
  readonly references: readonly CreatedReference[];
  /** The target does not have the object any more: nothing is linked to it. */
  readonly isGone: boolean;
  /** The object is tried again, by the ladder of escrows. */
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
      returning o.id, o.ordinal, o.object_name, o.about, o.object_id, o.target_id, o.action, o."values", o.changes, o.criteria, o.link_state,
                next.status = 'started' as may_have_happened`.execute(this.#db);
    return rows
      .map((row) => ({
        id: row.id,
        ordinal: row.ordinal,
        objectName: row.object_name,
        about: row.about,
        objectId: row.object_id,
        targetId: row.target_id,
        action: row.action,
        values: row.values,
        changes: row.changes,
        criteria: row.criteria,
        linkState: row.link_state,
        references: [],
        mayHaveHappened: row.may_have_happened,
      }))
      .sort((left, right) => left.ordinal - right.ordinal);
  }

  /** Stores what became of operations, with their links and retries, all or nothing. */
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
        .returning(['object_id', 'about'])
        .execute();
      const idsOf = (about: Outcome['about']): readonly string[] =>
        rows.flatMap((row) => (row.about === about ? [row.object_id] : []));
      await markAgain(tx, cycle.appId, idsOf);
    });
  }
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

interface TakenRow {
  id: string;
  ordinal: number;
  object_name: ObjectName;
  about: 'object' | 'references';
  object_id: string;
  target_id: string | null;
  action: PendingOperation['action'];
  values: TargetValues;
  changes: readonly AttributeChange[];
  criteria: readonly MatchCriterion[];
  link_state: Link['state'];
  may_have_happened: boolean;
}

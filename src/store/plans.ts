import { sql, type Kysely, type Transaction } from 'kysely';
import type { DirectoryUser } from '../directory/directory-source.js';
import type { Link, MatchCriterion, ProvisioningStep, SourceState } from '../plan/model.js';
import type { AttributeChange, TargetValues } from '../schema/model.js';
import type { CycleId } from './cycles.js';
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

/** A planned batch. */
export interface PlannedBatch {
  /** Objects that this batch looked at. */
  readonly planned: readonly string[];
  readonly rows: readonly PlannedRow[];
  /** Links that planning found or changed without a write. */
  readonly links: readonly LinkRow[];
  /** Of the objects looked at, those whom the scoping filters leave out. */
  readonly filteredOut: readonly string[];
  /** Objects to plan again in a later cycle. */
  readonly retry: readonly string[];
}

/** What a cycle plans: from marked objects to numbered operations. */
export class Plans {
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

  /** Of the values wanted for new accounts, those that a create of this cycle already gives one. Letter case aside. */
  async plannedValues(
    cycle: CycleId,
    wanted: readonly { readonly path: string; readonly candidates: readonly string[] }[],
  ): Promise<readonly { readonly path: string; readonly value: string }[]> {
    const pairs = wanted.flatMap(({ path, candidates }) =>
      candidates.map((candidate) => ({ path, value: candidate.toLowerCase() })),
    );
    const { rows } = await sql<{ path: string; value: string }>`
      select distinct w.path, w.value
      from operation o
      join (select * from ${rowsOf(pairs, 'path text, value text')}) w on lower(o."values" ->> w.path) = w.value
      where o.app_id = ${cycle.appId} and o.cycle_number = ${cycle.number} and o.action = 'create'`.execute(
      this.#db,
    );
    return rows;
  }

  /** Stores a planned batch and takes its objects off the dirty set, all or nothing. */
  async save(cycle: CycleId, plan: PlannedBatch): Promise<void> {
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
      await saveFilteredOut(tx, cycle.appId, plan);
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
  async count(cycle: CycleId): Promise<{ planned: number; writes: number }> {
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
}

async function saveFilteredOut(
  tx: Transaction<Database>,
  appId: string,
  { planned, filteredOut }: PlannedBatch,
): Promise<void> {
  const out = new Set(filteredOut);
  const objects = planned.map((object_id) => ({ object_id, is_out: out.has(object_id) }));
  const rows = rowsOf(objects, 'object_id text, is_out boolean');
  await sql`
    with looked_at as (select * from ${rows}),
    back_in as (
      delete from filtered_out f using looked_at l
      where f.app_id = ${appId} and f.object_id = l.object_id and not l.is_out
    )
    insert into filtered_out (app_id, object_id)
    select ${appId}, object_id from looked_at where is_out
    on conflict do nothing`.execute(tx);
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

import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import type { Link, MatchCriterion, ProvisioningStep, SourceState } from '../plan/model.js';
import type { AttributeChange, ObjectName, TargetValues } from '../schema/model.js';
import type { CycleAt, CycleId, CycleScope } from './cycles.js';
import { dropFailures, saveFailures, type Failure } from './escrows.js';
import { holdLease, type UnderLease } from './leases.js';
import { markReferencesOf } from './mark-referrers.js';
import { saveLinks, type LinkRow } from './links.js';
import { managersFirst } from './managers-first.js';
import { rowsOf } from './rows.js';
import { dropStagedDeletions } from './staged-deletions.js';
import type { Database, OperationAction, OperationStatus } from './schema.js';

/** An object to plan, as the mirror has it. */
export interface DirtyObject {
  readonly objectName: ObjectName;
  readonly id: string;
  readonly state: SourceState;
  /** An enabled user; a security-enabled group. */
  readonly isActive: boolean;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly managerId: string | null;
}

/** One planned operation, as it is stored. */
export interface PlannedRow {
  readonly objectName: ObjectName;
  readonly about: 'object' | 'references';
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
  /** Of what takes an account away: digest of what in the source says that it is to go. */
  readonly grounds?: string | undefined;
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
  /** Objects that cannot be planned as they are; they are tried again. */
  readonly failures: readonly Omit<Failure, 'about'>[];
}

/** What a cycle plans: from marked objects to numbered operations. */
export class Plans {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * The next marked objects of a kind, by id; those without a row in the mirror are unknown to the source.
   * @param after an id: those before it need not be passed over again, marked or not any more.
   */
  async nextDirty(
    cycle: CycleScope,
    objectName: ObjectName,
    limit: number,
    after = '',
  ): Promise<readonly DirtyObject[]> {
    // By "offset 0" the marks are gone through in their order, and no further than to the limit: sorting all that are left, for
    // each batch, would take the square of them.
    const { rows } = await sql<MirrorRow>`
      select o.* from dirty_object d
      cross join lateral (
        select * from (${mirrored(objectName)}) m
        where m.source = ${cycle.sourceKey} and m.object_id = d.object_id offset 0) o
      where d.app_id = ${cycle.appId} and d.object_id > ${after}
      order by d.object_id limit ${limit}`.execute(this.#db);
    return rows.map((row) => toDirtyObject(row, objectName));
  }

  /** One object as the mirror has it now; null when it is unknown to the source. */
  async object(
    { sourceKey }: Pick<CycleScope, 'sourceKey'>,
    objectName: ObjectName,
    objectId: string,
  ): Promise<DirtyObject | null> {
    const { rows } = await sql<MirrorRow>`
      select o.* from (${mirrored(objectName)}) o
      where o.source = ${sourceKey} and o.object_id = ${objectId}`.execute(this.#db);
    const [row] = rows;
    return row === undefined ? null : toDirtyObject(row, objectName);
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
  async save(cycle: CycleScope, plan: PlannedBatch): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await insertOperations(tx, cycle, plan.rows);
      await saveLinks(tx, cycle, plan.links);
      await saveFilteredOut(tx, cycle.appId, plan);
      await sql`
        delete from dirty_object where app_id = ${cycle.appId} and object_id in (
          select object_id from ${rowsOf(
            plan.planned.map((object_id) => ({ object_id })),
            'object_id text',
          )})`.execute(tx);
      await saveFailedPlans(tx, cycle, plan);
      await dropStagedDeletions(tx, cycle.appId, noLongerDue(plan));
      await markReferencesOf(tx, cycle, plan.planned, { andReferrers: false });
    });
  }

  /** @see managersFirst */
  managersFirst(cycle: CycleScope): Promise<number> {
    return this.#db.transaction().execute((tx) => managersFirst(tx, cycle));
  }

  /** How many operations the cycle has, how many of them write, and how many of those are about users. They come first. */
  async count(cycle: CycleId): Promise<{ planned: number; writes: number; userWrites: number }> {
    const { rows } = await sql<{ planned: number; writes: number; user_writes: number }>`
      select count(*)::int as planned, count(ordinal)::int as writes,
             (count(ordinal) filter (where object_name = 'User' and about = 'object'))::int as user_writes
      from operation where app_id = ${cycle.appId} and cycle_number = ${cycle.number}`.execute(this.#db);
    const { planned = 0, writes = 0, user_writes: userWrites = 0 } = rows[0] ?? {};
    return { planned, writes, userWrites };
  }
}

/** Stores operations, the writing ones numbered after those that the cycle has already. */
export async function insertOperations(
  tx: Transaction<Database>,
  cycle: CycleId & UnderLease,
  planned: readonly PlannedRow[],
): Promise<void> {
  await holdLease(tx, cycle);
  if (planned.length === 0) return;
  const { last } = await tx
    .selectFrom('operation')
    .select((row) => row.fn.max<number | null>('ordinal').as('last'))
    .where('app_id', '=', cycle.appId)
    .where('cycle_number', '=', cycle.number)
    .executeTakeFirstOrThrow();
  let ordinal = last ?? 0;
  const rows = planned.map((row) => toRecord(row, row.writes ? (ordinal += 1) : null));
  await sql`
      insert into operation (app_id, cycle_number, ordinal, object_name, about, object_id, source_name, target_id, action, status,
                             reason, error_code, match_key, link_state, grounds, "values", changes, criteria, steps, finished_at)
      select ${cycle.appId}, ${cycle.number}::integer, ordinal, object_name, about, object_id, source_name, target_id, action, status,
             reason, error_code, match_key, link_state, grounds, "values", changes, criteria, steps,
             case when status = 'planned' then null else now() end
      from ${rowsOf(rows, PLANNED_COLUMNS)}`.execute(tx);
}

/** What is still to be written keeps its earlier failures until it is. */
async function saveFailedPlans(tx: Transaction<Database>, cycle: CycleAt, plan: PlannedBatch): Promise<void> {
  const open = new Set([
    ...plan.failures.map(({ objectId }) => objectId),
    ...plan.rows.flatMap((row) => (row.writes ? [row.objectId] : [])),
  ]);
  const settled = plan.planned.filter((id) => !open.has(id));
  await dropFailures(tx, cycle.appId, 'object', settled);
  await saveFailures(
    tx,
    cycle,
    plan.failures.map((failure) => ({ ...failure, about: 'object' as const })),
  );
}

/** Objects that stay after all. Of those that could not be planned nobody knows. */
function noLongerDue({ planned, rows, failures }: PlannedBatch): readonly string[] {
  const open = new Set([
    ...failures.map(({ objectId }) => objectId),
    ...rows.flatMap((row) => (row.grounds === undefined ? [] : [row.objectId])),
  ]);
  return planned.filter((id) => !open.has(id));
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
  'ordinal integer, object_name text, about text, object_id text, source_name text, target_id text, action text, status text, reason text, ' +
  'error_code text, match_key text, link_state text, grounds text, "values" jsonb, changes jsonb, criteria jsonb, steps jsonb';

function toRecord(row: PlannedRow, ordinal: number | null): object {
  return {
    ordinal,
    object_name: row.objectName,
    about: row.about,
    object_id: row.objectId,
    source_name: row.sourceName,
    target_id: row.targetId,
    action: row.action,
    status: row.status,
    reason: row.reason,
    error_code: row.errorCode,
    match_key: row.matchKey,
    link_state: row.linkState,
    grounds: row.grounds,
    values: row.values,
    changes: row.changes,
    criteria: row.criteria,
    steps: row.steps,
  };
}

interface MirrorRow {
  object_id: string;
  state: SourceState;
  is_active: boolean;
  attributes: Record<string, readonly string[]>;
  manager_id: string | null;
}

/** Users and groups in one form. */
function mirrored(objectName: ObjectName): RawBuilder<unknown> {
  return objectName === 'Group'
    ? sql`select source, object_id, state, is_security_enabled as is_active, attributes, null as manager_id
          from directory_group`
    : sql`select u.source, u.object_id, u.state, u.account_enabled as is_active, u.attributes,
                 (select r.referenced_id from directory_reference r
                  where r.source = u.source and r.object_id = u.object_id and r.name = 'manager') as manager_id
          from directory_user u`;
}

function toDirtyObject(row: MirrorRow, objectName: ObjectName): DirtyObject {
  return {
    objectName,
    id: row.object_id,
    state: row.state,
    isActive: row.is_active,
    attributes: row.attributes,
    managerId: row.manager_id,
  };
}

import { sql, type Kysely } from 'kysely';
import type { MatchCriterion } from '../plan/model.js';
import type { ObjectName, TargetValues } from '../schema/model.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/** A target account as it was listed. */
export interface IndexedResource {
  readonly targetId: string;
  readonly current: TargetValues;
}

export interface IndexHit extends IndexedResource {
  readonly path: string;
}

/** The target's accounts and groups as listed in an initial cycle, so that matching is a join and not a request each. */
export class TargetIndex {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Empties the index: what is listed from here on is one list, be it the second try. */
  async begin(appId: string, objectName: ObjectName, cycleNumber: number): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      for (const table of ['target_resource', 'target_match_value'] as const)
        await tx
          .deleteFrom(table)
          .where('app_id', '=', appId)
          .where('object_name', '=', objectName)
          .execute();
      await tx
        .insertInto('target_index')
        .values({ app_id: appId, object_name: objectName, cycle_number: cycleNumber, is_complete: false })
        .onConflict((conflict) =>
          conflict
            .columns(['app_id', 'object_name'])
            .doUpdateSet({ cycle_number: cycleNumber, is_complete: false }),
        )
        .execute();
    });
  }

  /**
   * Adds one list page.
   * @param matchable the attributes that users are looked up by.
   * @returns how many of its resources were not listed before.
   */
  async add(
    appId: string,
    objectName: ObjectName,
    resources: readonly IndexedResource[],
    matchable: readonly string[],
  ): Promise<number> {
    if (resources.length === 0) return 0;
    const values = resources.flatMap(({ targetId, current }) =>
      matchable.flatMap((path) => {
        const value = current[path];
        return typeof value === 'string' ? [{ path, folded_value: fold(value), target_id: targetId }] : [];
      }),
    );
    const rows = resources.map(({ targetId, current }) => ({ target_id: targetId, current }));
    const { rows: counted } = await sql<{ fresh: number }>`
      with listed as (
        insert into target_resource (app_id, object_name, target_id, current)
        select distinct on (target_id) ${appId}, ${objectName}, target_id, current from ${rowsOf(rows, 'target_id text, current jsonb')}
        on conflict (app_id, object_name, target_id) do update set current = excluded.current
        returning xmax = 0 as is_fresh
      ), matchable as (
        insert into target_match_value (app_id, object_name, path, folded_value, target_id)
        select ${appId}, ${objectName}, path, folded_value, target_id
        from ${rowsOf(values, 'path text, folded_value text, target_id text')}
        on conflict do nothing
      )
      select (count(*) filter (where is_fresh))::int as fresh from listed`.execute(this.#db);
    return counted[0]?.fresh ?? 0;
  }

  async complete(appId: string, objectName: ObjectName): Promise<void> {
    await this.#db
      .updateTable('target_index')
      .set({ is_complete: true })
      .where('app_id', '=', appId)
      .where('object_name', '=', objectName)
      .execute();
  }

  /** Whether the whole target was listed in this cycle. An older index is history, not knowledge. */
  async isComplete(appId: string, objectName: ObjectName, cycleNumber: number): Promise<boolean> {
    const index = await this.#db
      .selectFrom('target_index')
      .selectAll()
      .where('app_id', '=', appId)
      .where('object_name', '=', objectName)
      .executeTakeFirst();
    return index?.cycle_number === cycleNumber && index.is_complete;
  }

  /** Accounts that have one of the criteria's values. Letter case is ignored here; the caller judges. */
  async find(
    appId: string,
    objectName: ObjectName,
    criteria: readonly MatchCriterion[],
  ): Promise<readonly IndexHit[]> {
    if (criteria.length === 0) return [];
    const wanted = criteria.map(({ path, value }) => ({ path, folded_value: fold(value) }));
    const { rows } = await sql<{ path: string; target_id: string; current: TargetValues }>`
      select distinct v.path, v.target_id, r.current
      from ${rowsOf(wanted, 'path text, folded_value text')}
      join target_match_value v
        on v.app_id = ${appId} and v.object_name = ${objectName} and v.path = rows.path and v.folded_value = rows.folded_value
      join target_resource r on r.app_id = v.app_id and r.object_name = v.object_name and r.target_id = v.target_id`.execute(
      this.#db,
    );
    return rows.map((row) => ({ path: row.path, targetId: row.target_id, current: row.current }));
  }

  /** The listed state of accounts, by id. */
  async resources(
    appId: string,
    objectName: ObjectName,
    targetIds: readonly string[],
  ): Promise<ReadonlyMap<string, TargetValues>> {
    if (targetIds.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('target_resource')
      .select(['target_id', 'current'])
      .where('app_id', '=', appId)
      .where('object_name', '=', objectName)
      .where('target_id', 'in', [...targetIds])
      .execute();
    return new Map(rows.map((row) => [row.target_id, row.current]));
  }
}

/** Letter case does not tell accounts apart (RFC 7643, 2.2: caseExact is false unless said otherwise). */
function fold(value: string): string {
  return value.toLowerCase();
}

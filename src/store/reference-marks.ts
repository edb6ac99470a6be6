import { sql, type Kysely } from 'kysely';
import type { CycleScope } from './cycles.js';
import { dropFailures } from './escrows.js';
import { insertOperations, type PlannedRow } from './plans.js';
import type { ReferencePlace } from './reference-model.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/** Objects whose references are to be compared with what was written, until they are planned or nothing is left to do. */
export class ReferenceMarks {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Marks the users whose references are marked, to be planned themselves: for mappings that read references as values. What
   * this cycle has planned already, before it was interrupted, is not planned twice.
   */
  async markReferrers({ appId, number, sourceKey }: CycleScope): Promise<void> {
    await sql`
      insert into dirty_object (app_id, object_id)
      select d.app_id, d.object_id from dirty_reference d
      join directory_user u on u.source = ${sourceKey} and u.object_id = d.object_id
      where d.app_id = ${appId} and not exists (
        select from operation o
        where o.app_id = d.app_id and o.cycle_number = ${number} and o.object_id = d.object_id and o.about = 'object')
      on conflict (app_id, object_id) do nothing`.execute(this.#db);
  }

  /** Forgets which objects wait: for apps that are told of no references. */
  async forgetMarks(appId: string): Promise<void> {
    await this.#db.deleteFrom('dirty_reference').where('app_id', '=', appId).execute();
  }

  /**
   * Takes those off the marked users whose references all stand as they should in the target. Groups are left to be planned:
   * to compare all their members in one statement may take longer than one is given.
   * @param mapped the references of users, by their name in the source and their path in the target.
   * @returns whether any mark is left for this cycle.
   */
  async settle(
    { appId, sourceKey }: CycleScope,
    mapped: readonly Pick<ReferencePlace, 'name' | 'path'>[],
  ): Promise<boolean> {
    await sql`
      with mapped as (select * from ${rowsOf(mapped, 'name text, path text')}),
      marked as materialized (
        select d.object_id from dirty_reference d
        join link o on o.app_id = d.app_id and o.source_id = d.object_id and o.object_name = 'User'
        where d.app_id = ${appId}
      )
      delete from dirty_reference d
      using marked
      where d.app_id = ${appId} and d.object_id = marked.object_id
        and not exists (
          select from mapped m
          left join directory_reference r
            on r.source = ${sourceKey} and r.object_id = marked.object_id and r.name = m.name
          left join link l on l.app_id = ${appId} and l.source_id = r.referenced_id and l.object_name = 'User'
            and l.state = 'managed'
          left join exported_reference e
            on e.app_id = ${appId} and e.object_id = marked.object_id and e.path = m.path
          where (e.referenced_id, e.target_id) is distinct from (r.referenced_id, l.target_id)
            or not e.is_confirmed)`.execute(this.#db);
    const row = await this.#db
      .selectFrom('dirty_reference')
      .select('object_id')
      .where('app_id', '=', appId)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Which of `objectIds` are marked. */
  async among(appId: string, objectIds: readonly string[]): Promise<readonly string[]> {
    if (objectIds.length === 0) return [];
    const rows = await this.#db
      .selectFrom('dirty_reference')
      .select('object_id')
      .where('app_id', '=', appId)
      .where(sql<boolean>`object_id = any(${[...objectIds]}::text[])`)
      .execute();
    return rows.map((row) => row.object_id);
  }

  /** Ids of the next marked objects. */
  async nextDirty(cycle: CycleScope, limit: number): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('dirty_reference')
      .select('object_id')
      .where('app_id', '=', cycle.appId)
      .orderBy('object_id')
      .limit(limit)
      .execute();
    return rows.map((row) => row.object_id);
  }

  /** Stores planned operations about references, and takes the objects looked at off the marked ones, all or nothing. */
  async savePlan(
    cycle: CycleScope,
    plan: { readonly planned: readonly string[]; readonly rows: readonly PlannedRow[] },
  ): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await insertOperations(tx, cycle, plan.rows);
      await tx
        .deleteFrom('dirty_reference')
        .where('app_id', '=', cycle.appId)
        .where('object_id', 'in', [...plan.planned])
        .execute();
      const written = new Set(plan.rows.flatMap((row) => (row.writes ? [row.objectId] : [])));
      const settled = plan.planned.filter((id) => !written.has(id));
      await dropFailures(tx, cycle.appId, 'references', settled);
    });
  }
}

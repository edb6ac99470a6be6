import { sql, type Kysely, type Transaction } from 'kysely';
import type { ObjectName } from '../schema/model.js';
import type { Database } from './schema.js';
import { rowsOf } from './rows.js';

/** Source objects that an app's next plan must look at. */
export class DirtyObjects {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Every object of the mirror: the beginning of an initial cycle. */
  async markAll(appId: string, source: string): Promise<void> {
    await sql`
      insert into dirty_object (app_id, object_id)
      select ${appId}, object_id from directory_user where source = ${source}
      union all
      select ${appId}, object_id from directory_group where source = ${source}
      on conflict (app_id, object_id) do nothing`.execute(this.#db);
  }

  /** Users who are entitled and of whom the mirror knows nothing: it may be of another source than the one before. */
  async markUnknown(appId: string, source: string): Promise<void> {
    await sql`
      insert into dirty_object (app_id, object_id)
      select distinct e.app_id, e.user_id from entitlement e
      where e.app_id = ${appId} and not exists (
        select from directory_user u where u.source = ${source} and u.object_id = e.user_id)
      on conflict (app_id, object_id) do nothing`.execute(this.#db);
  }

  /**
   * Forgets objects that cannot concern the app: neither entitled nor assigned nor linked. Every change of a tenant passes by an app
   * whose scope is its assignments; this keeps its cost at one statement. What failed about them needs no other try.
   */
  async dropUnentitled(appId: string): Promise<void> {
    await sql`
      with dropped as (
        delete from dirty_object d
        where d.app_id = ${appId}
          and not exists (select from entitlement e where e.app_id = d.app_id and e.user_id = d.object_id)
          and not exists (
            select from assignment a
            where a.app_id = d.app_id and a.principal_id = d.object_id and a.principal_type = 'Group')
          and not exists (select from link l where l.app_id = d.app_id and l.source_id = d.object_id)
        returning object_id
      )
      delete from escrow e using dropped d where e.app_id = ${appId} and e.object_id = d.object_id`.execute(
      this.#db,
    );
  }

  /** Forgets groups: for apps whose groups are not provisioned. */
  async dropGroups(appId: string, source: string): Promise<void> {
    await sql`
      delete from dirty_object d using directory_group g
      where d.app_id = ${appId} and g.source = ${source} and g.object_id = d.object_id`.execute(this.#db);
  }

  /**
   * How many objects of a kind wait that may concern the app: of those with `isAssigned` only who is entitled or assigned.
   * @param atMost counts no further.
   */
  async countMeant(
    of: {
      readonly appId: string;
      readonly sourceKey: string;
      readonly objectName: ObjectName;
      readonly isAssigned: boolean;
    },
    atMost: number,
  ): Promise<number> {
    const mirror = sql.table(of.objectName === 'User' ? 'directory_user' : 'directory_group');
    const assigned =
      of.objectName === 'User'
        ? sql`exists (select from entitlement e where e.app_id = d.app_id and e.user_id = d.object_id)`
        : sql`exists (
            select from assignment a
            where a.app_id = d.app_id and a.principal_id = d.object_id and a.principal_type = 'Group')`;
    const { rows } = await sql<{ meant: number }>`
      select count(*)::int as meant from (
        select from dirty_object d
        join ${mirror} o on o.source = ${of.sourceKey} and o.object_id = d.object_id
        where d.app_id = ${of.appId} and ${of.isAssigned ? assigned : sql`true`}
        limit ${atMost}
      ) waiting`.execute(this.#db);
    return rows[0]?.meant ?? 0;
  }

  /** How many objects wait, or their references, for this cycle or a later one. */
  async count(appId: string): Promise<number> {
    const { rows } = await sql<{ waiting: number }>`
      select (select count(*) from dirty_object where app_id = ${appId})::int
           + (select count(*) from dirty_reference where app_id = ${appId})::int as waiting`.execute(
      this.#db,
    );
    return rows[0]?.waiting ?? 0;
  }
}

/** Marks objects, to be planned. */
export function markDirty(
  tx: Transaction<Database>,
  appId: string,
  objectIds: readonly string[],
): Promise<void> {
  return mark(tx, 'dirty_object', appId, objectIds);
}

/** Marks objects whose references are to be compared with what was written, in the same way. */
export function markReferencesDirty(
  tx: Transaction<Database>,
  appId: string,
  objectIds: readonly string[],
): Promise<void> {
  return mark(tx, 'dirty_reference', appId, objectIds);
}

async function mark(
  tx: Transaction<Database>,
  table: 'dirty_object' | 'dirty_reference',
  appId: string,
  objectIds: readonly string[],
): Promise<void> {
  if (objectIds.length === 0) return;
  await sql`
    insert into ${sql.table(table)} (app_id, object_id)
    select distinct ${appId}, object_id
    from ${rowsOf(
      objectIds.map((object_id) => ({ object_id })),
      'object_id text',
    )}
    on conflict (app_id, object_id) do nothing`.execute(tx);
}

import { sql, type Kysely, type Transaction } from 'kysely';
import type { Link } from '../plan/model.js';
import type { ObjectName } from '../schema/model.js';
import { markDirty } from './dirty-objects.js';
import { markReferencesOf } from './mark-referrers.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

const FORGOTTEN =
  'Nobody knows whether it was carried out: the target is another, and the one before was not asked any more.';

/** A source object and the target account that is it, with what was last exported. */
export interface LinkRow extends Link {
  readonly sourceId: string;
  readonly objectName: ObjectName;
}

/** Whose links: an app's, to the objects of one source. */
export interface LinkScope {
  readonly appId: string;
  /** Names the source in the mirror's tables. */
  readonly sourceKey: string;
}

/** The connector data store: which account is whose. An account has at most one owner. */
export class Links {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async of(appId: string, sourceIds: readonly string[]): Promise<ReadonlyMap<string, Link>> {
    if (sourceIds.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('link')
      .select(['source_id', 'target_id', 'exported', 'state'])
      .where('app_id', '=', appId)
      .where('source_id', 'in', [...sourceIds])
      .execute();
    return new Map(
      rows.map((row) => [
        row.source_id,
        { targetId: row.target_id, exported: row.exported, state: row.state },
      ]),
    );
  }

  /** Who owns the accounts, or the groups, by their target id. */
  async owners(
    appId: string,
    objectName: ObjectName,
    targetIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    if (targetIds.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('link')
      .select(['source_id', 'target_id'])
      .where('app_id', '=', appId)
      .where('object_name', '=', objectName)
      .where('target_id', 'in', [...targetIds])
      .execute();
    return new Map(rows.map((row) => [row.target_id, row.source_id]));
  }

  /**
   * Makes the account, or group, the source object's unless it has another owner or the object another account.
   * @returns whether it is the object's now.
   */
  async claim(scope: LinkScope, link: LinkRow): Promise<boolean> {
    return this.#db.transaction().execute(async (tx) => {
      await saveLinks(tx, scope, [link], { onlyNew: true });
      const mine = await tx
        .selectFrom('link')
        .select('source_id')
        .where('app_id', '=', scope.appId)
        .where('source_id', '=', link.sourceId)
        .where('target_id', '=', link.targetId)
        .executeTakeFirst();
      return mine !== undefined;
    });
  }

  /** Forgets whose the account was, and what was written of the object's references. */
  async drop(appId: string, sourceId: string): Promise<void> {
    await this.#db.transaction().execute((tx) => dropLinks(tx, appId, [sourceId]));
  }

  /**
   * Forgets the link to an account that is gone from the target, unless the object got another account meanwhile. Who loses a
   * link is planned anew.
   */
  async dropVanished(
    appId: string,
    { sourceId, targetId }: Pick<LinkRow, 'sourceId' | 'targetId'>,
  ): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const vanished = await tx
        .selectFrom('link')
        .select('source_id')
        .where('app_id', '=', appId)
        .where('source_id', '=', sourceId)
        .where('target_id', '=', targetId)
        .forUpdate()
        .execute();
      const ids = vanished.map((row) => row.source_id);
      await dropLinks(tx, appId, ids);
      await markDirty(tx, appId, ids);
    });
  }

  /**
   * Forgets every link, and what was written of references.
   * @param isElsewhere the target is another from now on: what may have been written is forgotten, too, because asked about
   * it, that one would tell of somebody else's account.
   */
  async dropAll(
    appId: string,
    { isElsewhere = false }: { readonly isElsewhere?: boolean } = {},
  ): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await tx.deleteFrom('link').where('app_id', '=', appId).execute();
      await tx.deleteFrom('exported_reference').where('app_id', '=', appId).execute();
      if (!isElsewhere) return;
      await tx
        .updateTable('operation')
        .set({ status: 'failure', error_code: 'Timeout', reason: FORGOTTEN, finished_at: new Date() })
        .where('app_id', '=', appId)
        .where('status', 'in', ['started', 'unknown'])
        .execute();
    });
  }

  async count(appId: string, objectName: ObjectName): Promise<number> {
    const { linked } = await this.#db
      .selectFrom('link')
      .select((row) => row.fn.countAll<string>().as('linked'))
      .where('app_id', '=', appId)
      .where('object_name', '=', objectName)
      .executeTakeFirstOrThrow();
    return Number(linked);
  }
}

/**
 * Stores links as they are after a plan or a write, and marks the references that a new or changed link concerns. An
 * account that already has another owner is left to it.
 * @param onlyNew leaves alone what an object is linked to already.
 */
export async function saveLinks(
  tx: Transaction<Database>,
  scope: LinkScope,
  links: readonly LinkRow[],
  { onlyNew = false }: { readonly onlyNew?: boolean } = {},
): Promise<void> {
  if (links.length === 0) return;
  const { appId } = scope;
  const columns = 'source_id text, object_name text, target_id text, exported jsonb, state text';
  const rows = links.map((link) => ({
    source_id: link.sourceId,
    object_name: link.objectName,
    target_id: link.targetId,
    exported: link.exported,
    state: link.state,
  }));
  const { rows: news } = await sql<{ source_id: string }>`
    with incoming as (
      select distinct on (object_name, target_id) * from ${rowsOf(rows, columns)}
      where not exists (
        select from link other
        where other.app_id = ${appId} and other.object_name = rows.object_name
          and other.target_id = rows.target_id and other.source_id <> rows.source_id)
    ), known as (
      select source_id, target_id, state from link
      where app_id = ${appId} and source_id in (select source_id from incoming)
    ), saved as (
      insert into link (app_id, source_id, object_name, target_id, exported, state)
      select ${appId}, source_id, object_name, target_id, exported, state from incoming
      where not ${onlyNew} or source_id not in (select source_id from known)
      on conflict (app_id, source_id) do update
      set target_id = excluded.target_id, exported = excluded.exported, state = excluded.state, updated_at = now()
      returning source_id, target_id, state
    )
    select s.source_id from saved s left join known k on k.source_id = s.source_id
    where k.source_id is null or (k.target_id, k.state) is distinct from (s.target_id, s.state)`.execute(tx);
  await markReferencesOf(
    tx,
    scope,
    news.map((row) => row.source_id),
    { andReferrers: true },
  );
}

/** Of `sourceIds`, those that are linked to nothing. */
export async function withoutLink(
  tx: Transaction<Database>,
  appId: string,
  sourceIds: readonly string[],
): Promise<readonly string[]> {
  if (sourceIds.length === 0) return [];
  const rows = await tx
    .selectFrom('link')
    .select('source_id')
    .where('app_id', '=', appId)
    .where('source_id', 'in', [...sourceIds])
    .execute();
  const linked = new Set(rows.map((row) => row.source_id));
  return sourceIds.filter((id) => !linked.has(id));
}

/** Forgets links, and what was written of the objects' references: an object of that id is not there any more. */
export async function dropLinks(
  tx: Transaction<Database>,
  appId: string,
  sourceIds: readonly string[],
): Promise<void> {
  if (sourceIds.length === 0) return;
  await tx
    .deleteFrom('link')
    .where('app_id', '=', appId)
    .where('source_id', 'in', [...sourceIds])
    .execute();
  await tx
    .deleteFrom('exported_reference')
    .where('app_id', '=', appId)
    .where((row) =>
      row.or([row('object_id', 'in', [...sourceIds]), row('referenced_id', 'in', [...sourceIds])]),
    )
    .execute();
}

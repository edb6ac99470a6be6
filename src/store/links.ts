import { sql, type Kysely, type Transaction } from 'kysely';
import type { Link } from '../plan/model.js';
import type { TargetValues } from '../schema/model.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/** A source object and the target account that is it, with what was last exported. */
export interface LinkRow extends Link {
  readonly sourceId: string;
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

  /** Who owns the accounts, by account id. */
  async owners(appId: string, targetIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (targetIds.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('link')
      .select(['source_id', 'target_id'])
      .where('app_id', '=', appId)
      .where('target_id', 'in', [...targetIds])
      .execute();
    return new Map(rows.map((row) => [row.target_id, row.source_id]));
  }

  /**
   * Makes the account `sourceId`'s unless it has another owner or `sourceId` another account.
   * @returns whether it is `sourceId`'s now.
   */
  async claim(appId: string, sourceId: string, targetId: string, exported: TargetValues): Promise<boolean> {
    const { rows } = await sql<{ mine: boolean }>`
      with claimed as (
        insert into link (app_id, source_id, target_id, exported, state)
        values (${appId}, ${sourceId}, ${targetId}, ${JSON.stringify(exported)}::jsonb, 'managed')
        on conflict do nothing
        returning true
      )
      select exists (select from claimed) or exists (
        select from link where app_id = ${appId} and source_id = ${sourceId} and target_id = ${targetId}
      ) as mine`.execute(this.#db);
    return rows[0]?.mine ?? false;
  }

  async drop(appId: string, sourceId: string): Promise<void> {
    await this.#db.deleteFrom('link').where('app_id', '=', appId).where('source_id', '=', sourceId).execute();
  }

  async dropAll(appId: string): Promise<void> {
    await this.#db.deleteFrom('link').where('app_id', '=', appId).execute();
  }

  async count(appId: string): Promise<number> {
    const { linked } = await this.#db
      .selectFrom('link')
      .select((row) => row.fn.countAll<string>().as('linked'))
      .where('app_id', '=', appId)
      .executeTakeFirstOrThrow();
    return Number(linked);
  }
}

/** Stores links as they are after a plan or a write. An account that already has another owner is left to it. */
export async function saveLinks(
  tx: Transaction<Database>,
  appId: string,
  links: readonly LinkRow[],
): Promise<void> {
  if (links.length === 0) return;
  const rows = links.map((link) => ({
    source_id: link.sourceId,
    target_id: link.targetId,
    exported: link.exported,
    state: link.state,
  }));
  await sql`
    insert into link (app_id, source_id, target_id, exported, state)
    select distinct on (target_id) ${appId}, source_id, target_id, exported, state
    from ${rowsOf(rows, 'source_id text, target_id text, exported jsonb, state text')}
    where not exists (
      select from link other
      where other.app_id = ${appId} and other.target_id = rows.target_id and other.source_id <> rows.source_id)
    on conflict (app_id, source_id) do update
    set target_id = excluded.target_id, exported = excluded.exported, state = excluded.state, updated_at = now()`.execute(
    tx,
  );
}

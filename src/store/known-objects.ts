import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { ObjectName } from '../schema/model.js';
import type { LinkScope } from './links.js';
import type { Database } from './schema.js';

/** How long everybody's name is looked through, in milliseconds. */
const SCAN_TIMEOUT_MS = 3_000;
/** PostgreSQL's code for a statement that took longer than it may. */
const QUERY_CANCELED = '57014';

/** An object of the mirror, as people recognise it. */
export interface KnownObject {
  readonly id: string;
  readonly objectName: ObjectName;
  readonly state: 'present' | 'softDeleted' | 'deleted';
  readonly displayName: string | null;
  readonly userPrincipalName: string | null;
}

/** Finds users and groups of the mirror by what people call them. */
export class KnownObjects {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Those of `ids` that a cycle has read. */
  async byIds(
    { sourceKey }: Pick<LinkScope, 'sourceKey'>,
    ids: readonly string[],
  ): Promise<readonly KnownObject[]> {
    if (ids.length === 0) return [];
    return this.#select(everybody(sourceKey, sql`object_id = any(${[...ids]}::text[])`), ids.length * 2);
  }

  /**
   * Whose object id, user principal name, mail address or id in the app it is, letter case aside but for the app's.
   * @param texts the same name in several forms.
   */
  async byIdentifier(
    { appId, sourceKey }: LinkScope,
    texts: readonly string[],
    limit: number,
  ): Promise<readonly KnownObject[]> {
    const folded = texts.map((text) => text.toLowerCase());
    const names = folded.map(indexed);
    return this.#select(
      sql`
        ${everybody(sourceKey, sql`object_id = any(${folded}::text[])`)}
        union ${of('User', sourceKey, sql`${nameOf('userPrincipalName')} = any(${names}::text[])`)}
        union ${of('User', sourceKey, sql`${nameOf('mail')} = any(${names}::text[])`)}
        union ${everybody(
          sourceKey,
          sql`object_id in (
            select source_id from link
            where app_id = ${appId} and object_name in ('User', 'Group') and target_id = any(${[...texts]}::text[]))`,
        )}`,
      limit,
    );
  }

  /** Whose display name it is, letter case aside. */
  async byName(
    { sourceKey }: Pick<LinkScope, 'sourceKey'>,
    text: string,
    limit: number,
  ): Promise<readonly KnownObject[]> {
    const name = indexed(text.toLowerCase());
    return this.#select(everybody(sourceKey, sql`${nameOf('displayName')} = ${name}`), limit);
  }

  /**
   * In whose display name, user principal name or mail address it occurs, letter case aside. Everybody is looked through, for so long.
   * @returns null when that was not long enough.
   */
  async byPart(
    { sourceKey }: Pick<LinkScope, 'sourceKey'>,
    text: string,
    limit: number,
  ): Promise<readonly KnownObject[] | null> {
    const part = text.toLowerCase();
    const occurs = sql`(position(${part} in ${nameOf('displayName')}) > 0
      or position(${part} in ${nameOf('userPrincipalName')}) > 0 or position(${part} in ${nameOf('mail')}) > 0)`;
    try {
      return await this.#db.transaction().execute(async (tx) => {
        await sql.raw(`set local statement_timeout = ${SCAN_TIMEOUT_MS}`).execute(tx);
        return select(tx, everybody(sourceKey, occurs), limit);
      });
    } catch (error) {
      if ((error as { code?: unknown }).code === QUERY_CANCELED) return null;
      throw error;
    }
  }

  #select(rows: RawBuilder<unknown>, limit: number): Promise<readonly KnownObject[]> {
    return select(this.#db, rows, limit);
  }
}

interface KnownRow {
  readonly object_id: string;
  readonly object_name: ObjectName;
  readonly state: KnownObject['state'];
  readonly display_name: string | null;
  readonly user_principal_name: string | null;
}

async function select(
  db: Kysely<Database>,
  found: RawBuilder<unknown>,
  limit: number,
): Promise<readonly KnownObject[]> {
  const { rows } = await sql<KnownRow>`
    select * from (${found}) found order by lower(display_name), object_id limit ${limit}`.execute(db);
  return rows.map((row) => ({
    id: row.object_id,
    objectName: row.object_name,
    state: row.state,
    displayName: row.display_name,
    userPrincipalName: row.user_principal_name,
  }));
}

function everybody(sourceKey: string, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${of('User', sourceKey, condition)} union ${of('Group', sourceKey, condition)}`;
}

function of(objectName: ObjectName, sourceKey: string, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  const table = objectName === 'User' ? 'directory_user' : 'directory_group';
  return sql`
    select object_id, ${sql.lit(objectName)} as object_name, state, attributes -> 'displayName' ->> 0 as display_name,
           attributes -> 'userPrincipalName' ->> 0 as user_principal_name
    from ${sql.table(table)} where source = ${sourceKey} and ${condition}`;
}

/** As the indexes hold it: they take no value of any length. */
const INDEXED_CHARACTERS = 256;

function nameOf(attribute: 'displayName' | 'userPrincipalName' | 'mail'): RawBuilder<unknown> {
  return sql.raw(`left(lower(attributes -> '${attribute}' ->> 0), ${INDEXED_CHARACTERS})`);
}

function indexed(text: string): string {
  return Array.from(text).slice(0, INDEXED_CHARACTERS).join('');
}

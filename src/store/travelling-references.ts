import { sql, type Kysely } from 'kysely';
import type { CycleScope } from './cycles.js';
import { enterUnconfirmed, type LedgerEntry } from './exported-references.js';
import type { HeldReference, SingleReference } from './reference-model.js';
import { nameOf, toExported, type ReferenceRow } from './reference-rows.js';
import type { Database } from './schema.js';

/** What creates and updates can take along: references of many objects at once, where `References` has those of one. */
export class TravellingReferences {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * What single references of `objectIds` the directory has, with the target id of the other side as far as it is known.
   * @param names of the source: `manager`.
   */
  async wanted(
    { appId, sourceKey }: CycleScope,
    objectIds: readonly string[],
    names: readonly string[],
  ): Promise<readonly SingleReference[]> {
    if (objectIds.length === 0 || names.length === 0) return [];
    const { rows } = await sql<
      Omit<ReferenceRow, 'target_id'> & {
        object_id: string;
        source_name: string;
        target_id: string | null;
      }
    >`
      select r.object_id, r.name as source_name, r.referenced_id, l.target_id, ${nameOf(sourceKey, 'r')} as name
      from directory_reference r
      left join link l on l.app_id = ${appId} and l.source_id = r.referenced_id and l.object_name = 'User'
        and l.state = 'managed'
      where r.source = ${sourceKey} and r.object_id = any(${[...objectIds]}::text[])
        and r.name = any(${[...names]}::text[])`.execute(this.#db);
    return rows.map((row) => ({
      objectId: row.object_id,
      sourceName: row.source_name,
      referencedId: row.referenced_id,
      targetId: row.target_id,
      name: row.name,
    }));
  }

  /** What the ledger has of `objectIds` at `paths` of the target. */
  async held(
    { appId, sourceKey }: CycleScope,
    objectIds: readonly string[],
    paths: readonly string[],
  ): Promise<readonly (HeldReference & Pick<LedgerEntry, 'objectId' | 'path'>)[]> {
    if (objectIds.length === 0) return [];
    const { rows } = await sql<ReferenceRow & { object_id: string; path: string; is_confirmed: boolean }>`
      select e.object_id, e.path, e.referenced_id, e.target_id, e.is_confirmed, ${nameOf(sourceKey, 'e')} as name
      from exported_reference e
      where e.app_id = ${appId} and e.object_id = any(${[...objectIds]}::text[])
        and e.path = any(${[...paths]}::text[])
      order by e.referenced_id`.execute(this.#db);
    return rows.map((row) => ({
      ...toExported(row),
      objectId: row.object_id,
      path: row.path,
      isConfirmed: row.is_confirmed,
    }));
  }

  /**
   * Stores that requests are about to be sent which write or replace `entries`: from now on nobody knows whether the target has
   * them. `References.withdraw` takes that back.
   */
  async intend(appId: string, entries: readonly LedgerEntry[]): Promise<void> {
    await enterUnconfirmed(this.#db, appId, entries);
  }
}

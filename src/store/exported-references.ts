import { sql, type Transaction } from 'kysely';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/** A reference as the ledger has it. */
export interface WrittenReference {
  readonly referencedId: string;
  readonly targetId: string;
}

/** One entry of the ledger, with its place. */
export interface LedgerEntry extends WrittenReference {
  readonly objectId: string;
  /** Of the target: `members`, `urn:…:User:manager`. */
  readonly path: string;
}

/** Enters in the ledger what was written. Entering it again changes nothing. */
export async function saveExportedReferences(
  tx: Transaction<Database>,
  appId: string,
  entries: readonly LedgerEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    object_id: entry.objectId,
    path: entry.path,
    referenced_id: entry.referencedId,
    target_id: entry.targetId,
  }));
  await sql`
    insert into exported_reference (app_id, object_id, path, referenced_id, target_id)
    select ${appId}, object_id, path, referenced_id, target_id
    from ${rowsOf(rows, 'object_id text, path text, referenced_id text, target_id text')}
    on conflict (app_id, object_id, path, referenced_id)
    do update set target_id = excluded.target_id, exported_at = now()`.execute(tx);
}

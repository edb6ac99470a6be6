import { sql, type Kysely, type Transaction } from 'kysely';
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

/** An entry, and whether it is known that the target took it. */
export interface LedgerState extends LedgerEntry {
  readonly isConfirmed: boolean;
}

/**
 * Enters references of which it is not known yet whether the target has them, because they are about to be sent or to be
 * taken away. @returns those of them that stood there, as they stood.
 */
export async function enterUnconfirmed(
  db: Kysely<Database>,
  appId: string,
  entries: readonly LedgerEntry[],
): Promise<readonly LedgerState[]> {
  if (entries.length === 0) return [];
  const { rows } = await sql<LedgerRow>`
    with sent as (select * from ${ledgerRows(entries)}),
    before as (
      select e.object_id, e.path, e.referenced_id, e.target_id, e.is_confirmed from exported_reference e
      join sent using (object_id, path, referenced_id) where e.app_id = ${appId}
    ), entered as (
      insert into exported_reference (app_id, object_id, path, referenced_id, target_id, is_confirmed)
      select ${appId}, object_id, path, referenced_id, target_id, false from sent
      on conflict (app_id, object_id, path, referenced_id)
      do update set target_id = excluded.target_id, is_confirmed = false
    )
    select * from before`.execute(db);
  return rows.map((row) => ({
    objectId: row.object_id,
    path: row.path,
    referencedId: row.referenced_id,
    targetId: row.target_id,
    isConfirmed: row.is_confirmed,
  }));
}

/** Enters references as they are known to stand, or stood before. Entering one again changes nothing. */
export async function enterReferences(
  db: Kysely<Database>,
  appId: string,
  entries: readonly LedgerState[],
): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    insert into exported_reference (app_id, object_id, path, referenced_id, target_id, is_confirmed)
    select ${appId}, object_id, path, referenced_id, target_id, is_confirmed from ${ledgerRows(entries)}
    on conflict (app_id, object_id, path, referenced_id)
    do update set target_id = excluded.target_id, is_confirmed = excluded.is_confirmed, exported_at = now()`.execute(
    db,
  );
}

/** Takes entries out of the ledger. */
export async function removeReferences(
  db: Kysely<Database>,
  appId: string,
  entries: readonly LedgerEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    delete from exported_reference e using (select * from ${ledgerRows(entries)}) gone
    where e.app_id = ${appId} and e.object_id = gone.object_id and e.path = gone.path
      and e.referenced_id = gone.referenced_id`.execute(db);
}

/**
 * Enters references that were written together with attributes. Where there is one, what it replaced, and what an earlier attempt
 * may have sent in its place, is not there.
 */
export async function saveExportedReferences(
  tx: Transaction<Database>,
  appId: string,
  entries: readonly (LedgerEntry & { readonly holds: 'one' | 'list' })[],
): Promise<void> {
  if (entries.length === 0) return;
  const single = entries.filter(({ holds }) => holds === 'one');
  if (single.length > 0)
    await sql`
    delete from exported_reference e using (select * from ${ledgerRows(single)}) written
    where e.app_id = ${appId} and e.object_id = written.object_id and e.path = written.path
      and e.referenced_id <> written.referenced_id`.execute(tx);
  await enterReferences(
    tx,
    appId,
    entries.map((entry) => ({ ...entry, isConfirmed: true })),
  );
}

interface LedgerRow {
  object_id: string;
  path: string;
  referenced_id: string;
  target_id: string;
  is_confirmed: boolean;
}

function ledgerRows(entries: readonly (LedgerEntry & { readonly isConfirmed?: boolean })[]) {
  const rows = entries.map((entry) => ({
    object_id: entry.objectId,
    path: entry.path,
    referenced_id: entry.referencedId,
    target_id: entry.targetId,
    is_confirmed: entry.isConfirmed,
  }));
  return rowsOf(rows, 'object_id text, path text, referenced_id text, target_id text, is_confirmed boolean');
}

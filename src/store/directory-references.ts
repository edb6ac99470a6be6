import { sql, type Transaction } from 'kysely';
import { markReferencesDirty } from './dirty-objects.js';
import { rowsOf } from './rows.js';
import type { Database } from './schema.js';

/** What a page says of which object names which other. */
export interface ReferencesTold {
  /** Of attributes with one value: what it is now, or null for none. */
  readonly single?: readonly {
    readonly object_id: string;
    readonly name: 'manager';
    readonly referenced_id: string | null;
  }[];
  /** Of attributes with many: what was added to it and what was taken away, each object once. */
  readonly many?: readonly {
    readonly object_id: string;
    readonly name: 'members';
    readonly referenced_id: string;
    readonly joined: boolean;
  }[];
  /** Objects that are gone for good: they name nobody, and nobody names them. */
  readonly gone?: readonly string[];
}

/** Folds what was told of references, and marks the objects whose references changed. Folding it again changes nothing. */
export async function storeReferences(
  tx: Transaction<Database>,
  { source, appId, round }: { readonly source: string; readonly appId: string; readonly round: number },
  { single = [], many = [], gone = [] }: ReferencesTold,
): Promise<void> {
  const held = [
    ...single.flatMap((told) => (told.referenced_id === null ? [] : [{ ...told, joined: true }])),
    ...many.filter(({ joined }) => joined),
  ];
  const left = many.filter(({ joined }) => !joined);
  const changed = [
    ...(await replaced(tx, source, single)),
    ...(await added(tx, source, round, held)),
    ...(await taken(tx, source, left)),
    ...(await forgotten(tx, source, gone)),
  ];
  await markReferencesDirty(tx, appId, [...new Set(changed)]);
}

/** In the place of a round: kept although readings do not show it any more, because they have not proved that it is gone. */
export const IN_DOUBT = 0;

/**
 * Drops the references of one name that a full round, read to its end, did not mention; all of them, or of `objectIds`.
 * Those in doubt stay.
 */
export async function dropUnseenReferences(
  tx: Transaction<Database>,
  { source, appId, round }: { readonly source: string; readonly appId: string; readonly round: number },
  name: 'members',
  objectIds: readonly string[] | null,
): Promise<void> {
  let unseen = tx
    .deleteFrom('directory_reference')
    .where('source', '=', source)
    .where('name', '=', name)
    .where('seen_in_round', '<', round)
    .where('seen_in_round', '<>', IN_DOUBT);
  if (objectIds !== null) unseen = unseen.where('object_id', 'in', [...objectIds]);
  const rows = await unseen.returning('object_id').execute();
  await markReferencesDirty(tx, appId, [...new Set(rows.map((row) => row.object_id))]);
}

/** Takes away what a single reference no longer is. */
async function replaced(
  tx: Transaction<Database>,
  source: string,
  rows: NonNullable<ReferencesTold['single']>,
): Promise<readonly string[]> {
  if (rows.length === 0) return [];
  const removed = await sql<{ object_id: string }>`
    delete from directory_reference d
    using (select * from ${rowsOf(rows, 'object_id text, name text, referenced_id text')}) told
    where d.source = ${source} and d.object_id = told.object_id and d.name = told.name
      and d.referenced_id is distinct from told.referenced_id
    returning d.object_id`.execute(tx);
  return removed.rows.map((row) => row.object_id);
}

async function added(
  tx: Transaction<Database>,
  source: string,
  round: number,
  rows: readonly object[],
): Promise<readonly string[]> {
  if (rows.length === 0) return [];
  const written = await sql<{ object_id: string; is_new: boolean }>`
    insert into directory_reference (source, object_id, name, referenced_id, seen_in_round)
    select distinct ${source}, object_id, name, referenced_id, ${round}::integer
    from ${rowsOf(rows, 'object_id text, name text, referenced_id text')}
    on conflict (source, object_id, name, referenced_id) do update set seen_in_round = excluded.seen_in_round
    returning object_id, xmax = 0 as is_new`.execute(tx);
  return written.rows.filter(({ is_new }) => is_new).map((row) => row.object_id);
}

async function taken(
  tx: Transaction<Database>,
  source: string,
  rows: readonly object[],
): Promise<readonly string[]> {
  if (rows.length === 0) return [];
  const removed = await sql<{ object_id: string }>`
    delete from directory_reference d
    using (select * from ${rowsOf(rows, 'object_id text, name text, referenced_id text')}) told
    where d.source = ${source} and d.object_id = told.object_id and d.name = told.name
      and d.referenced_id = told.referenced_id
    returning d.object_id`.execute(tx);
  return removed.rows.map((row) => row.object_id);
}

async function forgotten(
  tx: Transaction<Database>,
  source: string,
  gone: readonly string[],
): Promise<readonly string[]> {
  if (gone.length === 0) return [];
  const removed = await sql<{ object_id: string }>`
    delete from directory_reference d
    using (select * from ${rowsOf(
      gone.map((id) => ({ id })),
      'id text',
    )}) told
    where d.source = ${source} and (d.object_id = told.id or d.referenced_id = told.id)
    returning d.object_id`.execute(tx);
  return removed.rows.map((row) => row.object_id);
}

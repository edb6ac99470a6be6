import { sql, type RawBuilder } from 'kysely';
import type { ExportedReference } from './reference-model.js';

/** What statements about references select. */
export interface ReferenceRow {
  referenced_id: string;
  target_id: string;
  name: string | null;
}

/** The display name of the user whom a row of `table` refers to. */
export function nameOf(sourceKey: string, table: 'r' | 'e'): RawBuilder<unknown> {
  return sql`(
    select u.attributes -> 'displayName' ->> 0 from directory_user u
    where u.source = ${sourceKey} and u.object_id = ${sql.ref(`${table}.referenced_id`)})`;
}

export function toExported(row: ReferenceRow): ExportedReference {
  return { referencedId: row.referenced_id, targetId: row.target_id, name: row.name };
}

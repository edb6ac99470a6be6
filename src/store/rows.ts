import { sql, type RawBuilder } from 'kysely';

/**
 * Rows as one parameter, to be selected from: `insert … select … from ${rowsOf(rows, 'id text, name text')}`.
 * One statement takes thousands of rows without thousands of parameters.
 * @param columns names and PostgreSQL types of the rows' properties.
 */
export function rowsOf(rows: readonly object[], columns: string): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as rows(${sql.raw(columns)})`;
}

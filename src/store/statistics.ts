import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.js';

/** Tables by what is stored in them, those together that grow together. */
const TABLES = {
  directory: ['directory_user', 'directory_group', 'directory_reference'],
  readings: ['assignment_reading', 'member_reading'],
  assignments: ['assignment', 'entitlement'],
  marks: ['dirty_object', 'dirty_reference'],
  plan: ['operation'],
  written: ['link', 'exported_reference', 'dirty_reference'],
} as const;

/** From so many rows on it matters. */
const MANY = 1_000;

/**
 * What PostgreSQL chooses the ways of its queries by. It counts a table itself, but up to a minute after it has grown, and one
 * where other apps have many rows already not before a tenth has come. Until then it takes an app or a directory that is new for a
 * single row, and compares everybody with everybody.
 * @see PostgreSQL documentation, "How the Planner Uses Statistics", and `autovacuum_analyze_scale_factor`.
 */
export class Statistics {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Has tables counted at once where what somebody stored in them has become much, or has doubled. One that somebody else is
   * counting is passed over: a rehearsal keeps it locked against counting until it ends.
   * @param rows how many had been stored when this was asked before (`from`; 0 unless told), and have been by now (`to`).
   */
  async refresh(
    stored: keyof typeof TABLES,
    { from = 0, to }: { readonly from?: number; readonly to: number },
  ): Promise<void> {
    if (doublings(to) <= doublings(from)) return;
    const tables = TABLES[stored].map((name) => sql.table(name));
    await sql`analyze (skip_locked) ${sql.join(tables)}`.execute(this.#db);
  }
}

/** How often so many rows are twice as many as matter; -1 below. */
function doublings(rows: number): number {
  return rows < MANY ? -1 : Math.floor(Math.log2(rows / MANY));
}

import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.js';

/** Tables to which a first cycle adds everybody. */
const GROWING = [
  'operation',
  'link',
  'directory_reference',
  'dirty_reference',
  'exported_reference',
] as const;

/** From so many rows on it matters. */
const MANY = 1_000;

/**
 * What PostgreSQL chooses the ways of its queries by. It counts a table itself, but up to a minute after it has grown; until
 * then it takes it for as small as it was, and compares everybody with everybody.
 */
export class Statistics {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /**
   * Has the tables counted at once when as many as `rows` were added to them. One that somebody else is counting is passed over:
   * a rehearsal keeps it locked against counting until it ends.
   */
  async refreshAfter(rows: number): Promise<void> {
    if (rows < MANY) return;
    await sql`analyze (skip_locked) ${sql.join(GROWING.map((name) => sql.table(name)))}`.execute(this.#db);
  }
}

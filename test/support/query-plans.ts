import { Kysely, PostgresDialect, type CompiledQuery } from 'kysely';
import pg from 'pg';
import type { Database } from '../../src/store/schema.js';

/** PostgreSQL's plan for every statement that `act` makes, in order, with what is in the database afterwards. */
export async function plansOf(
  url: string,
  act: (db: Kysely<Database>) => Promise<void>,
): Promise<readonly string[]> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const made: CompiledQuery[] = [];
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => {
      if (query.sql.startsWith('select') || query.sql.includes('delete')) made.push(query);
    },
  });
  try {
    await act(db);
    const plans: string[] = [];
    for (const { sql, parameters } of made) {
      const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, [...parameters]);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    }
    return plans;
  } finally {
    await db.destroy();
  }
}

import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from './schema.js';

/** Between two statements of a rehearsal source and target are asked, which may take its time. In milliseconds. */
const LONGEST_PAUSE_MS = 300_000;

/**
 * Does `work` on a database in which everything happens and nothing stays: one transaction, in which what would be
 * transactions of their own take part, and which is taken back at the end, however it ends.
 */
export async function rehearse<T>(
  db: Kysely<Database>,
  work: (rehearsed: Kysely<Database>) => Promise<T>,
): Promise<T> {
  const transaction = await db.startTransaction().execute();
  try {
    await sql.raw(`set local idle_in_transaction_session_timeout = ${LONGEST_PAUSE_MS}`).execute(transaction);
    return await work(takingPartIn(transaction));
  } finally {
    await transaction.rollback().execute();
  }
}

/** The transaction, as a database of which `transaction()` begins no other one. */
function takingPartIn(transaction: Transaction<Database>): Kysely<Database> {
  const nested = {
    execute: <T>(work: (tx: Transaction<Database>) => Promise<T>): Promise<T> => work(transaction),
  };
  return new Proxy(transaction, {
    get(target, property) {
      if (property === 'transaction') return () => nested;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

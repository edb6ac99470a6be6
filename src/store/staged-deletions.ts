import { sql, type Kysely } from 'kysely';
import type { StagedDeletionsStatus } from '../../workflows/contract.js';
import type { Database } from './schema.js';

/** Deletes and disables that the deletion guard holds back, and what was answered about them. */
export class StagedDeletions {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Answers what waits since cycle `upToCycle` or longer, and marks it to be planned. @returns how many that is. */
  async answer(appId: string, answer: 'allowed' | 'rejected', upToCycle: number): Promise<number> {
    const { numAffectedRows } = await sql`
      with answered as (
        update staged_deletion set state = ${answer}
        where app_id = ${appId} and state = 'waiting' and staged_in <= ${upToCycle}
        returning object_id
      ), marked as (
        insert into dirty_object (app_id, object_id)
        select ${appId}, object_id from answered where ${answer === 'allowed'}
        on conflict do nothing
      )
      select object_id from answered`.execute(this.#db);
    return Number(numAffectedRows ?? 0n);
  }

  /** What waits; null when nothing does. */
  async status(appId: string): Promise<StagedDeletionsStatus | null> {
    const { rows } = await sql<{ waiting: number; deletes: number; since: number | null }>`
      select count(*)::int as waiting, (count(*) filter (where action = 'delete'))::int as deletes, min(staged_in) as since
      from staged_deletion where app_id = ${appId} and state = 'waiting'`.execute(this.#db);
    const [row] = rows;
    if (row === undefined || row.since === null) return null;
    return { waiting: row.waiting, deletes: row.deletes, sinceCycle: row.since };
  }
}

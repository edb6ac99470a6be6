import type { Kysely } from 'kysely';
import type { CycleAt } from './cycles.js';
import type { Database } from './schema.js';

/** Something that a cycle decided about itself and that people are to know of: never about one object's own data. */
export interface CycleEvent {
  readonly code: string;
  /** What it is about where a cycle can say the same of several: the id of a group. Empty otherwise. */
  readonly subject?: string;
  /** What happened, why, and what follows. Without names of people. */
  readonly message: string;
}

export interface RecordedCycleEvent extends Required<CycleEvent> {
  readonly id: string;
  readonly cycle: number;
  /** ISO 8601 UTC. */
  readonly occurredAt: string;
}

/** What cycles decided about themselves, newest first. */
export class CycleEvents {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Records an event once a cycle: a phase that is carried out again says nothing new. */
  async record(cycle: CycleAt, event: CycleEvent): Promise<void> {
    await recordEvent(this.#db, cycle, event);
  }

  /** @param query `order`: newest first unless told; `after`: only events that come after the one with this id in it. */
  async list(query: {
    readonly appId: string;
    readonly limit: number;
    readonly order?: 'asc' | 'desc' | undefined;
    readonly after?: string | undefined;
    readonly since?: Date | undefined;
  }): Promise<readonly RecordedCycleEvent[]> {
    const { order = 'desc', after } = query;
    let select = this.#db
      .selectFrom('cycle_event')
      .selectAll()
      .where('app_id', '=', query.appId)
      .orderBy('id', order)
      .limit(query.limit);
    if (after !== undefined) select = select.where('id', order === 'asc' ? '>' : '<', after);
    if (query.since !== undefined) select = select.where('occurred_at', '>=', query.since);
    const rows = await select.execute();
    return rows.map((row) => ({
      id: row.id,
      cycle: row.cycle_number,
      occurredAt: row.occurred_at.toISOString(),
      code: row.code,
      subject: row.subject,
      message: row.message,
    }));
  }
}

/** Records an event once a cycle, together with what it is about. */
export async function recordEvent(
  db: Kysely<Database>,
  { appId, number, now }: CycleAt,
  { code, subject = '', message }: CycleEvent,
): Promise<void> {
  await db
    .insertInto('cycle_event')
    .values({ app_id: appId, cycle_number: number, occurred_at: now, code, subject, message })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

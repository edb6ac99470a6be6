import { isDeepStrictEqual } from 'node:util';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema.js';

/** Where reading a change feed goes on. */
export interface FeedPosition {
  readonly round: number;
  /** True when this round reads everything, so that its end shows who is missing. */
  readonly isFull: boolean;
  readonly continueAt: string | null;
}

/** How far the reading of one kind of object got: rounds, and pages within a round. */
export class Feed {
  readonly #db: Kysely<Database>;
  readonly #name: string;

  /** @param name tells a source's feeds apart: `users`, `groups`. */
  constructor(db: Kysely<Database>, name: string) {
    this.#db = db;
    this.#name = name;
  }

  /**
   * Opens a round of reading, or the one that was interrupted. A round is full when there is no position to go on from,
   * or when something else is wanted than the position was issued for.
   */
  async openRound(source: string, wanted: readonly string[]): Promise<FeedPosition> {
    return this.#db.transaction().execute(async (tx) => {
      const feed = await this.#locked(tx, source).executeTakeFirst();
      if (feed === undefined || !isDeepStrictEqual(feed.attributes, [...wanted]))
        return this.#beginRound(tx, source, wanted, (feed?.round ?? 0) + 1, null);
      if (feed.is_complete) return this.#beginRound(tx, source, wanted, feed.round + 1, feed.continue_at);
      return { round: feed.round, isFull: feed.is_full, continueAt: feed.continue_at };
    });
  }

  /** Gives the open round up and begins another: from its first position, or as a full read at `resumeAt`. */
  async restartRound(
    source: string,
    restart: 'round' | 'everything',
    resumeAt: string | null,
  ): Promise<FeedPosition> {
    return this.#db.transaction().execute(async (tx) => {
      const feed = await this.#locked(tx, source).executeTakeFirstOrThrow();
      const from = restart === 'round' ? feed.round_began_at_position : resumeAt;
      const isFull = restart === 'everything' || feed.is_full;
      return this.#beginRound(tx, source, feed.attributes, feed.round + 1, from, isFull);
    });
  }

  /** Ends the round: the next one begins where it stopped. */
  async completeRound(source: string): Promise<void> {
    await this.#db
      .updateTable('feed')
      .set({ is_complete: true, updated_at: new Date() })
      .where('source', '=', source)
      .where('name', '=', this.#name)
      .execute();
  }

  /** Stores the position after a page, in the transaction that stores the page. */
  async advance(tx: Transaction<Database>, source: string, continueAt: string): Promise<void> {
    await tx
      .updateTable('feed')
      .set({ continue_at: continueAt, updated_at: new Date() })
      .where('source', '=', source)
      .where('name', '=', this.#name)
      .execute();
  }

  /** The newest round, held until the transaction ends. Where nothing was read yet, one begins in which everything is. */
  async currentRound(tx: Transaction<Database>, source: string): Promise<number> {
    const feed = await this.#locked(tx, source).executeTakeFirst();
    return (feed ?? (await this.#beginRound(tx, source, [], 1, null))).round;
  }

  #locked(tx: Transaction<Database>, source: string) {
    return tx
      .selectFrom('feed')
      .selectAll()
      .where('source', '=', source)
      .where('name', '=', this.#name)
      .forUpdate();
  }

  async #beginRound(
    tx: Transaction<Database>,
    source: string,
    wanted: readonly string[],
    round: number,
    from: string | null,
    isFull = from === null,
  ): Promise<FeedPosition> {
    const row = {
      attributes: [...wanted],
      round,
      is_full: isFull,
      round_began_at_position: from,
      continue_at: from,
      is_complete: false,
      updated_at: new Date(),
    };
    await tx
      .insertInto('feed')
      .values({ source, name: this.#name, ...row })
      .onConflict((conflict) => conflict.columns(['source', 'name']).doUpdateSet(row))
      .execute();
    return { round, isFull, continueAt: from };
  }
}

/** Forgets the positions of all feeds: the next rounds read everything. What is known of the objects stays. */
export async function forgetPositions(db: Kysely<Database>, source: string): Promise<void> {
  await db
    .updateTable('feed')
    .set({ attributes: [], updated_at: new Date() })
    .where('source', '=', source)
    .execute();
}

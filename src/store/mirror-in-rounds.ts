import type { Kysely, Transaction } from 'kysely';
import { Feed, type FeedPosition } from './feeds.js';
import type { Database } from './schema.js';

/** One kind of object of the directory as last read, and how far the reading got. */
export abstract class MirrorInRounds<Fact> {
  protected readonly db: Kysely<Database>;
  protected readonly feed: Feed;

  /** @param feedName tells a source's feeds apart: `users`, `groups`. */
  protected constructor(db: Kysely<Database>, feedName: string) {
    this.db = db;
    this.feed = new Feed(db, feedName);
  }

  /** @see Feed.openRound; what is wanted are attributes and, where not everything is read, the ids of what is. */
  openRound(source: string, wanted: readonly string[]): Promise<FeedPosition> {
    return this.feed.openRound(source, wanted);
  }

  /** @see Feed.restartRound */
  restartRound(
    source: string,
    restart: 'round' | 'everything',
    resumeAt: string | null,
  ): Promise<FeedPosition> {
    return this.feed.restartRound(source, restart, resumeAt);
  }

  /**
   * Folds one page: new facts into the mirror, what really changed into the dirty sets, the position after it, all or
   * nothing. Folding a page again changes nothing.
   * @returns how many objects changed.
   */
  async fold(
    source: string,
    appId: string,
    page: { readonly round: number; readonly facts: readonly Fact[]; readonly continueAt: string },
  ): Promise<number> {
    return this.db.transaction().execute(async (tx) => {
      // Before the objects, as whoever corrects them: two who wait for each other would never end.
      await this.feed.currentRound(tx, source);
      const changed = await this.apply(tx, source, appId, page.facts, page.round);
      await this.feed.advance(tx, source, page.continueAt);
      return changed;
    });
  }

  /** Facts learnt outside the feed; they count as told in its newest round. */
  async correct(source: string, appId: string, facts: readonly Fact[]): Promise<number> {
    return this.db.transaction().execute(async (tx) => {
      const round = await this.feed.currentRound(tx, source);
      return this.apply(tx, source, appId, facts, round);
    });
  }

  /** Number of the newest round. */
  async currentRound(source: string): Promise<number> {
    return this.db.transaction().execute((tx) => this.feed.currentRound(tx, source));
  }

  /** Stores facts and marks what they changed. @returns how many objects changed. */
  protected abstract apply(
    tx: Transaction<Database>,
    source: string,
    appId: string,
    facts: readonly Fact[],
    round: number,
  ): Promise<number>;
}

import type { LogQuery } from './log-client.js';
import type { LogLine } from './log-line.js';

const REMEMBERED = 10_000;

/** A list of the log that is asked again and again. Each line is news once. */
export class LogFeed {
  readonly #read: (query: LogQuery) => Promise<readonly LogLine[]>;
  readonly #query: LogQuery;
  readonly #seen = new Set<string>();
  #since: string | undefined;
  #limit: number;
  /** Lines of one moment that the first look left out are no news at the second. */
  #cutAt: string | undefined;

  constructor(read: (query: LogQuery) => Promise<readonly LogLine[]>, query: LogQuery) {
    this.#read = read;
    this.#query = query;
    this.#since = query.since;
    this.#limit = query.limit;
  }

  /** What there is now, oldest first, with what was there before; `news` tells them apart. */
  read(): Promise<readonly LogLine[]> {
    const since = this.#since === undefined ? {} : { since: this.#since };
    return this.#read({ ...this.#query, limit: this.#limit, ...since });
  }

  /** Of the lines that were read, those that are new. */
  news(lines: readonly LogLine[]): readonly LogLine[] {
    const news = lines.filter(({ id, at }) => !this.#seen.has(id) && at !== this.#cutAt);
    for (const { id } of news) this.#seen.add(id);
    // Several lines share a moment: the newest is asked for again, and recognised.
    this.#since = lines.reduce(
      (latest, { at }) => (latest === undefined || at > latest ? at : latest),
      this.#since,
    );
    if (this.#limit === this.#query.limit && lines.length === this.#limit) this.#cutAt = this.#since;
    // What had no line at the first look must not be cut off at the next.
    if (this.#since !== undefined) this.#limit = Math.max(this.#query.limit, REMEMBERED);
    this.#forget();
    return news;
  }

  #forget(): void {
    for (const id of this.#seen) {
      if (this.#seen.size <= REMEMBERED) return;
      this.#seen.delete(id);
    }
  }
}

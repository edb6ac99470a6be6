const WINDOW_MS = 1_000;

/** A strict limit: in no second, wherever it begins, are more requests let through than allowed. */
export class RateLimit {
  /** When the latest requests were let through, a ring of as many as are allowed. */
  readonly #letThroughAt: Float64Array;
  #oldest = 0;

  constructor(requestsPerSecond: number) {
    this.#letThroughAt = new Float64Array(requestsPerSecond).fill(-Infinity);
  }

  /** @returns 0 when the request is let through, or how long until the next one would be. */
  waitMs(now: number): number {
    const leavesAt = (this.#letThroughAt[this.#oldest] ?? 0) + WINDOW_MS;
    if (leavesAt > now) return leavesAt - now;
    this.#letThroughAt[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.#letThroughAt.length;
    return 0;
  }
}

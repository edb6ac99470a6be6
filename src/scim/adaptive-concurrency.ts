import { LatencyWatch } from './latency-watch.js';

/** So many failures in a row are the target's: one object fails alone, and others succeed between. */
const FAILURES_IN_A_ROW = 3;
/** After so many successes in a row one more request may be in flight than the target was known to bear. */
const SUCCESSES_TO_RECOVER = 20;

/**
 * How many requests may be in flight at once: as many as the target bears. A target that refuses them for their number gets half as
 * many, one where they wait as many as would be under way without waiting, and one more after every few successes; one that fails as a
 * whole gets fewer and fewer, down to one, and each success admits one more, which doubles them from round to round, up to where it was.
 * @see RFC 5681, section 3.1, slow start and congestion avoidance.
 */
export class AdaptiveConcurrency {
  readonly #most: number;
  readonly #latency = new LatencyWatch();
  #limit: number;
  /** How many the target bore, as far as is known. */
  #bearable: number;
  /** How many it bore before fewer were tried, because answers took longer. */
  #before: number;
  #failures = 0;
  #successes = 0;

  /** @param most requests in flight, at the best. */
  constructor(most: number) {
    this.#most = most;
    this.#limit = most;
    this.#bearable = most;
    this.#before = most;
  }

  /** How many requests may be in flight now. */
  get limit(): number {
    return this.#limit;
  }

  /** The target refuses requests, and not because of their rate. */
  refused(): void {
    this.#halve();
    this.#bearable = this.#limit;
  }

  /** The target was not reached, did not answer, or answered with an error of its own. @returns whether it seems to be down. */
  failed(): boolean {
    this.#failures += 1;
    if (this.#failures < FAILURES_IN_A_ROW) return false;
    this.#halve();
    return this.#limit === 1;
  }

  /**
   * The target answered.
   * @param tookMs how long it took, where that tells something.
   */
  succeeded(tookMs?: number): void {
    this.#failures = 0;
    if (tookMs !== undefined) this.#weigh(tookMs);
    if (this.#limit === this.#most) return;
    if (this.#limit < this.#bearable) {
      this.#limit += 1;
      return;
    }
    this.#successes += 1;
    if (this.#successes < SUCCESSES_TO_RECOVER) return;
    this.#successes = 0;
    this.#limit += 1;
    this.#bearable = this.#limit;
  }

  #weigh(tookMs: number): void {
    const finding = this.#latency.answered(tookMs, { limit: this.#limit, most: this.#most });
    if (finding?.type === 'queueing') {
      this.#before = this.#bearable;
      this.#limit = Math.min(this.#limit, finding.bearable);
      this.#bearable = this.#limit;
      this.#successes = 0;
    } else if (finding?.type === 'slow') this.#bearable = Math.max(this.#bearable, this.#before);
  }

  #halve(): void {
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#successes = 0;
  }
}

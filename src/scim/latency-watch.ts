/** So many answers are judged together, by the one in the middle: a few slow ones say nothing. */
const BATCH = 32;
/** So many times as long as usual is long. */
const LONG = 1.7;
/** More than what would be under way without any waiting, so that the target never runs dry. */
const IN_RESERVE = 1.25;
/** Differences below this, in milliseconds, are the network's and ours. */
const NOTABLE_MS = 20;
/** How fast what is usual follows when answers take longer, while nothing is suspected. */
const FOLLOWING = 0.02;

/**
 * `queueing`: answers take so much longer than usual that requests seem to wait at the target, and no more than `bearable` would be
 * under way without it. `slow`: with fewer in flight they took as long, so the target is slower by itself, or is asked for
 * something else.
 */
export type LatencyFinding =
  { readonly type: 'queueing'; readonly bearable: number } | { readonly type: 'slow' };

/**
 * Tells from how long answers take whether requests wait at the target. A suspicion is tried out: where fewer in flight are
 * not answered sooner, the target does not queue.
 * @see Netflix, concurrency-limits, "Gradient2"; Brakmo and Peterson, "TCP Vegas".
 */
export class LatencyWatch {
  readonly #batch: number[] = [];
  #usualMs = Number.POSITIVE_INFINITY;
  /** What answers may take where fewer in flight, as are tried, help at least by half as much as where all the time is waiting. */
  #expectedMs: number | null = null;
  /** Answers to what was sent before the trial. */
  #toSkip = 0;

  /** @param limit how many may be in flight; `most`, at the best. */
  answered(
    tookMs: number,
    { limit, most }: { readonly limit: number; readonly most: number },
  ): LatencyFinding | null {
    if (this.#toSkip > 0) {
      this.#toSkip -= 1;
      return null;
    }
    this.#batch.push(tookMs);
    if (this.#batch.length < BATCH) return null;
    const middleMs = this.#batch.sort((a, b) => a - b)[BATCH / 2] ?? tookMs;
    this.#batch.length = 0;
    return this.#judge(middleMs, limit, most);
  }

  #judge(middleMs: number, limit: number, most: number): LatencyFinding | null {
    const expectedMs = this.#expectedMs;
    this.#expectedMs = null;
    if (expectedMs !== null && middleMs > expectedMs) {
      this.#usualMs = middleMs;
      return { type: 'slow' };
    }
    if (limit > 1 && middleMs > this.#usualMs * LONG && middleMs - this.#usualMs > NOTABLE_MS) {
      const bearable = Math.ceil((limit * this.#usualMs * IN_RESERVE) / middleMs);
      this.#expectedMs = (middleMs * (1 + bearable / limit)) / 2;
      this.#toSkip = limit;
      return { type: 'queueing', bearable };
    }
    if (middleMs <= this.#usualMs) this.#usualMs = middleMs;
    else if (limit === most) this.#usualMs += (middleMs - this.#usualMs) * FOLLOWING;
    return null;
  }
}

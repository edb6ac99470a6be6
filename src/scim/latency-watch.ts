/** So many answers are judged together, by the one in the middle: a few slow ones say nothing. */
const BATCH = 32;
/** So many times as long as usual is long. */
const LONG = 2;
/** Differences below this, in milliseconds, are the network's and ours. */
const NOTABLE_MS = 10;
/** Fewer in flight helped when answers take no more than this part of the time they took. */
const HELPED = 0.75;
/** How fast what is usual follows when answers take longer. */
const FOLLOWING = 0.02;

/**
 * `queueing`: answers take so much longer than usual that requests seem to wait at the target. `slow`: with fewer in flight they
 * took as long, so the target is slower by itself, or is asked for something else.
 */
export type LatencyFinding = 'queueing' | 'slow' | null;

/**
 * Tells from how long answers take whether requests wait at the target. A suspicion is tried out: where fewer in flight are
 * not answered sooner, the target does not queue.
 * @see Netflix, concurrency-limits, "Gradient2"; Brakmo and Peterson, "TCP Vegas".
 */
export class LatencyWatch {
  readonly #batch: number[] = [];
  #usualMs = Number.POSITIVE_INFINITY;
  /** How long answers took when fewer in flight were tried. */
  #triedAtMs: number | null = null;
  /** Answers to what was sent before the trial. */
  #toSkip = 0;

  /** @param limit how many may be in flight. */
  answered(tookMs: number, limit: number): LatencyFinding {
    if (this.#toSkip > 0) {
      this.#toSkip -= 1;
      return null;
    }
    this.#batch.push(tookMs);
    if (this.#batch.length < BATCH) return null;
    const middleMs = this.#batch.sort((a, b) => a - b)[BATCH / 2] ?? tookMs;
    this.#batch.length = 0;
    return this.#judge(middleMs, limit);
  }

  #judge(middleMs: number, limit: number): LatencyFinding {
    const triedAtMs = this.#triedAtMs;
    this.#triedAtMs = null;
    if (triedAtMs !== null && middleMs > triedAtMs * HELPED) {
      this.#usualMs = middleMs;
      return 'slow';
    }
    if (limit > 1 && middleMs > this.#usualMs * LONG && middleMs - this.#usualMs > NOTABLE_MS) {
      this.#triedAtMs = middleMs;
      this.#toSkip = limit;
      return 'queueing';
    }
    const isLonger = middleMs > this.#usualMs;
    this.#usualMs = isLonger ? this.#usualMs + (middleMs - this.#usualMs) * FOLLOWING : middleMs;
    return null;
  }
}

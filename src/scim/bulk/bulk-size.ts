/** As many tell what a target understands, and cost little where it does not. */
const FIRST = 20;
const MOST = 500;
/** An answer that takes longer is in danger of being lost, and holds up a pause. */
const LONGEST_ANSWER_MS = 3_000;

/** How many operations go in one bulk request: as many as the target takes, and answers in good time. */
export class BulkSize {
  #most: number;
  #now: number;

  /** @param maxOperations as the target says. */
  constructor(maxOperations: number) {
    this.#most = Math.min(MOST, maxOperations);
    this.#now = Math.min(FIRST, this.#most);
  }

  /** Operations of the next request. */
  get operations(): number {
    return this.#now;
  }

  /** What a request may come to at the best. */
  get most(): number {
    return this.#most;
  }

  /** @param tookMs from sending the request to its answer. */
  answered(operations: number, tookMs: number): void {
    const inTime = Math.floor((operations * LONGEST_ANSWER_MS) / Math.max(1, tookMs));
    this.#now = Math.min(this.#most, Math.max(FIRST, inTime));
  }

  /** The target refused a request for its size, or did not get it done in time. */
  tooMany(operations: number): void {
    this.#most = Math.min(this.#most, Math.floor(operations / 2));
    this.#now = Math.min(this.#now, this.#most);
  }
}

/** Steps of the compiled pattern times characters that are passed over, at worst: about 250 ms. */
const STEPS = 10_000_000;
/** In the engine that is stopped by the clock. */
export const TIME_MS = 250;

/** What a regular expression may still cost; given along for one text after another, it bounds a whole list. */
export class Effort {
  #steps = STEPS;
  #timeMs = TIME_MS;

  /** Whole milliseconds, at least one. */
  get timeMs(): number {
    return Math.max(1, Math.ceil(this.#timeMs));
  }

  /** False when there are not so many left. */
  spendSteps(count: number): boolean {
    this.#steps -= count;
    return this.#steps >= 0;
  }

  spendTime(milliseconds: number): void {
    this.#timeMs -= milliseconds;
  }
}

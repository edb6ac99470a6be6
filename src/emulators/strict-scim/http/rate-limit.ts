import type { Switches } from '../switches.js';

/** A bucket of requests that fills up again at a steady rate. */
export class RateLimit {
  readonly #rate: Switches['rate'];
  #left: number;
  #filledAt = performance.now();

  constructor(rate: Switches['rate']) {
    this.#rate = rate;
    this.#left = rate?.burst ?? 0;
  }

  /** Takes a request out of the bucket and returns 0, or says in how many whole seconds there will be one. */
  secondsToWait(): number {
    if (this.#rate === null) return 0;
    const now = performance.now();
    const refilled = ((now - this.#filledAt) / 1000) * this.#rate.perSecond;
    this.#left = Math.min(this.#rate.burst, this.#left + refilled);
    this.#filledAt = now;
    if (this.#left < 1) return Math.max(1, Math.ceil((1 - this.#left) / this.#rate.perSecond));
    this.#left -= 1;
    return 0;
  }
}

import type { GovernorClock } from '../../../src/scim/governor-clock.js';

/** Time that passes only when nobody has anything left to do. Timers are late, by up to `lateMs`, as real ones are. */
export class VirtualTime implements GovernorClock {
  readonly #random: () => number;
  readonly #lateMs: number;
  #events: { readonly at: number; readonly happen: () => void }[] = [];
  #now = 0;

  constructor(random: () => number, lateMs = 1.5) {
    this.#random = random;
    this.#lateMs = lateMs;
  }

  now(): number {
    return this.#now;
  }

  wakeAfter(afterMs: number, wake: () => void): () => void {
    let isCancelled = false;
    this.#at(Math.ceil(afterMs) + this.#random() * this.#lateMs, () => {
      if (!isCancelled) wake();
    });
    return () => {
      isCancelled = true;
    };
  }

  /** Resolves after so much of it. */
  pass(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#at(ms, resolve);
    });
  }

  /** Lets time pass until `work` has ended. */
  async until<T>(work: Promise<T>): Promise<T> {
    const settled = new Set<unknown>();
    const settle = (): void => void settled.add(work);
    work.then(settle, settle);
    for (;;) {
      await new Promise(setImmediate);
      if (settled.has(work)) return work;
      const event = this.#events.shift();
      if (event === undefined) throw new Error('Nothing happens any more.');
      this.#now = event.at;
      event.happen();
    }
  }

  #at(afterMs: number, happen: () => void): void {
    const at = this.#now + afterMs;
    let place = this.#events.length;
    while (place > 0 && (this.#events[place - 1]?.at ?? 0) > at) place -= 1;
    this.#events.splice(place, 0, { at, happen });
  }
}

/** The same numbers from 0 to 1 each time. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

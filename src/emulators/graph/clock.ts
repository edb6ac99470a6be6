/** The emulator's own time: a base clock that an operator may shift, so that a week passes in a moment. */
export class Clock {
  readonly #base: () => number;
  #offsetMs = 0;

  constructor(base: () => number) {
    this.#base = base;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#base() + this.#offsetMs;
  }

  /** ISO 8601, UTC, whole seconds: Graph's spelling of dates. */
  timestamp(): string {
    return new Date(this.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  advance(ms: number): void {
    this.#offsetMs += ms;
  }

  set(to: number): void {
    this.#offsetMs = to - this.#base();
  }

  reset(): void {
    this.#offsetMs = 0;
  }
}

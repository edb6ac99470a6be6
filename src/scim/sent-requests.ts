const PART_MS = 100;
const PARTS = 10;

/** What was sent in about the last second, and what of it was accepted. */
export interface SendingFigures {
  readonly sentPerSecond: number;
  readonly acceptedPerSecond: number;
  /** Whether nothing was ever refused before. */
  readonly isFirst: boolean;
}

/** Counts requests in tenths of a second, and remembers the last ten of them. */
export class SentRequests {
  readonly #sent = new Array<number>(PARTS).fill(0);
  readonly #accepted = new Array<number>(PARTS).fill(0);
  #part = 0;
  #startedAt: number | null = null;
  #isFirst = true;

  /** Whether something was sent since the last pause. */
  get hasBegun(): boolean {
    return this.#startedAt !== null;
  }

  sent(now: number): void {
    this.#startedAt ??= now;
    this.#turn(now);
    this.#count(this.#sent);
  }

  accepted(now: number): void {
    this.#turn(now);
    this.#count(this.#accepted);
  }

  figures(now: number): SendingFigures {
    this.#turn(now);
    const elapsedMs = now - (this.#startedAt ?? now);
    // Nothing came before the first second: what was sent in a part of it is all of it.
    const seconds = elapsedMs < 1_000 ? 1 : ((PARTS - 1) * PART_MS + (now % PART_MS)) / 1_000;
    return {
      sentPerSecond: sum(this.#sent) / seconds,
      acceptedPerSecond: sum(this.#accepted) / seconds,
      isFirst: this.#isFirst,
    };
  }

  /** Begins anew after a pause. */
  restart(): void {
    this.#startedAt = null;
    this.#isFirst = false;
    this.#sent.fill(0);
    this.#accepted.fill(0);
  }

  #count(parts: number[]): void {
    const place = this.#part % PARTS;
    parts[place] = (parts[place] ?? 0) + 1;
  }

  #turn(now: number): void {
    const part = Math.floor(now / PART_MS);
    for (let next = Math.max(this.#part + 1, part - PARTS + 1); next <= part; next += 1) {
      this.#sent[next % PARTS] = 0;
      this.#accepted[next % PARTS] = 0;
    }
    this.#part = Math.max(this.#part, part);
  }
}

function sum(parts: readonly number[]): number {
  return parts.reduce((total, count) => total + count, 0);
}

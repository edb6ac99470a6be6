/** What reached the target since the last time somebody asked. Times are milliseconds of the target's own clock. */
export interface Requests {
  readonly total: number;
  readonly byMethod: Readonly<Record<string, number>>;
  /** From the arrival of the first POST to the end of the answer to the last; null without any. */
  readonly postsTookMs: number | null;
}

export class Tally {
  #byMethod = new Map<string, number>();
  #firstPostAt: number | null = null;
  #lastPostAt: number | null = null;

  arrived(method: string): void {
    this.#byMethod.set(method, (this.#byMethod.get(method) ?? 0) + 1);
    if (method === 'POST') this.#firstPostAt ??= performance.now();
  }

  answered(method: string): void {
    if (method === 'POST') this.#lastPostAt = performance.now();
  }

  /** Tells, and begins anew. */
  take(): Requests {
    const byMethod = Object.fromEntries(this.#byMethod);
    const total = [...this.#byMethod.values()].reduce((sum, count) => sum + count, 0);
    const hasPosts = this.#firstPostAt !== null && this.#lastPostAt !== null;
    const postsTookMs = hasPosts ? (this.#lastPostAt ?? 0) - (this.#firstPostAt ?? 0) : null;
    this.#byMethod = new Map();
    this.#firstPostAt = null;
    this.#lastPostAt = null;
    return { total, byMethod, postsTookMs };
  }
}

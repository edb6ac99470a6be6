/** What reached the target since the last time somebody asked. Times are milliseconds of the target's own clock. */
export interface Requests {
  readonly total: number;
  /** `POST`, `PATCH`, `GET list`, `POST Bulk` and so on; those answered with 429 included. */
  readonly byKind: Readonly<Record<string, number>>;
  /** Answered with 429. */
  readonly throttled: number;
  /** Resources that were to be created, by a request of their own or within a Bulk; those answered with 429 are not counted. */
  readonly creations: number;
  /** From the arrival of the first POST to the end of the answer to the last that was not a 429; null without any. */
  readonly posts: { readonly firstAt: number; readonly lastAt: number } | null;
}

export class Tally {
  #byKind = new Map<string, number>();
  #throttled = 0;
  #creations = 0;
  #firstPostAt: number | null = null;
  #lastPostAt: number | null = null;

  /** @returns its kind. */
  arrived(method: string, path: string): string {
    const kind = kindOf(method, path);
    this.#byKind.set(kind, (this.#byKind.get(kind) ?? 0) + 1);
    if (method === 'POST') this.#firstPostAt ??= performance.now();
    return kind;
  }

  throttled(): void {
    this.#throttled += 1;
  }

  toCreate(count: number): void {
    this.#creations += count;
  }

  answered(method: string): void {
    if (method === 'POST') this.#lastPostAt = performance.now();
  }

  /** Tells, and begins anew. */
  take(): Requests {
    const posts =
      this.#firstPostAt === null || this.#lastPostAt === null
        ? null
        : { firstAt: this.#firstPostAt, lastAt: this.#lastPostAt };
    const taken = {
      total: [...this.#byKind.values()].reduce((sum, count) => sum + count, 0),
      byKind: Object.fromEntries(this.#byKind),
      throttled: this.#throttled,
      creations: this.#creations,
      posts,
    };
    this.#byKind = new Map();
    this.#throttled = 0;
    this.#creations = 0;
    this.#firstPostAt = null;
    this.#lastPostAt = null;
    return taken;
  }
}

function kindOf(method: string, path: string): string {
  if (path === '/Bulk') return `${method} Bulk`;
  if (method !== 'GET') return method;
  const [, collection = '', id] = path.split('/');
  if (!/^(Users|Groups)$/.test(collection)) return 'GET about the target';
  return id === undefined ? 'GET list' : 'GET one';
}

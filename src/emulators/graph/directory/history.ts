export type ChangeEvent = 'created' | 'changed' | 'deleted' | 'restored' | 'purged';

/** One object as one change left it. */
export interface Version<T> {
  readonly seq: number;
  readonly event: ChangeEvent;
  /** Names of the properties and relations that differ from the version before. */
  readonly changed: readonly string[];
  readonly record: T;
  /** The version before, of the same object. */
  readonly previous: Version<T> | null;
}

/** Every version of every object of one kind, in the order of change. Append-only: old readers keep their ground. */
export class History<T extends { readonly id: string }> {
  readonly #versions: Version<T>[] = [];
  readonly #latest = new Map<string, Version<T>>();

  append(seq: number, event: ChangeEvent, changed: readonly string[], record: T): void {
    const version = { seq, event, changed, record, previous: this.#latest.get(record.id) ?? null };
    this.#versions.push(version);
    this.#latest.set(record.id, version);
  }

  get length(): number {
    return this.#versions.length;
  }

  at(index: number): Version<T> | undefined {
    return this.#versions[index];
  }

  latest(id: string): T | undefined {
    return this.#latest.get(id)?.record;
  }

  /** Each object once, as it is now, in the order of creation. */
  *objects(): Generator<T> {
    for (const version of this.#latest.values()) yield version.record;
  }

  /** The object as it was after change `seq`; `null` when it did not exist yet. */
  asOf(id: string, seq: number): Version<T> | null {
    let version = this.#latest.get(id) ?? null;
    while (version !== null && version.seq > seq) version = version.previous;
    return version;
  }

  /** The index of the first version later than `seq`. */
  indexAfter(seq: number): number {
    let low = 0;
    let high = this.#versions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#versions[middle]?.seq ?? Infinity) <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

import type { StoredResource } from './stored-resource.js';

interface Shadow {
  /** What readers still see; undefined: nothing. */
  readonly before: StoredResource | undefined;
  readsLeft: number;
}

/** Resources of one type in memory, in the order of their creation, found by id or by some of their values. */
export class ResourceStore {
  readonly #resources = new Map<string, StoredResource>();
  readonly #idsByKey = new Map<string, Set<string>>();
  readonly #shadows = new Map<string, Shadow>();
  readonly #keysOf: (resource: StoredResource) => readonly string[];

  /** @param keysOf what a resource is to be found by. */
  constructor(keysOf: (resource: StoredResource) => readonly string[]) {
    this.#keysOf = keysOf;
  }

  all(): readonly StoredResource[] {
    return [...this.#resources.values()];
  }

  get(id: string): StoredResource | undefined {
    return this.#resources.get(id);
  }

  withKey(key: string): readonly StoredResource[] {
    return [...(this.#idsByKey.get(key) ?? [])].flatMap((id) => this.#resources.get(id) ?? []);
  }

  /** What a reader finds: as `get`, unless the last write shows late. */
  seen(id: string): StoredResource | undefined {
    const shadow = this.#shadows.get(id);
    return shadow === undefined ? this.#resources.get(id) : shadow.before;
  }

  /** What a reader finds: as `all`, unless writes show late. */
  seenAll(): readonly StoredResource[] {
    if (this.#shadows.size === 0) return this.all();
    const deleted = [...this.#shadows.keys()].filter((id) => !this.#resources.has(id));
    return [...this.#resources.keys(), ...deleted].flatMap((id) => this.seen(id) ?? []);
  }

  /** What a reader finds by a key. */
  seenWithKey(key: string): readonly StoredResource[] {
    if (this.#shadows.size === 0) return this.withKey(key);
    return this.seenAll().filter((resource) => this.#keysOf(resource).includes(key));
  }

  put(resource: StoredResource): void {
    this.#forgetKeys(resource.id);
    for (const key of this.#keysOf(resource)) {
      const ids = this.#idsByKey.get(key) ?? new Set();
      this.#idsByKey.set(key, ids.add(resource.id));
    }
    this.#resources.set(resource.id, resource);
  }

  delete(id: string): void {
    this.#forgetKeys(id);
    this.#resources.delete(id);
  }

  /** Lets the next `reads` readers find what was there before the last write. */
  showLate(id: string, before: StoredResource | undefined, reads: number): void {
    this.#shadows.set(id, { before, readsLeft: reads });
  }

  /** Says that somebody has read: what shows late comes nearer. */
  wasRead(): void {
    for (const [id, shadow] of this.#shadows) {
      shadow.readsLeft -= 1;
      if (shadow.readsLeft <= 0) this.#shadows.delete(id);
    }
  }

  #forgetKeys(id: string): void {
    const previous = this.#resources.get(id);
    if (previous === undefined) return;
    for (const key of this.#keysOf(previous)) {
      const ids = this.#idsByKey.get(key);
      ids?.delete(id);
      if (ids?.size === 0) this.#idsByKey.delete(key);
    }
  }
}

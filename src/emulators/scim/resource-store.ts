import { randomUUID } from 'node:crypto';

/** A resource as it was sent, with the attributes that only a server sets. */
export interface StoredResource {
  readonly id: string;
  readonly meta: { readonly created: string; readonly lastModified: string };
  readonly [attribute: string]: unknown;
}

/** Another resource has the value that must be unique. */
export class NotUnique extends Error {
  override readonly name = 'NotUnique';
}

/** Resources of one type in memory, in the order of their creation, one attribute unique without regard to case. */
export class ResourceStore {
  readonly #uniqueAttribute: string | null;
  readonly #resources = new Map<string, StoredResource>();
  readonly #idsByUniqueValue = new Map<string, string>();

  constructor(uniqueAttribute: string | null) {
    this.#uniqueAttribute = uniqueAttribute;
  }

  get size(): number {
    return this.#resources.size;
  }

  all(): readonly StoredResource[] {
    return [...this.#resources.values()];
  }

  get(id: string): StoredResource | undefined {
    return this.#resources.get(id);
  }

  /** @throws {NotUnique} */
  create(attributes: object): StoredResource {
    return this.#put(randomUUID(), new Date().toISOString(), attributes);
  }

  /** Undefined when there is no such resource. @throws {NotUnique} */
  replace(id: string, attributes: object): StoredResource | undefined {
    const existing = this.#resources.get(id);
    return existing === undefined ? undefined : this.#put(id, existing.meta.created, attributes);
  }

  delete(id: string): boolean {
    const existing = this.#resources.get(id);
    if (existing === undefined) return false;
    this.#release(existing);
    return this.#resources.delete(id);
  }

  #put(id: string, created: string, attributes: object): StoredResource {
    const lastModified = new Date().toISOString();
    const plain = JSON.parse(JSON.stringify(attributes)) as Record<string, unknown>;
    const resource: StoredResource = { ...plain, id, meta: { created, lastModified } };
    const uniqueValue = this.#uniqueValueOf(resource);
    const holder = uniqueValue === undefined ? undefined : this.#idsByUniqueValue.get(uniqueValue);
    if (holder !== undefined && holder !== id) {
      throw new NotUnique(`${String(this.#uniqueAttribute)} is taken by another resource.`);
    }
    const previous = this.#resources.get(id);
    if (previous !== undefined) this.#release(previous);
    if (uniqueValue !== undefined) this.#idsByUniqueValue.set(uniqueValue, id);
    this.#resources.set(id, resource);
    return resource;
  }

  #release(resource: StoredResource): void {
    const uniqueValue = this.#uniqueValueOf(resource);
    if (uniqueValue !== undefined) this.#idsByUniqueValue.delete(uniqueValue);
  }

  #uniqueValueOf(resource: StoredResource): string | undefined {
    const value = this.#uniqueAttribute === null ? undefined : resource[this.#uniqueAttribute];
    return typeof value === 'string' ? value.toLowerCase() : undefined;
  }
}

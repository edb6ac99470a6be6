import { hash } from 'node:crypto';

/** Bytes of a key's SHA-256 that are kept: one in 10^13 keys is taken for one of a million others. */
export const DIGEST_BYTES = 8;

const FREE = 0;
const KNOWN = 1;
const SEEN = 2;
/** Kept at most so full; searching takes longer the fuller it is. */
const MAX_LOAD = 0.7;
const MIN_SLOTS = 16;

/**
 * Keys that were known before a list was read, and which of them the reading has shown. It holds digests, about 20 bytes for a
 * key, so that a list of any length is compared in memory and only what differs is written.
 */
export class KnownKeys {
  #slots = new Uint8Array(MIN_SLOTS);
  /** Two halves of each slot's digest. */
  #halves = new Uint32Array(2 * MIN_SLOTS);
  #size = 0;
  #seen = 0;

  /** How many keys were known. */
  get size(): number {
    return this.#size;
  }

  /** How many of them were seen, each counted once. */
  get seen(): number {
    return this.#seen;
  }

  /** Adds keys, not seen yet. @param digests the keys' digests, one behind the other. @see digestOf */
  know(digests: Buffer): void {
    for (let at = 0; at < digests.length; at += DIGEST_BYTES) {
      if ((this.#size + 1) / this.#slots.length > MAX_LOAD) this.#grow();
      this.#insert(digests.readUInt32BE(at), digests.readUInt32BE(at + 4), KNOWN);
    }
  }

  /** @returns whether the key was known. */
  see(key: string): boolean {
    const digest = digestOf(key);
    const slot = this.#find(digest.readUInt32BE(0), digest.readUInt32BE(4));
    if (this.#slots[slot] === FREE) return false;
    if (this.#slots[slot] === KNOWN) this.#seen += 1;
    this.#slots[slot] = SEEN;
    return true;
  }

  /** Takes every known key for seen. */
  seeAll(): void {
    this.#slots = this.#slots.map((state) => (state === KNOWN ? SEEN : state));
    this.#seen = this.#size;
  }

  /** Digests of the known keys that were not seen. */
  unseen(): readonly Buffer[] {
    const digests: Buffer[] = [];
    for (const [slot, state] of this.#slots.entries())
      if (state === KNOWN) {
        const digest = Buffer.alloc(DIGEST_BYTES);
        digest.writeUInt32BE(this.#halves[2 * slot] ?? 0, 0);
        digest.writeUInt32BE(this.#halves[2 * slot + 1] ?? 0, 4);
        digests.push(digest);
      }
    return digests;
  }

  /** The slot that has the digest, or the free one where it belongs. */
  #find(first: number, second: number): number {
    const last = this.#slots.length - 1;
    let slot = first & last;
    while (
      this.#slots[slot] !== FREE &&
      (this.#halves[2 * slot] !== first || this.#halves[2 * slot + 1] !== second)
    )
      slot = (slot + 1) & last;
    return slot;
  }

  #insert(first: number, second: number, state: number): void {
    const slot = this.#find(first, second);
    if (this.#slots[slot] !== FREE) return;
    this.#slots[slot] = state;
    this.#halves[2 * slot] = first;
    this.#halves[2 * slot + 1] = second;
    this.#size += 1;
  }

  #grow(): void {
    const [slots, halves] = [this.#slots, this.#halves];
    this.#slots = new Uint8Array(2 * slots.length);
    this.#halves = new Uint32Array(2 * halves.length);
    this.#size = 0;
    for (const [slot, state] of slots.entries())
      if (state !== FREE) this.#insert(halves[2 * slot] ?? 0, halves[2 * slot + 1] ?? 0, state);
  }
}

/** What stands for a key: the first bytes of its SHA-256. */
export function digestOf(key: string): Buffer {
  return hash('sha256', key, 'buffer').subarray(0, DIGEST_BYTES);
}

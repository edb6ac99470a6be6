import { createHash } from 'node:crypto';
import { WatermarkExpired, type Watermark } from '../directory-source.js';

/** Where reading a list of the files begins: its first object, or nothing, as nothing changed. */
export interface Start {
  readonly index: number;
  readonly isUnchanged: boolean;
}

/**
 * Writes and reads the watermarks of one reading: a digest of all that it tells, and how many objects of that were told. The
 * digest says whether anything changed, and nothing of what: then everything is told again, and whoever is missing shows.
 */
export class Positions {
  readonly #digest: string;

  /** @param told everything that the answer depends on. */
  constructor(...told: readonly (string | readonly string[] | null)[]) {
    this.#digest = createHash('sha256').update(JSON.stringify(told)).digest('base64url');
  }

  /** @param index how many were told; null when all were. */
  watermark(index: number | null): Watermark {
    return (index === null ? this.#digest : `${this.#digest} ${index}`) as Watermark;
  }

  /** @throws {WatermarkExpired} when the files, or what is asked of them, have changed. */
  start(from: Watermark | null): Start {
    if (from === null) return { index: 0, isUnchanged: false };
    const [digest, index] = from.split(' ');
    if (digest !== this.#digest) throw new WatermarkExpired(index === undefined ? 'everything' : 'round');
    return { index: Number(index ?? 0), isUnchanged: index === undefined };
  }
}

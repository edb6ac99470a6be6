import { RegularExpressionError } from './errors.js';

/** A place in a pattern that moves on as it is read. */
export class PatternReader {
  readonly pattern: string;
  #position = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  get position(): number {
    return this.#position;
  }

  isAtEnd(): boolean {
    return this.#position >= this.pattern.length;
  }

  /** Whether the pattern goes on with the text. */
  isAt(text: string): boolean {
    return this.pattern.startsWith(text, this.#position);
  }

  /** Moves past the text if the pattern goes on with it. */
  accept(text: string): boolean {
    if (!this.isAt(text)) return false;
    this.#position += text.length;
    return true;
  }

  /** What a sticky expression finds here; null, without moving, when it finds nothing. */
  match(sticky: RegExp): RegExpExecArray | null {
    const found = this.look(sticky);
    this.#position += found?.[0].length ?? 0;
    return found;
  }

  /** As `match`, without moving. */
  look(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#position;
    return sticky.exec(this.pattern);
  }

  /** The code point here, moved past. Not to be asked at the end. */
  next(): number {
    const codePoint = this.pattern.codePointAt(this.#position) ?? 0;
    this.#position += String.fromCodePoint(codePoint).length;
    return codePoint;
  }

  /** @throws {RegularExpressionError} always; here, or at another position. */
  fail(expectation: string, position = this.#position): never {
    throw new RegularExpressionError(position, expectation);
  }
}

const DIGIT = /[0-9]/;
const WHITE = /\s/;

/** Reads a text from left to right, never back: each attempt either moves on or leaves the position as it is. */
export class Scanner {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  /** Whether a "Z" or the sign of an offset comes next. */
  get isAtZone(): boolean {
    return /[Z+-]/.test(this.#text.charAt(this.#position));
  }

  take(text: string): boolean {
    if (!this.#text.startsWith(text, this.#position)) return false;
    this.#position += text.length;
    return true;
  }

  /** As many digits as there are, up to the maximum; null when there are fewer than the minimum. */
  digits(minimum: number, maximum: number): string | null {
    const start = this.#position;
    let end = start;
    while (end - start < maximum && DIGIT.test(this.#text.charAt(end))) end += 1;
    if (end - start < minimum) return null;
    this.#position = end;
    return this.#text.slice(start, end);
  }

  /** Where in the list the name stands that comes next, whatever its letter case; null when none does. */
  name(names: readonly string[]): number | null {
    const index = names.findIndex((name) => {
      const found = this.#text.slice(this.#position, this.#position + name.length);
      return found.toLowerCase() === name.toLowerCase();
    });
    this.#position += names[index]?.length ?? 0;
    return index < 0 ? null : index;
  }

  skipWhite(): void {
    while (WHITE.test(this.#text.charAt(this.#position))) this.#position += 1;
  }
}

/** A pattern that is no .NET pattern, or whose meaning cannot be kept here. Found when the pattern is read. */
export class RegularExpressionError extends Error {
  override readonly name = 'RegularExpressionError';
  /** 0-based index into the pattern. */
  readonly position: number;
  /** What is wrong at the position and what to write instead. */
  readonly expectation: string;

  constructor(position: number, expectation: string) {
    super(`expected ${expectation} at position ${position + 1} of the regular expression`);
    this.position = position;
    this.expectation = expectation;
  }
}

/** A pattern that was given up for one text, because the answer took or grew too long. The message holds no text. */
export class RegularExpressionTimeout extends Error {
  override readonly name = 'RegularExpressionTimeout';
}

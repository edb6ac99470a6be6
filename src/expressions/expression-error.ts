/** An expression that cannot be read. Found when the configuration is applied, never during a cycle. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  /** 0-based index into the expression. */
  readonly position: number;
  readonly expectation: string;
  readonly suggestion: string | null;

  constructor(position: number, expectation: string, suggestion: string | null = null) {
    const hint = suggestion === null ? '' : ` (did you mean ${suggestion}?)`;
    super(`expected ${expectation} at position ${position + 1}${hint}`);
    this.position = position;
    this.expectation = expectation;
    this.suggestion = suggestion;
  }
}

/** An expression that has no result for one object's data. The message holds no attribute value. */
export class ExpressionEvaluationError extends Error {
  override readonly name = 'ExpressionEvaluationError';
  #position: number | null = null;

  /** 0-based index into the expression of the call that has no result; null when it was not read from a text. */
  get position(): number | null {
    return this.#position;
  }

  /** Tells where it happened. The innermost call is the one that counts. */
  locate(position: number | null): void {
    this.#position ??= position;
  }
}

import { ExpressionEvaluationError } from './expression-error.js';

/** The most characters that a function may yield, all values together: nested calls can double a text again and again. */
export const MAX_RESULT_LENGTH = 2 ** 22;

/**
 * Functions whose result outgrows their arguments many times over ask before they build it; every result is checked.
 * @throws {ExpressionEvaluationError}
 */
export function checkResultLength(functionName: string, length: number): void {
  if (length > MAX_RESULT_LENGTH)
    throw new ExpressionEvaluationError(
      `${functionName} would yield ${length} characters; ${MAX_RESULT_LENGTH} are the most`,
    );
}

/** In characters of all values together. */
export function lengthOf(texts: readonly string[]): number {
  return texts.reduce((length, text) => length + text.length, 0);
}

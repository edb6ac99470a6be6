import type { Expression } from '../model.js';
import { isWholeNumber } from '../numerals.js';
import { constantText } from './arguments.js';
import type { ArgumentMistake } from './expression-function.js';

/**
 * The mistake of an argument that must be a whole number and, as it is written, never is one: null when it is one, or when
 * the data decides. An optional argument may also be null.
 */
export function wholeNumberMistake(
  args: readonly (Expression | null)[],
  argument: number,
  {
    minimum = null,
    isOptional = false,
  }: { readonly minimum?: number | null; readonly isOptional?: boolean } = {},
): ArgumentMistake | null {
  const given = args[argument] ?? null;
  const text = given === null ? '' : constantText(given)?.trim();
  if (text === undefined || (text === '' && isOptional)) return null;
  if (isWholeNumber(text) && (minimum === null || Number(text) >= minimum)) return null;
  return {
    argument,
    expectation: minimum === null ? 'a whole number' : `a whole number, at least ${minimum}`,
  };
}

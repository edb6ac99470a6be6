import { z } from 'zod';

/** A value that a clause compares with, as it may be written. */
export type ClauseValue = string | number | boolean;

export const clauseValue = z.union([
  z.string(),
  z.boolean(),
  z
    .number()
    .refine(
      (number) => Number.isSafeInteger(number) || !Number.isInteger(number),
      'must be in quotes: so large a number loses digits without them',
    ),
]);

/** The value in the form in which the source's values come: numbers as decimal text, Booleans as `True` and `False`. */
export function clauseValueText(value: ClauseValue): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

import fc from 'fast-check';
import { FIRST_INSTANT, instantAt } from '../../../../src/expressions/dates/instant.js';
import type { Instant } from '../../../../src/expressions/dates/instant.js';
import { parseDate } from '../../../../src/expressions/dates/date-text.js';

/** Any moment of the years 1 to 9999. */
export const anInstant = fc
  .bigInt({ min: 0n, max: 3_155_378_975_999_999_999n })
  .map((ticks) => instantAt(ticks) ?? FIRST_INSTANT);

export function instantOfText(text: string): Instant {
  const instant = parseDate(text);
  if (instant === null) throw new Error(`${text} is no date`);
  return instant;
}

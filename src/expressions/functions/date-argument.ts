import { dateText, parseDate } from '../dates/date-text.js';
import type { Instant } from '../dates/instant.js';
import { INTERVALS, isInterval } from '../dates/date-arithmetic.js';
import type { Interval } from '../dates/date-arithmetic.js';
import { closestName } from '../closest-name.js';
import type { Expression } from '../model.js';
import { constantText } from './arguments.js';
import type { Arguments } from './arguments.js';
import type { ArgumentMistake } from './expression-function.js';

const INTERVAL = `an interval: ${INTERVALS.join(', ')}`;

/**
 * The date that an argument's text shows.
 * @throws {ExpressionEvaluationError}
 */
export function dateArgument(args: Arguments, index: number, text: string): Instant {
  return parseDate(text) ?? args.fail(index, 'takes a date (2026-03-18, 2026-03-18T14:05:00+01:00)');
}

/**
 * A result as text.
 * @throws {ExpressionEvaluationError} when it is null, for it lies beyond the years that dates have.
 */
export function dateResult(args: Arguments, index: number, result: Instant | null): string {
  return dateText(result ?? args.fail(index, 'takes what leads to a date in the years 1 to 9999'));
}

/** @throws {ExpressionEvaluationError} */
export function intervalArgument(args: Arguments, index: number): Interval {
  const text = args.text(index);
  return isInterval(text) ? text : args.fail(index, `takes ${INTERVAL}`);
}

/** Refuses a constant first argument that is no interval. */
export function checkInterval([argument]: readonly (Expression | null)[]): ArgumentMistake | null {
  const text = argument === null ? '' : constantText(argument);
  if (text === null || isInterval(text)) return null;
  return { argument: 0, expectation: INTERVAL, suggestion: closestName(text, INTERVALS) ?? undefined };
}

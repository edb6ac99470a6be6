import { dateText } from '../dates/date-text.js';
import { instantOfDate } from '../dates/instant.js';
import type { Instant } from '../dates/instant.js';
import { ExpressionEvaluationError } from '../expression-error.js';
import type { EvaluationContext } from '../model.js';
import type { ExpressionFunction } from './expression-function.js';

export const now: ExpressionFunction = {
  name: 'Now',
  parameters: [],
  returns: 'date',
  description:
    'The current time in UTC, as `M/d/yyyy h:mm:ss tt`. It is another one at each evaluation, so a mapping that sends it should apply only during object creation.',
  examples: [{ expression: 'Now()', result: ['4/9/2026 6:05:04 AM'] }],
  evaluate: (_args, context) => [dateText(currentInstant(context))],
};

/** @throws {ExpressionEvaluationError} when the clock shows no time. */
export function currentInstant(context: EvaluationContext): Instant {
  const instant = instantOfDate(context.now());
  if (instant === null) throw new ExpressionEvaluationError('The clock shows no time of the years 1 to 9999');
  return instant;
}

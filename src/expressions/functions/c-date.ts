import { dateText } from '../dates/date-text.js';
import { dateArgument } from './date-argument.js';
import type { ExpressionFunction } from './expression-function.js';

export const cDate: ExpressionFunction = {
  name: 'CDate',
  parameters: [{ name: 'expression', type: 'text' }],
  returns: 'date',
  description:
    'The date that a text shows, in UTC, as `M/d/yyyy h:mm:ss tt`. The text is an ISO 8601 date, or date and time with `T` or a blank between them; both with or without an offset. It may also be a date in the format of the result. Without an offset it is UTC. Null stays null; each value of a list by itself. Any other text, and a day that no calendar has, is an error.',
  examples: [
    { expression: 'CDate("2026-05-10-03:00")', result: ['5/10/2026 3:00:00 AM'] },
    { expression: 'CDate("2026-05-10T01:15:00+02:00")', result: ['5/9/2026 11:15:00 PM'] },
  ],
  evaluate: (args) => args.eachText(0, (text) => dateText(dateArgument(args, 0, text))),
};

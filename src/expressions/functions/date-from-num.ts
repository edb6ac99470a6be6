import { instantOfFileTime } from '../dates/file-time.js';
import { dateResult } from './date-argument.js';
import type { ExpressionFunction } from './expression-function.js';
import { wholeNumberMistake } from './whole-number-mistake.js';

export const dateFromNum: ExpressionFunction = {
  name: 'DateFromNum',
  parameters: [{ name: 'value', type: 'number' }],
  returns: 'date',
  description:
    'The date that an Active Directory file time stands for (units of 100 ns since 1601-01-01 UTC), as `M/d/yyyy h:mm:ss tt`. Null stays null; each value of a list by itself. A negative number, or one beyond the year 9999 such as the 9223372036854775807 that Active Directory writes for "never", is an error.',
  examples: [{ expression: 'DateFromNum(134144208000000000)', result: ['2/1/2026 12:00:00 PM'] }],
  check: (args) => wholeNumberMistake(args, 0, { isOptional: true }),
  evaluate: (args) =>
    args.eachText(0, (text) => dateResult(args, 0, instantOfFileTime(args.integer(0, text)))),
};

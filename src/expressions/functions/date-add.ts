import { addIntervals } from '../dates/date-arithmetic.js';
import { checkInterval, dateArgument, dateResult, intervalArgument } from './date-argument.js';
import type { ExpressionFunction } from './expression-function.js';

export const dateAdd: ExpressionFunction = {
  name: 'DateAdd',
  parameters: [
    { name: 'interval', type: 'text' },
    { name: 'value', type: 'number' },
    { name: 'dateTime', type: 'date' },
  ],
  returns: 'date',
  description:
    'The date so many intervals later, or earlier when the value is negative, as `M/d/yyyy h:mm:ss tt`. Intervals are `yyyy` year, `m` month, `d` day, `ww` week, `h` hour, `n` minute and `s` second, in that letter case. A fraction of the value is cut off: 1.9 and -1.9 act as 1 and -1. A day that the month lacks becomes its last day. The date is any that `CDate` reads. A null date stays null; each value of a list by itself.',
  examples: [
    { expression: 'DateAdd("ww", 2, CDate("2026-03-02"))', result: ['3/16/2026 12:00:00 AM'] },
    { expression: 'DateAdd("d", -5, CDate("2026-03-03"))', result: ['2/26/2026 12:00:00 AM'] },
    { expression: 'DateAdd("m", 1, CDate("2026-01-31"))', result: ['2/28/2026 12:00:00 AM'] },
  ],
  check: checkInterval,
  evaluate: (args) =>
    args.eachText(2, (text) => {
      const date = dateArgument(args, 2, text);
      return dateResult(args, 1, addIntervals(date, intervalArgument(args, 0), Math.trunc(args.number(1))));
    }),
};

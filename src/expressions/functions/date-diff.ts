import { intervalsBetween } from '../dates/date-arithmetic.js';
import { checkInterval, dateArgument, intervalArgument } from './date-argument.js';
import type { ExpressionFunction } from './expression-function.js';

export const dateDiff: ExpressionFunction = {
  name: 'DateDiff',
  parameters: [
    { name: 'interval', type: 'text' },
    { name: 'date1', type: 'date' },
    { name: 'date2', type: 'date' },
  ],
  returns: 'number',
  description:
    'How many intervals lie between the first date and the second; negative when the second is earlier. Intervals are those of `DateAdd`. `d`, `h`, `n` and `s` are elapsed time, its fraction cut off. `ww` is the number of Sundays crossed. `m` and `yyyy` are the months and years of the calendar, so that December 31 and January 1 are a year apart. The dates are any that `CDate` reads. When either is null the result is null; each value of a list in the first by itself.',
  examples: [
    { expression: 'DateDiff("d", CDate("2026-03-02"), CDate("2026-03-20"))', result: ['18'] },
    { expression: 'DateDiff("h", CDate("2026-03-02"), CDate("2026-03-20"))', result: ['432'] },
    { expression: 'DateDiff("n", CDate("2026-03-02"), CDate("2026-03-20"))', result: ['25920'] },
    { expression: 'DateDiff("d", CDate("2026-03-20"), CDate("2026-03-02"))', result: ['-18'] },
    { expression: 'DateDiff("ww", CDate("2026-03-02"), CDate("2026-03-20"))', result: ['2'] },
    { expression: 'DateDiff("yyyy", CDate("2025-12-31"), CDate("2026-01-01"))', result: ['1'] },
  ],
  check: checkInterval,
  evaluate: (args) => {
    const second = args.textOrNull(2);
    if (args.value(1) === null || second === null) return null;
    const interval = intervalArgument(args, 0);
    const to = dateArgument(args, 2, second);
    return args.eachText(1, (text) => String(intervalsBetween(dateArgument(args, 1, text), to, interval)));
  },
};

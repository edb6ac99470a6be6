import { fileTimeOf } from '../dates/file-time.js';
import { dateArgument } from './date-argument.js';
import type { ExpressionFunction } from './expression-function.js';

export const numFromDate: ExpressionFunction = {
  name: 'NumFromDate',
  parameters: [{ name: 'value', type: 'date' }],
  returns: 'number',
  description:
    'The Active Directory file time of a date: units of 100 ns since 1601-01-01 UTC. The date is any that `CDate` reads; fractions of a second count. Null stays null; each value of a list by itself. A date before 1601 is an error.',
  examples: [
    { expression: 'NumFromDate("2031-06-30 23:59:59-05:00")', result: ['135851219990000000'] },
    { expression: 'NumFromDate("2031-06-30T23:59:59-05:00")', result: ['135851219990000000'] },
  ],
  evaluate: (args) =>
    args.eachText(0, (text) =>
      String(fileTimeOf(dateArgument(args, 0, text)) ?? args.fail(0, 'takes a date from 1601 on')),
    ),
};

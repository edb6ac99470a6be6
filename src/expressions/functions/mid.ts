import type { ExpressionFunction } from './expression-function.js';
import { wholeNumberMistake } from './whole-number-mistake.js';

export const mid: ExpressionFunction = {
  name: 'Mid',
  parameters: [
    { name: 'source', type: 'text' },
    { name: 'start', type: 'number' },
    { name: 'length', type: 'number' },
  ],
  returns: 'text',
  description:
    'The part of the source that begins at `start`, counted from 1, and has `length` characters or what is left of them. It is `""` when `start` lies beyond the end, or `length` is 0 or less. A `start` below 1 is an error. Null gives `""`; each value of a list by itself.',
  examples: [
    { expression: 'Mid([userPrincipalName], 1, 5)', result: ['aruiz'] },
    { expression: 'Mid("abc", 2, 99)', result: ['bc'] },
    { expression: 'Mid([mail], 1, 3)', result: [''] },
  ],
  check: (args) => wholeNumberMistake(args, 1, { minimum: 1 }) ?? wholeNumberMistake(args, 2),
  evaluate: (args) =>
    args.eachText(0, (text) => {
      const start = Number(args.integer(1));
      const length = Number(args.integer(2));
      if (start < 1) args.fail(1, 'takes a whole number, at least 1,');
      return length < 1 ? '' : text.slice(start - 1, start - 1 + length);
    }) ?? [''],
};

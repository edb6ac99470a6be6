import type { ExpressionFunction } from './expression-function.js';
import { wholeNumberMistake } from './whole-number-mistake.js';

export const bitAnd: ExpressionFunction = {
  name: 'BitAnd',
  parameters: [
    { name: 'value1', type: 'number' },
    { name: 'value2', type: 'number' },
  ],
  returns: 'number',
  description:
    'The bits that are set in both whole numbers. Hexadecimal numbers begin with `&H`: `&HF` is 15. A null `value1` stays null, and each value of a list is taken by itself. Anything that is no whole number is an error.',
  examples: [
    { expression: 'BitAnd(44, 26)', result: ['8'] },
    { expression: 'BitAnd(&H2C, &H1A)', result: ['8'] },
  ],
  check: (args) => wholeNumberMistake(args, 0, { isOptional: true }) ?? wholeNumberMistake(args, 1),
  evaluate: (args) => args.eachText(0, (text) => String(args.integer(0, text) & args.integer(1))),
};

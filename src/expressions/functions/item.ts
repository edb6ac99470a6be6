import { ExpressionEvaluationError } from '../expression-error.js';
import type { ExpressionFunction } from './expression-function.js';
import { wholeNumberMistake } from './whole-number-mistake.js';

export const item: ExpressionFunction = {
  name: 'Item',
  parameters: [
    { name: 'attribute', type: 'list' },
    { name: 'index', type: 'number' },
  ],
  returns: 'text',
  description:
    'One value of a list, counted from 1; a single value counts as a list of one. Null stays null. An index below 1 or beyond the end is an error.',
  examples: [{ expression: 'Item([proxyAddresses], 2)', result: ['smtp:am@lab.example'] }],
  check: (args) => wholeNumberMistake(args, 1, { minimum: 1 }),
  evaluate: (args) => {
    const values = args.value(0);
    if (values === null) return null;
    const index = args.integer(1);
    const found = index < 1n ? undefined : values[Number(index) - 1];
    if (found === undefined)
      throw new ExpressionEvaluationError(
        `Item takes an index from 1 to the number of values, here ${values.length}`,
      );
    return [found];
  },
};

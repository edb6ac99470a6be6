import { booleanText } from './arguments.js';
import type { ExpressionFunction } from './expression-function.js';

export const not: ExpressionFunction = {
  name: 'Not',
  parameters: [{ name: 'source', type: 'boolean' }],
  returns: 'boolean',
  description:
    '`False` for `True` in that letter case; `True` for anything else, null included. Each value of a list by itself.',
  examples: [
    { expression: 'Not([IsSoftDeleted])', result: ['True'] },
    { expression: 'Not([mail])', result: ['True'] },
  ],
  evaluate: (args) => args.eachText(0, (text) => booleanText(text !== 'True')) ?? ['True'],
};

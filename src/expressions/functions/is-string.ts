import { booleanText } from './arguments.js';
import type { ExpressionFunction } from './expression-function.js';

export const isString: ExpressionFunction = {
  name: 'IsString',
  parameters: [{ name: 'Expression', type: 'any' }],
  returns: 'boolean',
  description: 'Whether the argument is one text, `""` included. Null and several values are not.',
  examples: [{ expression: 'IsString([department])', result: ['True'] }],
  evaluate: (args) => [booleanText(args.value(0)?.length === 1)],
};

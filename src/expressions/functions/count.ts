import type { ExpressionFunction } from './expression-function.js';

export const count: ExpressionFunction = {
  name: 'Count',
  parameters: [{ name: 'attribute', type: 'list' }],
  returns: 'number',
  description: 'How many values the attribute has, `""` and repeated values included. Null has `0`.',
  examples: [{ expression: 'Count([proxyAddresses])', result: ['3'] }],
  evaluate: (args) => [String(args.value(0)?.length ?? 0)],
};

import type { ExpressionFunction } from './expression-function.js';

export const redact: ExpressionFunction = {
  name: 'Redact',
  parameters: [{ name: 'value', type: 'any' }],
  returns: 'any',
  description:
    'The value as it is, for the target only: logs, mails and traces show `[Redact]` in its place. Wherever it stands in an expression, the whole result is kept out of them.',
  examples: [{ expression: 'Redact([mobile])', result: ['+351 912345678'] }],
  evaluate: (args) => args.value(0),
};

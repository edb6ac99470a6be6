import type { ExpressionFunction } from './expression-function.js';

export const coalesce: ExpressionFunction = {
  name: 'Coalesce',
  parameters: [{ name: 'source', type: 'any' }],
  repeats: 1,
  returns: 'any',
  description:
    'The first argument that is not null, whatever it is: `""` is a value, and a list is returned whole. A default is simply the last argument. Null when all are.',
  examples: [{ expression: 'Coalesce([mail], [userPrincipalName])', result: ['aruiz@lab.example'] }],
  evaluate: (args) => {
    for (let index = 0; index < args.count; index += 1) {
      const value = args.value(index);
      if (value !== null) return value;
    }
    return null;
  },
};

import type { ExpressionFunction } from './expression-function.js';

export const removeDuplicates: ExpressionFunction = {
  name: 'RemoveDuplicates',
  parameters: [{ name: 'attribute', type: 'list' }],
  returns: 'list',
  description:
    'Each value of the attribute once, in the order of their first occurrence. Values that differ in letter case are two. Null stays null.',
  examples: [
    {
      expression: 'RemoveDuplicates([proxyAddresses])',
      result: ['SMTP:aruiz@lab.example', 'smtp:am@lab.example'],
    },
  ],
  evaluate: (args) => {
    const values = args.value(0);
    return values === null ? null : [...new Set(values)];
  },
};

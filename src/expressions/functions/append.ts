import type { ExpressionFunction } from './expression-function.js';

export const append: ExpressionFunction = {
  name: 'Append',
  parameters: [
    { name: 'source', type: 'text' },
    { name: 'suffix', type: 'text' },
  ],
  returns: 'text',
  description: 'The suffix is put after the source; after each value of a list. A null source stays null.',
  examples: [
    { expression: 'Append([userPrincipalName], ".stage")', result: ['aruiz@lab.example.stage'] },
    { expression: 'Append([mail], ".stage")', result: null },
  ],
  evaluate: (args) => args.eachText(0, (text) => text + args.text(1)),
};

import type { ExpressionFunction } from './expression-function.js';

export const stripSpaces: ExpressionFunction = {
  name: 'StripSpaces',
  parameters: [{ name: 'source', type: 'text' }],
  returns: 'text',
  description:
    'The source without its spaces. Tabs, line breaks and no-break spaces stay. Null stays null; each value of a list by itself.',
  examples: [{ expression: 'StripSpaces("Field Sales")', result: ['FieldSales'] }],
  evaluate: (args) => args.eachText(0, (text) => text.replaceAll(' ', '')),
};

import type { ExpressionFunction } from './expression-function.js';

export const cStr: ExpressionFunction = {
  name: 'CStr',
  parameters: [{ name: 'value', type: 'any' }],
  returns: 'text',
  description:
    'A number, reference or Boolean as text: a reference as the id of the object, a Boolean as `True` or `False`. Null stays null; each value of a list by itself.',
  examples: [
    { expression: 'CStr(12)', result: ['12'] },
    { expression: 'CStr([manager])', result: ['b3b1c1f0-6a55-4d6a-8a40-0d2f4c5e9a11'] },
  ],
  // Within an expression everything is text already.
  evaluate: (args) => args.value(0),
};

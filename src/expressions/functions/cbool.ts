import { isNumber } from '../numerals.js';
import { booleanText } from './arguments.js';
import type { ExpressionFunction } from './expression-function.js';

const TRUE = /^\s*true\s*$/i;

export const cBool: ExpressionFunction = {
  name: 'CBool',
  parameters: [{ name: 'Expression', type: 'condition' }],
  returns: 'boolean',
  description:
    '`True` for a comparison that holds, for the word true in any letter case, and for every number but 0. `False` for anything else, null included. Each value of a list by itself.',
  examples: [
    { expression: 'CBool([department] = "Field Sales")', result: ['True'] },
    { expression: 'CBool(0)', result: ['False'] },
  ],
  evaluate: (args) => args.eachText(0, (text) => booleanText(isTrue(text))) ?? ['False'],
};

function isTrue(text: string): boolean {
  return TRUE.test(text) || (isNumber(text) && /[1-9]/.test(text));
}

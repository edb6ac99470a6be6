import type { ExpressionFunction } from './expression-function.js';
import { wholeNumberMistake } from './whole-number-mistake.js';

export const left: ExpressionFunction = {
  name: 'Left',
  parameters: [
    { name: 'String', type: 'text' },
    { name: 'NumChars', type: 'number' },
  ],
  returns: 'text',
  description:
    'The first characters of a text, as many as `NumChars` says: none for 0, the whole text for a negative number or one beyond its length. Null gives `""`; each value of a list by itself.',
  examples: [
    { expression: 'Left([department], 5)', result: ['Field'] },
    { expression: 'Left([mail], 3)', result: [''] },
  ],
  check: (args) => wholeNumberMistake(args, 1),
  evaluate: (args) =>
    args.eachText(0, (text) => {
      const length = Number(args.integer(1));
      return length < 0 ? text : text.slice(0, length);
    }) ?? [''],
};

import type { ExpressionFunction } from './expression-function.js';
import { wordsBetween } from './separated-words.js';
import { wholeNumberMistake } from './whole-number-mistake.js';

export const word: ExpressionFunction = {
  name: 'Word',
  parameters: [
    { name: 'String', type: 'text' },
    { name: 'WordNumber', type: 'number' },
    { name: 'delimiters', type: 'text' },
  ],
  returns: 'text',
  description:
    'One word of a text, counted from 1. Each character of `delimiters` ends a word, several in a row end one; without any of them in the text the whole text is word 1. Null, a number below 1 and a number beyond the last word give `""`; each value of a list by itself.',
  examples: [
    { expression: 'Word("lisbon;porto,faro", 2, ";,")', result: ['porto'] },
    { expression: 'Word([department], 3, " ")', result: [''] },
  ],
  check: (args) => wholeNumberMistake(args, 1),
  evaluate: (args) => {
    if (args.value(0) === null) return [''];
    const number = Number(args.integer(1));
    const words = wordsBetween(args.text(2));
    return args.eachText(0, (text) => text.match(words)?.[number - 1] ?? '');
  },
};

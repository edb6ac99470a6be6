import type { ExpressionFunction } from './expression-function.js';
import { partsBetween } from './occurrences.js';

export const split: ExpressionFunction = {
  name: 'Split',
  parameters: [
    { name: 'source', type: 'text' },
    { name: 'delimiter', type: 'text' },
  ],
  returns: 'list',
  description:
    'The parts of the source between the delimiters as a list, without white space around them. A delimiter of several characters counts as a whole; a null or empty one divides nothing. Empty parts are left out; when nothing is left the result is null. Null stays null; the parts of all values of a list are one list.',
  examples: [{ expression: 'Split([extensionAttribute5], ",")', result: ['red', 'green', 'blue'] }],
  evaluate: (args) => {
    const parts = (args.value(0) ?? [])
      .flatMap((text) => partsBetween(text, args.text(1)))
      .map((part) => part.trim())
      .filter((part) => part !== '');
    return parts.length === 0 ? null : parts;
  },
};

import type { ExpressionFunction } from './expression-function.js';
import { wordsBetween } from './separated-words.js';

/** Spaces and line breaks, control and format characters, punctuation of any kind, symbols of any kind. */
const WORDS = /[^\p{Z}\p{Cc}\p{Cf}\p{P}\p{S}]+/gu;

export const pCase: ExpressionFunction = {
  name: 'PCase',
  parameters: [
    { name: 'source', type: 'text' },
    { name: 'wordSeparators', type: 'text', isOptional: true },
  ],
  returns: 'text',
  description:
    'The source with the first character of each word in upper case and the rest in lower case, words in capitals included. Words end at each of the `wordSeparators`, nowhere if they are `""`. Without them, or when they are null, words end at spaces, line breaks, punctuation and symbols, not at digits. Null stays null; each value of a list by itself.',
  examples: [
    { expression: 'PCase("AMÉLIE OKONJO-RUIZ (LISBON)")', result: ['Amélie Okonjo-Ruiz (Lisbon)'] },
    { expression: 'PCase("o\'brien_lee")', result: ["O'Brien_Lee"] },
    { expression: 'PCase("o\'brien_lee", " ")', result: ["O'brien_lee"] },
  ],
  evaluate: (args) => {
    const separators = args.textOrNull(1);
    const words = separators === null ? WORDS : wordsBetween(separators);
    return args.eachText(0, (text) => text.replaceAll(words, proper));
  },
};

/** Lower case is of the word as a whole, since a sigma at its end has a form of its own. */
function proper(word: string): string {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  const upper = first.toUpperCase();
  const initial = upper.length === first.length ? upper : first; // "ß" has no capital of one character
  return initial + word.toLowerCase().slice(first.toLowerCase().length);
}

import type { ExpressionFunction } from './expression-function.js';

const NOT_ASCII = /\P{ASCII}/gu;
const COMBINING_MARKS = /[\u0300-\u036F]/g;
/** Letters that Unicode does not take apart. */
const SPECIAL: ReadonlyMap<string, string> = new Map([
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['ø', 'oe'],
  ['Ø', 'OE'],
  ['ß', 'ss'],
  ['ẞ', 'SS'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['ı', 'i'],
]);

export const normalizeDiacritics: ExpressionFunction = {
  name: 'NormalizeDiacritics',
  parameters: [{ name: 'source', type: 'text' }],
  returns: 'text',
  description:
    'The source with plain letters for those with accents, dots, rings and other marks, in the same letter case: `ü` becomes `u`. `æ` becomes `ae`, `œ` and `ø` become `oe`, `ß` becomes `ss`, `ł` becomes `l` and `ı` becomes `i`; other letters stay. Null stays null; each value of a list by itself.',
  examples: [
    { expression: 'NormalizeDiacritics([givenName])', result: ['Amelie'] },
    { expression: 'NormalizeDiacritics("Søren Weiß")', result: ['Soeren Weiss'] },
  ],
  evaluate: (args) => args.eachText(0, (text) => text.replaceAll(NOT_ASCII, plain)),
};

/** A character that loses nothing stays as it is: taken apart, a Hangul syllable would be another text. */
function plain(character: string): string {
  const parts = character.normalize('NFD');
  const bare = parts.replaceAll(COMBINING_MARKS, '');
  return SPECIAL.get(bare) ?? (bare === parts ? character : bare);
}

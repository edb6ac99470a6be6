/** What every value begins with, and what may stand where one is missing. */
export const VALUE = 'a function, an [attribute], a "text" or a number';

/** What people bring along from spreadsheets, word processors and other languages; the longer signs first. */
const FOREIGN: readonly (readonly [sign: RegExp, expectation: string])[] = [
  [/[“”„‟«»‘’‚'`]/y, 'straight double quotes, "…", around a text'],
  [/;/y, '"," instead of ";"'],
  [/!=/y, '"<>" instead of "!="'],
  [/!/y, 'Not(…) instead of "!"'],
  [/&&/y, 'another IIF as second argument instead of "&&"'],
  [/\|\|/y, 'another IIF as third argument instead of "||"'],
  [/&H/iy, 'hexadecimal digits after "&H"'],
  [/&/y, 'Join("", …) instead of "&"'],
  [/\+/y, 'Join("", …) instead of "+"'],
  [/\/[/*]/y, 'no comment'],
];

/** What should stand where the text has a sign that the language does not know. */
export function insteadOf(text: string, position: number): string {
  for (const [sign, expectation] of FOREIGN) {
    sign.lastIndex = position;
    if (sign.test(text)) return expectation;
  }
  return `${VALUE} instead of ${shown(text.codePointAt(position) ?? 0)}`;
}

/** Characters that nobody sees are named by their number. */
function shown(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return /[\p{C}\p{M}\p{Z}]/u.test(character)
    ? `the character U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
    : `"${character}"`;
}

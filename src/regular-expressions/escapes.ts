import { complement, type CodePointSet } from './code-point-set.js';
import type { PatternReader } from './pattern-reader.js';
import { namedBlock } from './unicode-blocks.js';
import { digits, generalCategory, whiteSpace, wordCharacters } from './unicode-categories.js';

const CONTROL_LETTERS: Readonly<Record<string, number>> = {
  a: 0x07,
  b: 0x08,
  t: 0x09,
  n: 0x0a,
  v: 0x0b,
  f: 0x0c,
  r: 0x0d,
  e: 0x1b,
};
const CLASS_LETTER = /[dDwWsSpP]/y;
const PROPERTY = /\{([\w-]+)\}/y;
const OCTAL = /[0-7]{1,3}/y;
const WORD_CHARACTER = /[\p{L}\p{Mn}\p{Nd}\p{Pc}]/uy;

/** Reads, behind a backslash, `d`, `w`, `s`, `p{…}` or one of their negations; null when something else stands there. */
export function readClassEscape(reader: PatternReader): CodePointSet | null {
  const letter = reader.match(CLASS_LETTER)?.[0];
  if (letter === undefined) return null;
  const set = classOf(letter.toLowerCase(), reader);
  return letter === letter.toLowerCase() ? set : complement(set);
}

function classOf(letter: string, reader: PatternReader): CodePointSet {
  if (letter === 'd') return digits;
  if (letter === 's') return whiteSpace;
  if (letter === 'w') return wordCharacters();
  const position = reader.position;
  const name = reader.match(PROPERTY)?.[1];
  if (name === undefined) return reader.fail('a name in braces, such as \\p{L}', position);
  return (
    generalCategory(name) ??
    namedBlock(name) ??
    reader.fail(
      'a general category such as \\p{Lu}, or a block as .NET names it such as \\p{IsGreek} (scripts have no names there)',
      position,
    )
  );
}

/** Reads, behind a backslash, the escape of one character. `\b` is a backspace: where it is not, ask before. */
export function readCharacterEscape(reader: PatternReader): number {
  if (reader.isAtEnd()) return reader.fail('a character after the backslash; \\\\ for a backslash');
  const octal = reader.match(OCTAL)?.[0];
  if (octal !== undefined) return Number.parseInt(octal, 8) & 0xff;
  if (reader.accept('x')) return hexadecimal(reader, 2);
  if (reader.accept('u')) return utf16(reader);
  if (reader.accept('c')) return control(reader);

  const position = reader.position;
  const isWordCharacter = reader.look(WORD_CHARACTER) !== null;
  const codePoint = reader.next();
  const named = CONTROL_LETTERS[String.fromCodePoint(codePoint)];
  if (named !== undefined) return named;
  if (isWordCharacter)
    return reader.fail(
      'an escape that .NET knows (\\d \\w \\s \\b \\p{L} \\t \\n \\x41 \\u0041 and others), or the letter without backslash',
      position,
    );
  return codePoint;
}

function hexadecimal(reader: PatternReader, digitCount: 2 | 4): number {
  const found = reader.match(digitCount === 2 ? /[0-9a-f]{2}/iy : /[0-9a-f]{4}/iy)?.[0];
  if (found === undefined)
    return reader.fail(
      digitCount === 2 ? 'two hexadecimal digits after \\x' : 'four hexadecimal digits after \\u',
    );
  return Number.parseInt(found, 16);
}

/** Two escapes that make one character beyond U+FFFF count as that character. */
function utf16(reader: PatternReader): number {
  const position = reader.position;
  const unit = hexadecimal(reader, 4);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const low = unit < 0xdc00 ? reader.match(/\\u(d[c-f][0-9a-f]{2})/iy)?.[1] : undefined;
  if (low === undefined)
    return reader.fail('the whole character instead of one half of a surrogate pair', position);
  return 0x10000 + ((unit - 0xd800) << 10) + (Number.parseInt(low, 16) - 0xdc00);
}

function control(reader: PatternReader): number {
  const letter = reader.match(/[a-z@[\\\]^_]/iy)?.[0];
  if (letter === undefined) return reader.fail('a letter after \\c, such as \\cM for a carriage return');
  return letter.toUpperCase().charCodeAt(0) - 0x40;
}

import { withBothCases } from './case-folding.js';
import {
  complement,
  difference,
  setOf,
  union,
  type CodePointRange,
  type CodePointSet,
} from './code-point-set.js';
import { readCharacterEscape, readClassEscape } from './escapes.js';
import type { PatternReader } from './pattern-reader.js';

const HYPHEN = 0x2d;
const OPENING_BRACKET = 0x5b;
const MAXIMUM_DEPTH = 20;

/**
 * Reads a class from behind its opening bracket, as .NET does: `]` in the first place and `[` are characters, and a class
 * behind a hyphen at the end is subtracted. Letter case is ignored for characters and ranges, not for `\p{Lu}`.
 */
export function readCharacterClass(reader: PatternReader, ignoresCase: boolean, depth = 0): CodePointSet {
  const start = reader.position - 1;
  if (depth > MAXIMUM_DEPTH) return reader.fail('fewer classes within classes', start);
  const isNegated = reader.accept('^');
  const ranges: CodePointRange[] = [];
  const sets: CodePointSet[] = [];
  let subtracted: CodePointSet = [];
  let rangeStart: number | null = null;

  const subtract = () => {
    subtracted = readCharacterClass(reader, ignoresCase, depth + 1);
    if (!reader.isAt(']')) reader.fail('the closing bracket "]": a subtracted class comes last');
  };

  for (let isFirst = true; isFirst || !reader.accept(']'); isFirst = false) {
    if (reader.isAtEnd()) return reader.fail('a closing bracket "]" for the class', start);
    if (reader.look(/\[:\w+:\]/y) !== null)
      return reader.fail('\\p{L}, \\d or a range instead of a POSIX class such as [:alpha:]');
    const position = reader.position;
    const isEscape = reader.accept('\\');
    const set = isEscape ? readClassEscape(reader) : null;
    if (set !== null) {
      if (rangeStart !== null) return reader.fail('a single character as the end of the range', position);
      sets.push(set);
      continue;
    }
    const codePoint = isEscape ? readCharacterEscape(reader) : reader.next();

    if (rangeStart !== null) {
      if (codePoint === OPENING_BRACKET && !isEscape) {
        ranges.push([rangeStart, rangeStart]);
        subtract();
      } else {
        if (codePoint < rangeStart)
          return reader.fail('a range from the lower character to the higher', position);
        ranges.push([rangeStart, codePoint]);
      }
      rangeStart = null;
    } else if (reader.look(/-[^\]]/y) !== null && !(isEscape && codePoint === HYPHEN)) {
      reader.accept('-');
      rangeStart = codePoint;
    } else if (codePoint === HYPHEN && !isEscape && !isFirst && reader.accept('[')) subtract();
    else ranges.push([codePoint, codePoint]);
  }

  const characters = setOf(...ranges);
  const all = union(ignoresCase ? withBothCases(characters) : characters, ...sets);
  return difference(isNegated ? complement(all) : all, subtracted);
}

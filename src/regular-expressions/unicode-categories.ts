import { setOf, union, type CodePointRange, type CodePointSet } from './code-point-set.js';

const LAST_CODE_POINT = 0x10ffff;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;
const NAMES = new Set(
  'L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Cs Co Cn'.split(
    ' ',
  ),
);

const known = new Map<string, CodePointSet>();

/** The characters of a general category of Unicode, such as `Lu` or `L`; null when there is no such category. */
export function generalCategory(name: string): CodePointSet | null {
  if (!NAMES.has(name)) return null;
  if (name === 'Cs') return [[FIRST_SURROGATE, LAST_SURROGATE]];
  const found = known.get(name) ?? codePointsWith(`\\p{${name}}`);
  known.set(name, found);
  return name === 'C' ? union(found, [[FIRST_SURROGATE, LAST_SURROGATE]]) : found;
}

/** `\d` is the ten digits of ASCII, so that what passes as a number is one everywhere. */
export const digits: CodePointSet = [[0x30, 0x39]];

/** `\s` of .NET: U+0009 to U+000D, U+0085 and the separators of Unicode. */
export const whiteSpace: CodePointSet = setOf(
  [0x09, 0x0d],
  [0x20, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
);

/** `\w` of .NET: letters, non-spacing marks, decimal digits and connectors such as the underscore. */
export function wordCharacters(): CodePointSet {
  const found = known.get('\\w') ?? codePointsWith('\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}');
  known.set('\\w', found);
  return found;
}

/** What makes a word for `\b` of .NET: `\w` and the two joiners of zero width. */
export function boundaryCharacters(): CodePointSet {
  return union(wordCharacters(), [[0x200c, 0x200d]]);
}

/** Asks the engine's own Unicode tables, one plane of 65,536 characters after the other. Surrogates are left out. */
function codePointsWith(properties: string): CodePointSet {
  const runs = new RegExp(`[${properties}]+`, 'gu');
  const ranges: CodePointRange[] = [];
  for (const [first, last] of planes()) {
    const text = String.fromCodePoint(
      ...Array.from({ length: last - first + 1 }, (_, index) => first + index),
    );
    const width = first > 0xffff ? 2 : 1;
    for (const { index, 0: run } of text.matchAll(runs))
      ranges.push([first + index / width, first + (index + run.length) / width - 1]);
  }
  return setOf(...ranges);
}

function* planes(): Generator<CodePointRange> {
  const step = 0x2000;
  for (let first = 0; first <= LAST_CODE_POINT; first += step) {
    if (first > LAST_SURROGATE || first + step <= FIRST_SURROGATE) yield [first, first + step - 1];
    else yield* surrogateFree(first, first + step - 1);
  }
}

function surrogateFree(first: number, last: number): readonly CodePointRange[] {
  const parts: CodePointRange[] = [
    [first, Math.min(last, FIRST_SURROGATE - 1)],
    [Math.max(first, LAST_SURROGATE + 1), last],
  ];
  return parts.filter(([from, to]) => from <= to);
}

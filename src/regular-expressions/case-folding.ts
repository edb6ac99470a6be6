import { setOf, type CodePointRange, type CodePointSet } from './code-point-set.js';

/** Dotless i and I with dot fold to themselves: whether they are an i depends on the language. */
const LANGUAGE_DEPENDENT = new Set(['ı', 'İ']);

let orbits: ReadonlyMap<number, readonly number[]> | null = null;

/** The set and the characters that differ from one of its own by letter case only (simple folding of Unicode). */
export function withBothCases(set: CodePointSet): CodePointSet {
  orbits ??= readOrbits();
  const added: CodePointRange[] = [];
  for (const [codePoint, others] of orbits) {
    if (isIn(set, codePoint)) added.push(...others.map((other): CodePointRange => [other, other]));
  }
  return added.length === 0 ? set : setOf(...set, ...added);
}

/** Each character that has other cases, with all of them. */
function readOrbits(): ReadonlyMap<number, readonly number[]> {
  const cased = /\p{Changes_When_Casemapped}/u;
  const byFold = new Map<string, number[]>();
  for (let codePoint = 0; codePoint <= 0x1ffff; codePoint += 1) {
    const character = String.fromCodePoint(codePoint);
    if (!cased.test(character) || LANGUAGE_DEPENDENT.has(character)) continue;
    const fold = foldOf(character);
    byFold.set(fold, [...(byFold.get(fold) ?? []), codePoint]);
  }
  const found = new Map<number, readonly number[]>();
  for (const orbit of byFold.values())
    if (orbit.length > 1) for (const codePoint of orbit) found.set(codePoint, orbit);
  return found;
}

/** By way of the upper case, which joins ς and σ; not when that is several characters, as SS for ß. */
function foldOf(character: string): string {
  const upper = character.toUpperCase();
  const lower = (isOne(upper) ? upper : character).toLowerCase();
  return isOne(lower) ? lower : character;
}

function isOne(text: string): boolean {
  return text.length === String.fromCodePoint(text.codePointAt(0) ?? 0).length;
}

function isIn(set: CodePointSet, codePoint: number): boolean {
  let low = 0;
  let high = set.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = set[middle] as CodePointRange; // between two bounds within the set
    if (codePoint < first) high = middle - 1;
    else if (codePoint > last) low = middle + 1;
    else return true;
  }
  return false;
}

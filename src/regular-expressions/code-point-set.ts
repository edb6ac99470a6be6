/** Characters as ranges of code points, both ends included: ascending, neither overlapping nor touching. */
export type CodePointSet = readonly CodePointRange[];
export type CodePointRange = readonly [first: number, last: number];

const LAST_CODE_POINT = 0x10ffff;

export const everyCodePoint: CodePointSet = [[0, LAST_CODE_POINT]];

/** The set of the ranges, which may come in any order. */
export function setOf(...ranges: readonly CodePointRange[]): CodePointSet {
  const merged: [number, number][] = [];
  for (const [first, last] of ranges.toSorted((left, right) => left[0] - right[0])) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** The set of the characters of a text. */
export function charactersOf(text: string): CodePointSet {
  return setOf(
    ...Array.from(text, (character): CodePointRange => {
      const codePoint = character.codePointAt(0) ?? 0;
      return [codePoint, codePoint];
    }),
  );
}

export function union(...sets: readonly CodePointSet[]): CodePointSet {
  return sets.length === 1 && sets[0] !== undefined ? sets[0] : setOf(...sets.flat());
}

export function complement(set: CodePointSet): CodePointSet {
  const gaps: CodePointRange[] = [];
  let next = 0;
  for (const [first, last] of set) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= LAST_CODE_POINT) gaps.push([next, LAST_CODE_POINT]);
  return gaps;
}

/** What is in the set and not in the other. */
export function difference(set: CodePointSet, other: CodePointSet): CodePointSet {
  return complement(union(complement(set), other));
}

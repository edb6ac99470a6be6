/** The candidate that was probably meant: at most a third of its letters differ, letter case aside. Null when none is near. */
export function closestName(written: string, candidates: Iterable<string>): string | null {
  let closest: string | null = null;
  let smallest = Infinity;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) > candidate.length / 3) continue;
    const distance = editDistance(written.toLowerCase(), candidate.toLowerCase());
    if (distance > candidate.length / 3 || distance >= smallest) continue;
    closest = candidate;
    smallest = distance;
  }
  return closest;
}

/** Insertions, deletions, replacements and swapped neighbours between two words (Levenshtein and Damerau). */
function editDistance(from: string, to: string): number {
  let before: readonly number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let index = 0; index < from.length; index += 1) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (from[index] === to[column - 1] ? 0 : 1);
      const isSwapped = from[index] === to[column - 2] && from[index - 1] === to[column - 1];
      const swapped = isSwapped ? (before[column - 2] ?? Infinity) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
}

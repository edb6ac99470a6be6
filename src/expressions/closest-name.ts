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

/** Insertions, deletions and replacements between two words (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let index = 0; index < from.length; index += 1) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (from[index] === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

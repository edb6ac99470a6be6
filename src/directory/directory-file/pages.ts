import type { ChangePage } from '../directory-source.js';
import type { Positions, Start } from './positions.js';

/** Objects, or members of groups, that one page tells of. */
const PAGE_SIZE = 1_000;

/** The pages of a list from a position on; one that tells nothing when nothing changed. */
export function* changePages<Item, Change>(
  items: readonly Item[],
  { index, isUnchanged }: Start,
  positions: Positions,
  toChange: (item: Item) => Change,
): Generator<ChangePage<Change>> {
  const left = isUnchanged ? [] : items.slice(index);
  let told = isUnchanged ? items.length : index;
  for (const chunk of chunks(left)) {
    told += chunk.length;
    const isLast = told >= items.length;
    yield {
      changes: chunk.map(toChange),
      continueAt: positions.watermark(isLast ? null : told),
      isLast,
    };
  }
  if (left.length === 0) yield { changes: [], continueAt: positions.watermark(null), isLast: true };
}

/** A list in pieces that are small enough for a page. */
export function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let begin = 0; begin < items.length; begin += PAGE_SIZE) yield items.slice(begin, begin + PAGE_SIZE);
}

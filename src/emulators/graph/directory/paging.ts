export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; `null` when nothing more would come. */
  readonly next: number | null;
}

/**
 * Takes up to `limit` rows from `position` on, leaving out those that `view` answers `null` for. The rows only ever grow,
 * so a position stays good while others write, and a page costs what it holds.
 */
export function pageOf<Row, T>(
  rows: { readonly length: number; at(index: number): Row | undefined },
  range: { readonly position: number; readonly limit: number; readonly end?: number },
  view: (row: Row) => T | null,
): Page<T> {
  const items: T[] = [];
  const end = range.end ?? rows.length;
  for (let index = range.position; index < end; index += 1) {
    const row = rows.at(index);
    const item = row === undefined ? null : view(row);
    if (item === null) continue;
    if (items.length === range.limit) return { items, next: index };
    items.push(item);
  }
  return { items, next: null };
}

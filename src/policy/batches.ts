/** Consecutive operations of a cycle, `first` to `last`, 1-based and inclusive. */
export interface Batch {
  readonly first: number;
  readonly last: number;
}

/**
 * How many operations one activity writes. Each batch costs about six events and 1.5 KB of history, so the larger the
 * batch, the smaller the history. It costs nothing in safety: outcomes are flushed to the store every few dozen objects,
 * so a retry or a pause repeats at most those. 1,000 keeps a batch at a minute or so for a target that takes 25 requests
 * a second: often enough to see a cycle move, and to let a deploy drain.
 */
export const OPERATIONS_PER_BATCH = 1_000;

/** The operations from `first` to `last`, cut into batches; none when there are none. */
export function batchesOf({ first, last }: Batch, size = OPERATIONS_PER_BATCH): readonly Batch[] {
  return Array.from({ length: Math.max(0, Math.ceil((last - first + 1) / size)) }, (_, index) => ({
    first: first + index * size,
    last: Math.min(first + (index + 1) * size - 1, last),
  }));
}

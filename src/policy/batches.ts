/** Consecutive operations of a cycle, `first` to `last`, 1-based and inclusive. */
export interface Batch {
  readonly first: number;
  readonly last: number;
}

/**
 * How many operations one activity writes. Each batch costs about six events and 1.5 KB of history, so the larger the
 * batch, the smaller the history. It costs nothing in safety: outcomes are stored a second's work at a time, so a retry or
 * a pause repeats at most that. 2,000 keeps a batch at a minute or so for a target that takes 25 requests a second: often
 * enough to see a cycle move, and to let a deploy drain.
 */
export const OPERATIONS_PER_BATCH = 2_000;
/** The same in cycles whose plan did not tell which operations are independent. */
const OPERATIONS_PER_BATCH_IN_ORDER = 1_000;

/** The operations from `first` to `last`, cut into batches; none when there are none. */
export function batchesOf({ first, last }: Batch, size = OPERATIONS_PER_BATCH): readonly Batch[] {
  return Array.from({ length: Math.max(0, Math.ceil((last - first + 1) / size)) }, (_, index) => ({
    first: first + index * size,
    last: Math.min(first + (index + 1) * size - 1, last),
  }));
}

/**
 * The batches of a cycle in stages: those of a stage are carried out beside one another, one stage after the other.
 * @param independent operations of which none waits for another of them; absent where the plan did not tell.
 */
export function stagesOf(operations: Batch, independent: Batch | undefined): readonly (readonly Batch[])[] {
  if (independent === undefined)
    return batchesOf(operations, OPERATIONS_PER_BATCH_IN_ORDER).map((batch) => [batch]);
  const inOrder = Math.max(0, independent.first - operations.first);
  const ahead = Math.ceil(inOrder / OPERATIONS_PER_BATCH) * OPERATIONS_PER_BATCH;
  const beside = batchesOf({
    first: operations.first + ahead,
    last: Math.min(independent.last, operations.last),
  });
  if (beside.length < 2) return batchesOf(operations).map((batch) => [batch]);
  const [begin, end] = [beside[0]?.first ?? 0, beside.at(-1)?.last ?? 0];
  return [
    ...batchesOf({ first: operations.first, last: begin - 1 }).map((batch) => [batch]),
    beside,
    ...batchesOf({ first: end + 1, last: operations.last }).map((batch) => [batch]),
  ];
}

import pMap from 'p-map';
import type { Outcome, PendingOperation } from '../store/index.js';
import { carryOut } from './carry-out.js';
import { mapsReferences, type CycleContext } from './cycle-context.js';
import { KnownReferences } from './known-references.js';
import { notCarriedOut } from './outcomes.js';
import { settleReferences } from './settle-references.js';

/**
 * Operations whose intent is stored at once, and outcomes stored at once: what a crash makes us ask the target about. More
 * where the target takes many in one request.
 */
const CHUNK = 50;

/**
 * Carries out the operations `first` to `last` of a cycle's plan that are not done, several at a time. The intent is
 * stored before and the outcome after, a few dozen at a time. When it is told to stop, or the target fails as a whole,
 * nothing new begins, what is under way ends, and the rest stays planned.
 * @returns `references`, after the last of the planned operations: whether any reference is still to be written.
 * @throws {ProvisioningFailure} when the target fails for everyone, or the store.
 */
export async function writeOperations(
  context: CycleContext,
  range: { readonly first: number; readonly last: number },
): Promise<{ exported: number; failed: number; references?: boolean }> {
  const atOnce = await context.target.writesAtOnce(range.last - range.first + 1);
  const chunk = atOnce === null ? CHUNK : Math.max(CHUNK, Math.ceil(atOnce / 4));
  const recorder = new Recorder(context, chunk);
  const references = new KnownReferences(context);
  const halt = new AbortController();
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    failures.push(error);
    halt.abort();
  };
  const stop = AbortSignal.any([context.signal, halt.signal]);

  await pMap(
    orFail(pending(context, { ...range, chunk }, { recorder, references }, stop), fail),
    async (operation) => {
      try {
        await recorder.add(await references.carryOut(operation, (filled) => carryOut(context, filled)));
      } catch (error) {
        fail(error);
      }
      context.onProgress();
    },
    { concurrency: atOnce ?? context.concurrency },
  );
  await recorder.flush();
  if (failures.length > 0) throw failures[0];
  context.signal.throwIfAborted();
  const { exported, failed } = recorder;
  if (!mapsReferences(context)) return { exported, failed };
  const { writes } = await context.store.plans.count(context);
  if (range.last < writes) return { exported, failed };
  await context.store.statistics.refreshAfter(writes);
  return { exported, failed, references: await settleReferences(context) };
}

/**
 * The operations to carry out, taken from the store a chunk ahead, so that nobody waits for the next one. What was taken
 * in vain is given back.
 */
async function* pending(
  context: CycleContext,
  range: { readonly first: number; readonly last: number; readonly chunk: number },
  { recorder, references }: { readonly recorder: Recorder; readonly references: KnownReferences },
  stop: AbortSignal,
): AsyncGenerator<PendingOperation> {
  const takeChunk = async (after: number): Promise<readonly PendingOperation[]> => {
    const chunk = await context.store.operations.take(context, {
      after,
      last: range.last,
      limit: range.chunk,
    });
    await references.load(chunk);
    return chunk;
  };
  const take = (after: number): Promise<readonly PendingOperation[]> => {
    const taken = takeChunk(after);
    // Awaited a chunk later; an error until then is not unhandled.
    taken.catch(() => undefined);
    return taken;
  };
  const isStopped = (): boolean => stop.aborted;
  const giveBack = (left: readonly PendingOperation[]): Promise<void> =>
    recorder.add(...left.filter((operation) => !operation.mayHaveHappened).map(notCarriedOut));

  let chunk = await take(range.first - 1);
  for (let last = chunk.at(-1); last !== undefined; last = chunk.at(-1)) {
    const next = take(last.ordinal);
    for (const [index, operation] of chunk.entries()) {
      if (isStopped()) {
        await giveBack([...chunk.slice(index), ...(await next)]);
        return;
      }
      yield operation;
    }
    chunk = await next;
  }
}

/**
 * Ends where `operations` fail. Thrown on, the error would end the attempt at once, and the next one would ask the target
 * about writes that are still under way.
 */
async function* orFail(
  operations: AsyncGenerator<PendingOperation>,
  fail: (error: unknown) => void,
): AsyncGenerator<PendingOperation> {
  try {
    yield* operations;
  } catch (error) {
    fail(error);
  }
}

/** Collects outcomes and stores them by the dozen. */
class Recorder {
  exported = 0;
  failed = 0;
  readonly #context: CycleContext;
  readonly #chunk: number;
  #outcomes: Outcome[] = [];
  #storing: Promise<void> = Promise.resolve();

  /** @param chunk outcomes stored at once. */
  constructor(context: CycleContext, chunk: number) {
    this.#context = context;
    this.#chunk = chunk;
  }

  async add(...outcomes: readonly Outcome[]): Promise<void> {
    for (const outcome of outcomes) {
      if (outcome.status === 'failure') this.failed += 1;
      else if (outcome.status !== 'planned') this.exported += 1;
      this.#outcomes.push(outcome);
    }
    if (this.#outcomes.length >= this.#chunk) await this.flush();
  }

  /** Stores what was collected, after what is being stored already. */
  async flush(): Promise<void> {
    const outcomes = this.#outcomes;
    this.#outcomes = [];
    const stored = this.#storing.then(() => this.#context.store.operations.record(this.#context, outcomes));
    this.#storing = stored;
    await stored;
  }
}

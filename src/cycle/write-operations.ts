import pMap from 'p-map';
import type { Outcome, PendingOperation } from '../store/index.js';
import { carryOut } from './carry-out.js';
import { mapsReferences, type CycleContext } from './cycle-context.js';
import { KnownReferences } from './known-references.js';
import { notCarriedOut } from './outcomes.js';
import { settleReferences } from './settle-references.js';

/**
 * Operations whose intent is stored at once, and outcomes stored at once: as many as the target takes in about a second. What a
 * crash makes us ask the target about takes no longer than they did.
 */
const CHUNK = { least: 50, most: 250 };

/**
 * Carries out the operations `first` to `last` of a cycle's plan that are not done, several at a time. The intent is
 * stored before and the outcome after, a second's work at a time. When it is told to stop, or the target fails as a whole,
 * nothing new begins, what is under way ends, and the rest stays planned.
 * @returns `references`, once none of the plan's operations is open, in this range or another: whether any reference is still to be written.
 * @throws {ProvisioningFailure} when the target fails for everyone, or the store.
 */
export async function writeOperations(
  context: CycleContext,
  range: { readonly first: number; readonly last: number },
): Promise<{ exported: number; failed: number; references?: boolean }> {
  const atOnce = await context.target.writesAtOnce(range.last - range.first + 1);
  const pace = new Pace(Math.max(CHUNK.least, (atOnce ?? 0) / 4));
  const recorder = new Recorder(context, pace);
  const references = new KnownReferences(context, () => recorder.flush());
  const halt = new AbortController();
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    failures.push(error);
    halt.abort();
  };
  const stop = AbortSignal.any([context.signal, halt.signal]);

  await pMap(
    orFail(pending(context, range, { recorder, references, pace }, stop), fail),
    async (operation) => {
      try {
        await references.carryOut(operation, async (filled) => {
          const outcome = await carryOut(context, filled);
          recorder.add(outcome);
          return outcome;
        });
        await recorder.flushWhenFull();
      } catch (error) {
        fail(error);
      }
      pace.carriedOut();
      context.onProgress();
    },
    { concurrency: atOnce ?? context.concurrency },
  );
  await recorder.flush();
  if (failures.length > 0) throw failures[0];
  context.signal.throwIfAborted();
  await context.store.statistics.refresh('written', { from: range.first - 1, to: range.last });
  const { exported, failed } = recorder;
  if (!mapsReferences(context)) return { exported, failed };
  if (await context.store.operations.areOpen(context)) return { exported, failed };
  return { exported, failed, references: await settleReferences(context) };
}

/**
 * The operations to carry out, taken from the store a chunk ahead, so that nobody waits for the next one. What was taken
 * in vain is given back.
 */
async function* pending(
  context: CycleContext,
  range: { readonly first: number; readonly last: number },
  {
    recorder,
    references,
    pace,
  }: { readonly recorder: Recorder; readonly references: KnownReferences; readonly pace: Pace },
  stop: AbortSignal,
): AsyncGenerator<PendingOperation> {
  const takeChunk = async (after: number): Promise<readonly PendingOperation[]> => {
    const chunk = await context.store.operations.take(context, {
      after,
      last: range.last,
      limit: pace.chunk,
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
  const giveBack = (left: readonly PendingOperation[]): void => {
    recorder.add(...left.filter((operation) => !operation.mayHaveHappened).map(notCarriedOut));
  };

  let chunk = await take(range.first - 1);
  for (let last = chunk.at(-1); last !== undefined; last = chunk.at(-1)) {
    const next = take(last.ordinal);
    for (const [index, operation] of chunk.entries()) {
      if (isStopped()) {
        giveBack([...chunk.slice(index), ...(await next)]);
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

/** How fast operations are carried out. */
class Pace {
  readonly #beganAt = performance.now();
  readonly #least: number;
  #completed = 0;

  /** @param least so many at the least: more where the target takes many in one request. */
  constructor(least: number) {
    this.#least = least;
  }

  carriedOut(): void {
    this.#completed += 1;
  }

  /** How many operations are worth a transaction: a second's work. */
  get chunk(): number {
    const seconds = Math.max(1, (performance.now() - this.#beganAt) / 1_000);
    return Math.min(CHUNK.most, Math.max(this.#least, Math.round(this.#completed / seconds)));
  }
}

/** Collects outcomes and stores them, about a second's at a time. */
class Recorder {
  exported = 0;
  failed = 0;
  readonly #context: CycleContext;
  readonly #pace: Pace;
  #outcomes: Outcome[] = [];
  #storing: Promise<void> = Promise.resolve();

  constructor(context: CycleContext, pace: Pace) {
    this.#context = context;
    this.#pace = pace;
  }

  add(...outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      if (outcome.status === 'failure') this.failed += 1;
      else if (outcome.status !== 'planned') this.exported += 1;
      this.#outcomes.push(outcome);
    }
  }

  async flushWhenFull(): Promise<void> {
    if (this.#outcomes.length >= this.#pace.chunk) await this.flush();
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

import { ApplicationFailure, CancellationScope, isCancellation, setHandler } from '@temporalio/workflow';
import type { CycleReference, CycleSummary } from '../activities/contract.js';
import { stagesOf, type Batch } from '../src/policy/batches.js';
import { phases, summingUp } from './activity-proxies.js';
import { besideEachOther } from './beside-each-other.js';
import { pause, phase, start, type SynchronizationError } from './contract.js';
import { CycleView } from './cycle-view.js';
import { causeOf } from './failures.js';
import { Pausable } from './pausable.js';

/**
 * One pass of a job: read, plan, write, sum up. Every phase keeps its progress in the store, so it can be stopped,
 * retried and resumed at any point.
 * @throws ApplicationFailure with the cause's type and message, and the cycle's summary as its only detail.
 */
export async function provisioningCycle(cycle: CycleReference): Promise<CycleSummary> {
  const steps = new Pausable();
  const view = new CycleView(cycle, () => steps.isPaused);
  setHandler(
    pause,
    () => {
      steps.pause();
      view.show();
    },
    { description: 'Stop between objects; nothing is lost. Sent by the job: pause the job instead' },
  );
  setHandler(
    start,
    () => {
      steps.start();
      view.show();
    },
    { description: 'Go on where it stopped. Sent by the job: start the job instead' },
  );
  setHandler(phase, () => view.phase, { description: 'The phase the cycle is in' });

  try {
    view.enter('fetchChanges');
    await steps.run(() => phases.fetchChanges.executeWithOptions({ summary: 'read the directory' }, [cycle]));

    view.enter('fetchAssignments');
    await steps.run(() =>
      phases.fetchAssignments.executeWithOptions({ summary: 'read assignments' }, [cycle]),
    );

    if (cycle.kind === 'initial') {
      view.enter('indexTarget');
      await steps.run(() => phases.indexTarget.executeWithOptions({ summary: 'list the target' }, [cycle]));
    }

    view.enter('mapAttributes');
    const { writes, references, independent } = await steps.run(() =>
      phases.mapAttributes.executeWithOptions({ summary: 'plan operations' }, [cycle]),
    );
    const planned = { operations: { first: 1, last: writes }, independent };
    const leftOver = await write(cycle, planned, { steps, view });

    // Both are absent in histories of cycles that knew no references: they go on as they began.
    if ((leftOver ?? references) === true) {
      view.enter('mapReferences');
      const mapped = await steps.run(() =>
        phases.mapReferences.executeWithOptions({ summary: 'plan references' }, [cycle]),
      );
      const operations = { first: writes + 1, last: mapped.writes };
      await write(cycle, { operations, independent: undefined }, { steps, view });
    }

    view.enter('finishCycle');
    return await finish(cycle, 'succeeded', null);
  } catch (error) {
    if (isCancellation(error)) {
      await finish(cycle, 'cancelled', null);
      throw error;
    }
    const cause = causeOf(error);
    const details = await lastWords(cycle, cause);
    throw ApplicationFailure.create({
      type: cause.code,
      message: cause.message,
      nonRetryable: true,
      details,
    });
  }
}

/** Batches of one cycle under way at once: whatever worker is free takes one. */
const BATCHES_AT_ONCE = 4;

/** @returns whether references are still to be planned; undefined when nothing was written that could tell. */
async function write(
  cycle: CycleReference,
  { operations, independent }: { readonly operations: Batch; readonly independent: Batch | undefined },
  { steps, view }: { readonly steps: Pausable; readonly view: CycleView },
): Promise<boolean | undefined> {
  const { first, last } = operations;
  if (first > last) return undefined;
  view.enter('writeScim', last);
  let completed = first - 1;
  let references: boolean | undefined;
  for (const stage of stagesOf(operations, independent)) {
    const left = new Set(stage);
    const isBeside = stage.length > 1;
    const writeBatch = async (batch: Batch): Promise<void> => {
      const summary = `write ${batch.first} to ${batch.last} of ${last}`;
      const input = { ...cycle, ...batch, ...(isBeside && { isBeside }) };
      const written = await phases.writeScim.executeWithOptions({ summary }, [input]);
      left.delete(batch);
      references = written.references ?? references;
      completed += batch.last - batch.first + 1;
      if (completed < last) view.written(completed);
    };
    await steps.run(() => besideEachOther(left, BATCHES_AT_ONCE, writeBatch));
  }
  return references;
}

/** Sums up to the end, whatever stops the cycle meanwhile: its rows must not stay open. */
function finish(
  cycle: CycleReference,
  outcome: 'succeeded' | 'failed' | 'cancelled',
  error: SynchronizationError | null,
): Promise<CycleSummary> {
  return CancellationScope.nonCancellable(() =>
    summingUp.finishCycle.executeWithOptions({ summary: outcome }, [{ ...cycle, outcome, error }]),
  );
}

/** The summary of a failed cycle; nothing when the store itself is what fails. The first cause is the one to tell. */
async function lastWords(cycle: CycleReference, cause: SynchronizationError): Promise<CycleSummary[]> {
  try {
    return [await finish(cycle, 'failed', cause)];
  } catch (error) {
    causeOf(error);
    return [];
  }
}

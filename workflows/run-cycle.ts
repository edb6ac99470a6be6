import {
  CancellationScope,
  condition,
  isCancellation,
  log,
  startChild,
  TemporalFailure,
} from '@temporalio/workflow';
import type { ChildWorkflowHandle } from '@temporalio/workflow';
import type { CycleReference, CycleSummary } from '../activities/contract.js';
import { bookkeeping } from './activity-proxies.js';
import { cycleWorkflowId, pause, searchAttributes, start, type SynchronizationError } from './contract.js';
import { causeOf, detailsOf } from './failures.js';
import type { JobState } from './job-state.js';
import { provisioningCycle } from './provisioning-cycle.js';

/** One cycle of a job, from what is forgotten before it to how it ended. A cycle that fails does not fail the job. */
export async function runCycle(job: JobState): Promise<void> {
  const cycle = job.begin(Date.now());
  try {
    await resetWhatWasAsked(job, cycle.number);
    job.completed(await steer(job, cycle), Date.now());
  } catch (error) {
    if (CancellationScope.current().consideredCancelled) throw error;
    if (job.isReplaced || isCancellation(error)) {
      log.warn('A cycle was cancelled', { cycle: cycle.number, isReplaced: job.isReplaced });
      job.cancelled(Date.now());
      return;
    }
    const cause = causeOf(error);
    const [summary = null] = detailsOf(error) as readonly CycleSummary[];
    job.failed({ error: cause, summary }, Date.now());
    // With quarantine, its beginning is what the administrator is told.
    if (!job.knowsQuarantine) await notify(cycle, cause);
  }
}

async function resetWhatWasAsked(job: JobState, number: number): Promise<void> {
  const { reset: scopes, appId } = job.record;
  if (scopes.length === 0) return;
  await bookkeeping.resetJob.executeWithOptions({ summary: `forget ${scopes.join(', ')}` }, [
    { appId, scopes, number },
  ]);
  job.wasReset(scopes);
}

/** Runs the cycle as a child and passes on what the job is told meanwhile: pause, start, and that it is replaced. */
async function steer(job: JobState, cycle: CycleReference): Promise<CycleSummary> {
  const scope = new CancellationScope();
  const child = await scope.run(() => startCycle(job, cycle));
  const ending = { hasCome: false };
  const result = child.result().finally(() => {
    ending.hasCome = true;
  });
  result.catch(() => undefined);

  for (let isHeld = false; ;) {
    // A job that is cancelled cancels its cycle too, and waits for it to end.
    await CancellationScope.nonCancellable(() =>
      condition(() => ending.hasCome || job.isReplaced || job.isPaused !== isHeld),
    );
    if (ending.hasCome) return await result;
    if (job.isReplaced) {
      scope.cancel();
      return await result;
    }
    isHeld = job.isPaused;
    await tell(child, isHeld);
  }
}

function startCycle(
  job: JobState,
  cycle: CycleReference,
): Promise<ChildWorkflowHandle<typeof provisioningCycle>> {
  const { connector } = job.status();
  return startChild(provisioningCycle, {
    workflowId: cycleWorkflowId(cycle.appId, cycle.number),
    args: [cycle],
    parentClosePolicy: 'REQUEST_CANCEL',
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    staticSummary: `${cycle.appId}: ${cycle.kind} cycle ${cycle.number}`,
    typedSearchAttributes: [
      { key: searchAttributes.app, value: cycle.appId },
      ...(connector === null ? [] : [{ key: searchAttributes.connector, value: connector }]),
    ],
  });
}

async function tell(child: ChildWorkflowHandle<typeof provisioningCycle>, isHeld: boolean): Promise<void> {
  try {
    await child.signal(isHeld ? pause : start);
  } catch (error) {
    // The cycle ended while the signal was on its way; its result says the rest.
    if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error;
  }
}

async function notify(cycle: CycleReference, error: SynchronizationError): Promise<void> {
  try {
    const summary = `cycle ${cycle.number} failed: ${error.code}`;
    await bookkeeping.sendNotification.executeWithOptions({ summary }, [{ ...cycle, error }]);
  } catch (failure) {
    if (CancellationScope.current().consideredCancelled) throw failure;
    log.warn('No notification was sent', { cycle: cycle.number, code: causeOf(failure).code });
  }
}

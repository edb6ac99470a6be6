import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  CancellationScope,
  workflowInfo,
} from '@temporalio/workflow';
import { handleMessages } from './job-messages.js';
import { completeJobRecord, type JobRecord } from './job-record.js';
import { describeNextStart } from './job-health.js';
import { JobState } from './job-state.js';
import { publishChanges } from './publish.js';
import { probe } from './probe.js';
import { runCycle } from './run-cycle.js';
import { runErrands } from './run-errands.js';

export interface JobInput {
  readonly appId: string;
  /** What the run before knew; absent when a job is created. */
  readonly state?: Partial<JobRecord> & Pick<JobRecord, 'appId'>;
}

/** One configured app, for as long as it is kept in step: cycle after cycle, at its interval, until it is cancelled. */
export async function provisioningJob(input: JobInput): Promise<void> {
  const job = new JobState(completeJobRecord(input.state ?? { appId: appIdOf(input) }));
  handleMessages(job);
  publishChanges(job);

  try {
    for (;;) {
      await untilDue(job);
      // Here and not before the wait: a new run that finds its cycle due begins it, and none begins early.
      if (workflowInfo().continueAsNewSuggested) {
        await condition(allHandlersFinished);
        await continueAsNew<typeof provisioningJob>({ appId: job.record.appId, state: job.record });
      }
      await takeTurn(job);
    }
  } catch (error) {
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
    throw error;
  }
}

/** Waits for the next cycle's time, or an errand. Whatever moves that time, or takes it away, is noticed at once. */
async function untilDue(job: JobState): Promise<void> {
  for (let due = job.nextStart(); due === null || due > Date.now(); due = job.nextStart()) {
    if (job.hasErrands) return;
    const known = due;
    const hasMoved = (): boolean => job.hasErrands || job.nextStart() !== known;
    if (known === null) await condition(hasMoved);
    else await condition(hasMoved, known - Date.now(), { summary: describeNextStart(job.record) });
  }
}

/** Errands first; then the cycle, unless the job is in quarantine for too long or one harmless request fails. */
async function takeTurn(job: JobState): Promise<void> {
  if (job.hasErrands) {
    await runErrands(job);
    return;
  }
  if (job.disableWhenDue(Date.now())) return;
  if (job.isProbeDue && !(await probe(job))) return;
  // Somebody may have paused it meanwhile.
  if ((job.nextStart() ?? Infinity) <= Date.now()) await runCycle(job);
}

/** Jobs are started by hand too, with whatever was typed. */
function appIdOf(input: unknown): string {
  if (typeof input === 'object' && input !== null && 'appId' in input) {
    const { appId } = input;
    if (typeof appId === 'string' && appId !== '') return appId;
  }
  throw ApplicationFailure.nonRetryable(
    'A job needs an input like { "appId": "dialpad" }.',
    'ConfigurationInvalid',
  );
}

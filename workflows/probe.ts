import { CancellationScope } from '@temporalio/workflow';
import { probing } from './activity-proxies.js';
import type { SynchronizationError } from './contract.js';
import { causeOf } from './failures.js';
import type { JobState } from './job-state.js';

/**
 * One harmless request to source and target, before anything else is tried on what may still be broken. One that fails is an
 * attempt that failed, unless somebody told the job something else meanwhile: then it is made anew.
 * @returns whether the cycle may begin.
 */
export async function probe(job: JobState): Promise<boolean> {
  const { configuration, quarantine } = job.record;
  const failure = await whyProbeFails(job);
  if (failure === null) job.probed();
  else if (job.record.configuration === configuration && job.record.quarantine === quarantine)
    job.probeFailed(failure, Date.now());
  return failure === null;
}

/** @returns null when source and target answered as they should. */
export async function whyProbeFails(job: JobState): Promise<SynchronizationError | null> {
  const { appId, configuration } = job.record;
  if (configuration === null) return null;
  try {
    await probing.validateCredentials.executeWithOptions({ summary: 'one harmless request first' }, [
      { appId, configuration, isProbe: true },
    ]);
    return null;
  } catch (error) {
    if (CancellationScope.current().consideredCancelled) throw error;
    return causeOf(error);
  }
}

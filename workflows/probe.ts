import { CancellationScope } from '@temporalio/workflow';
import { probing } from './activity-proxies.js';
import { causeOf } from './failures.js';
import type { JobState } from './job-state.js';

/**
 * One harmless request to source and target, before anything else is tried on what may still be broken. One that fails is an
 * attempt that failed, unless somebody told the job something else meanwhile: then it is made anew.
 * @returns whether the cycle may begin.
 */
export async function probe(job: JobState): Promise<boolean> {
  const { appId, configuration, quarantine } = job.record;
  if (configuration === null) return true;
  try {
    await probing.validateCredentials.executeWithOptions({ summary: 'one harmless request first' }, [
      { appId, configuration, isProbe: true },
    ]);
    job.probed();
    return true;
  } catch (error) {
    if (CancellationScope.current().consideredCancelled) throw error;
    const cause = causeOf(error);
    if (job.record.configuration === configuration && job.record.quarantine === quarantine)
      job.probeFailed(cause, Date.now());
    return false;
  }
}

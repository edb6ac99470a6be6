import { condition, uuid4 } from '@temporalio/workflow';
import { planning } from './activity-proxies.js';
import type { PlanResult } from './contract.js';
import { asRefusal } from './failures.js';
import type { JobState } from './job-state.js';

/** What the job's next cycle would do. One plan at a time, and never beside a cycle. */
export async function planNextCycle(job: JobState): Promise<PlanResult> {
  // Of several that wait, all are let go at once.
  while (!job.isIdle) await condition(() => job.isIdle);
  const cycle = job.beginPlan();
  try {
    return await planning.planCycle.executeWithOptions({ summary: `plan cycle ${cycle.number}` }, [
      { ...cycle, reportId: uuid4() },
    ]);
  } catch (error) {
    throw asRefusal(error);
  } finally {
    job.planned();
  }
}

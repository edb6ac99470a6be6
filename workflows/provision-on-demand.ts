import { uuid4 } from '@temporalio/workflow';
import { onDemand } from './activity-proxies.js';
import type { ProvisionOnDemandInput, ProvisionOnDemandResult } from './contract.js';
import { asRefusal } from './failures.js';

/**
 * Provisions one user or group at once, beside the cycles of the app's job, be it paused, in quarantine or not started yet.
 * @throws ApplicationFailure with the type and message of what went wrong.
 */
export async function provisionOnDemand(input: ProvisionOnDemandInput): Promise<ProvisionOnDemandResult> {
  try {
    const summary = input.isDryRun === true ? 'provision without writing' : 'provision';
    return await onDemand.provisionOnDemand.executeWithOptions({ summary }, [
      { ...input, reportId: uuid4() },
    ]);
  } catch (error) {
    throw asRefusal(error);
  }
}

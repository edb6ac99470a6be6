import { proxyActivities } from '@temporalio/workflow';
import type { Activities, CycleReference } from '../../activities/contract.js';

const { mapAttributes, fetchChanges } = proxyActivities<Activities>({ startToCloseTimeout: '1 minute' });

/** A cycle that plans before it reads: what a replay must not let pass. */
export async function provisioningCycle(cycle: CycleReference): Promise<void> {
  await mapAttributes(cycle);
  await fetchChanges(cycle);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { cycleWorkflowId } from '../workflows/contract.js';

/** What one cycle took, as Temporal tells it. */
export interface CycleFigures {
  readonly tookMs: number;
  readonly historyEvents: number;
  readonly historyBytes: number;
}

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/**
 * Waits for the end of a cycle by one long poll at the server: asking the job would take the worker's time.
 * @throws {WorkflowFailedError} when the cycle fails.
 */
export async function cycleEnded(
  client: Client,
  appId: string,
  number: number,
  signal: AbortSignal,
): Promise<CycleFigures> {
  const handle = client.workflow.getHandle(cycleWorkflowId(appId, number));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await exists(handle))) {
    if (Date.now() > deadline) throw new Error(`Cycle ${number} of ${appId} does not begin.`);
    await sleep(POLL_MS, undefined, { signal });
  }
  await client.withAbortSignal(signal, () => handle.result());
  const { startTime, closeTime, historyLength, historySize } = await handle.describe();
  return {
    tookMs: (closeTime?.getTime() ?? Number.NaN) - startTime.getTime(),
    historyEvents: historyLength,
    historyBytes: historySize ?? Number.NaN,
  };
}

async function exists(handle: ReturnType<Client['workflow']['getHandle']>): Promise<boolean> {
  try {
    await handle.describe();
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

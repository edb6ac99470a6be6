import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { cycleWorkflowId } from '../../workflows/contract.js';
import { historyFigures, type HistoryFigures } from './history.js';

/** What one cycle took, as Temporal tells it. */
export interface CycleFigures {
  readonly tookMs: number;
  readonly history: HistoryFigures;
}

const START_TIMEOUT_MS = 120_000;
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
): Promise<void> {
  const handle = client.workflow.getHandle(cycleWorkflowId(appId, number));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await exists(handle))) {
    if (Date.now() > deadline) throw new Error(`Cycle ${number} of ${appId} does not begin.`);
    await sleep(POLL_MS, undefined, { signal });
  }
  await client.withAbortSignal(signal, () => handle.result());
}

/** Of a cycle that has ended. */
export async function cycleFigures(client: Client, appId: string, number: number): Promise<CycleFigures> {
  const workflowId = cycleWorkflowId(appId, number);
  const { startTime, closeTime } = await client.workflow.getHandle(workflowId).describe();
  return {
    tookMs: (closeTime?.getTime() ?? Number.NaN) - startTime.getTime(),
    history: await historyFigures(client, { workflowId }),
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

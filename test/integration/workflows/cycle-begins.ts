import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { jobWorkflowId } from '../../../workflows/contract.js';

/** As much of a history event as is read here, in its JSON form. */
interface HistoryEvent {
  readonly eventId: string;
  readonly eventTime: string;
  readonly workflowExecutionStartedEventAttributes?: { readonly continuedExecutionRunId?: string };
  readonly workflowTaskCompletedEventAttributes?: { readonly startedEventId: string };
  readonly startChildWorkflowExecutionInitiatedEventAttributes?: {
    readonly workflowTaskCompletedEventId: string;
  };
}

/** When a job began its cycles by its own clock, through all of its runs; milliseconds since the epoch, in order. */
export async function cycleBegins(client: Client, appId: string): Promise<readonly number[]> {
  const begins: number[] = [];
  for (let runId: string | undefined, isFirst = true; isFirst || runId; isFirst = false) {
    const history = await client.workflow.getHandle(jobWorkflowId(appId), runId).fetchHistory();
    const { events } = JSON.parse(historyToJSON(history)) as { readonly events: readonly HistoryEvent[] };
    const event = new Map(events.map((each) => [each.eventId, each]));
    for (const { startChildWorkflowExecutionInitiatedEventAttributes: child } of events) {
      if (child === undefined) continue;
      const task = event.get(child.workflowTaskCompletedEventId)?.workflowTaskCompletedEventAttributes;
      begins.push(Date.parse(event.get(task?.startedEventId ?? '')?.eventTime ?? ''));
    }
    runId = events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  }
  return begins.sort((one, other) => one - other);
}

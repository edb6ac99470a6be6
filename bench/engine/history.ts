import type { Client } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import type { temporal } from '@temporalio/proto';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** A workflow's Temporal history, and that of the workflows that it started. */
export interface HistoryFigures {
  readonly events: number;
  readonly bytes: number;
  /** Milliseconds by activity type, from the first being scheduled to the last being completed. */
  readonly phasesMs: Readonly<Record<string, number>>;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** @param execution the latest run of the id unless told. */
export async function historyFigures(
  client: Client,
  execution: { readonly workflowId: string; readonly runId?: string | undefined },
): Promise<HistoryFigures> {
  const { bytes, events } = await historyOf(client, execution);
  const spans = new Map<string, Span>();
  for (const [type, span] of activitySpans(events)) {
    const known = spans.get(type) ?? span;
    spans.set(type, { from: Math.min(known.from, span.from), to: Math.max(known.to, span.to) });
  }
  const phasesMs = Object.fromEntries(
    [...spans].map(([type, { from, to }]) => [type, Math.round(to - from)]),
  );
  return { events: events.length, bytes, phasesMs };
}

async function historyOf(
  client: Client,
  { workflowId, runId }: { readonly workflowId: string; readonly runId?: string | undefined },
): Promise<{ readonly events: readonly HistoryEvent[]; readonly bytes: number }> {
  const handle = client.workflow.getHandle(workflowId, runId);
  const { historySize } = await handle.describe();
  const own = (await handle.fetchHistory()).events ?? [];
  const children = await Promise.all(
    own.flatMap(({ childWorkflowExecutionStartedEventAttributes: started }) => {
      const { workflowId: childId, runId: childRun } = started?.workflowExecution ?? {};
      return childId ? [historyOf(client, { workflowId: childId, runId: childRun ?? undefined })] : [];
    }),
  );
  return {
    events: [...own, ...children.flatMap(({ events }) => events)],
    bytes: children.reduce((sum, { bytes }) => sum + bytes, historySize ?? Number.NaN),
  };
}

/** Activities that were completed. Ids of events count for one history only, so it is told from the order. */
function* activitySpans(events: readonly HistoryEvent[]): Generator<readonly [string, Span]> {
  let scheduled = new Map<string, { readonly type: string; readonly at: number }>();
  for (const event of events) {
    const at = tsToMs(event.eventTime);
    // A history begins: that of a child, perhaps.
    if (String(event.eventId) === '1') scheduled = new Map();
    const type = event.activityTaskScheduledEventAttributes?.activityType?.name;
    if (type) scheduled.set(String(event.eventId), { type, at });
    const completed = event.activityTaskCompletedEventAttributes;
    const begun = completed ? scheduled.get(String(completed.scheduledEventId)) : undefined;
    if (begun !== undefined) yield [begun.type, { from: begun.at, to: at }];
  }
}

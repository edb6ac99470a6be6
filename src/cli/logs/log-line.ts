import type { LogEntry, LogEvent } from './log-client.js';

/** A line of the log: what happened to somebody, or what a cycle decided about itself. */
export type LogLine =
  | { readonly type: 'entry'; readonly id: string; readonly at: string; readonly entry: LogEntry }
  | { readonly type: 'event'; readonly id: string; readonly at: string; readonly event: LogEvent };

export const entryLine = (entry: LogEntry): LogLine => ({
  type: 'entry',
  id: entry.id,
  at: entry.activityDateTime,
  entry,
});

export const eventLine = (event: LogEvent): LogLine => ({
  type: 'event',
  id: event.id,
  at: event.occurredAt,
  event,
});

/** Entries in the order they have, with the events between them; both oldest first. */
export function merged(entries: readonly LogLine[], events: readonly LogLine[]): readonly LogLine[] {
  const lines: LogLine[] = [];
  let next = 0;
  for (const entry of entries) {
    // A cycle decides before it acts, so an event goes before the entries of its moment.
    for (let event = events[next]; event !== undefined && event.at <= entry.at; event = events[next]) {
      lines.push(event);
      next += 1;
    }
    lines.push(entry);
  }
  return [...lines, ...events.slice(next)];
}

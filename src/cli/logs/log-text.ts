import { z } from 'zod';
import { counted, padded, printable, relativeTime, span } from '../format.js';
import type { Colors } from '../terminal.js';
import type { Escrow, LogEntry, LogEvent } from './log-client.js';
import type { LogLine } from './log-line.js';
import { stepsText } from './step-text.js';

/** A line of the log, in as many lines of text as it takes. */
export function lineText(line: LogLine, colors: Colors): string {
  return line.type === 'entry' ? logText(line.entry, colors) : eventText(line.event, colors);
}

/** What a cycle decided about itself: the code, then what happened and what follows. */
export function eventText({ occurredAt, cycle, code, subject, message }: LogEvent, colors: Colors): string {
  const headline = [
    colors.dim(occurredAt),
    colors.yellow(padded('event', 7)),
    padded(`cycle ${cycle}`, 7),
    printable(code),
    ...(subject === '' ? [] : [colors.dim(printable(subject))]),
  ].join('  ');
  return `${headline}\n    ${printable(message)}`;
}

/** What failed and is tried again: since when, who, why, and when next. */
export function escrowText(escrow: Escrow, now: number, colors: Colors): string {
  const { firstFailedAt, about, sourceName, objectId, errorCode, attempts, nextAttemptAt } = escrow;
  const isDue = Date.parse(nextAttemptAt) <= now;
  const next = isDue ? 'with the next cycle' : relativeTime(nextAttemptAt, now);
  return [
    [
      colors.dim(firstFailedAt),
      padded(printable(about), 10),
      printable(sourceName ?? objectId),
      ...(sourceName === null ? [] : [colors.dim(printable(objectId))]),
    ].join('  '),
    `    ${colors.red(printable(errorCode))}, ${counted(attempts, 'attempt')}, next ${next}`,
    ...adviceText(escrow),
  ].join('\n');
}

/** One entry: what happened to whom, then each changed attribute, the reason, what to do, and the steps if it carries them. */
export function logText(entry: LogEntry, colors: Colors): string {
  const {
    activityDateTime,
    status,
    action,
    sourceName,
    sourceId,
    targetId,
    durationInMilliseconds: took,
  } = entry;
  const who = printable(sourceName ?? sourceId ?? '-');
  const headline = [
    colors.dim(activityDateTime),
    padded(painted(status, colors), 7),
    padded(action, 7),
    who,
    ...(targetId === null ? [] : [colors.dim(`-> ${printable(targetId)}`)]),
    ...(took === null ? [] : [colors.dim(span(took))]),
  ].join('  ');
  return [
    headline,
    ...changeLines(entry),
    ...explanation(entry),
    ...(entry.provisioningSteps === undefined ? [] : stepsText(entry, colors)),
  ].join('\n');
}

/** What changes, an attribute a line. */
export function changeLines({ changes }: Pick<LogEntry, 'changes'>): readonly string[] {
  return changes.map((change) => `    ${changeText(change)}`);
}

function painted(status: string, colors: Colors): string {
  if (status === 'failure') return colors.red(status);
  return status === 'success' ? colors.green(status) : colors.yellow(printable(status));
}

function changeText({ path, oldValue, newValue, adds }: LogEntry['changes'][number]): string {
  if (path === 'members') return membersText(oldValue, newValue);
  if (adds === true) return `${printable(path)}: + ${valueText(newValue)}`;
  return `${printable(path)}: ${valueText(oldValue)} -> ${valueText(newValue)}`;
}

type Value = LogEntry['changes'][number]['newValue'];

/** Who left a group, or who joined it; who else is in it nobody says. */
function membersText(left: Value, joined: Value): string {
  return left === null ? `members: + ${valueText(joined)}` : `members: - ${valueText(left)}`;
}

function valueText(value: Value): string {
  if (value === null) return '(none)';
  const others = references.safeParse(value);
  return printable(others.success ? others.data.map(referenceText).join(', ') : JSON.stringify(value));
}

/** Others whom the app knows by an id, and people by a name. */
const references = z.array(z.strictObject({ value: z.string(), display: z.string().optional() })).min(1);

function referenceText({ value, display }: z.infer<typeof references>[number]): string {
  return display === undefined ? JSON.stringify(value) : `${display} (${value})`;
}

/** Why it failed or was passed over, and what to do. */
export function explanation(entry: LogEntry): readonly string[] {
  const why = [entry.errorCode, entry.reason].filter((text) => text !== null).join(': ');
  return [...(why === '' ? [] : [`    ${printable(why)}`]), ...adviceText(entry)];
}

function adviceText({ recommendedAction }: Pick<LogEntry, 'recommendedAction'>): readonly string[] {
  return recommendedAction === null || recommendedAction === undefined
    ? []
    : [`    What to do: ${printable(recommendedAction)}`];
}

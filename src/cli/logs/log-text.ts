import { z } from 'zod';
import { padded, printable, span } from '../format.js';
import type { Colors } from '../terminal.js';
import type { LogEntry } from './log-client.js';

/** One entry: what happened to whom, then each changed attribute, then the reason and what to do. */
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
    ...entry.changes.map((change) => `    ${changeText(change)}`),
    ...explanation(entry),
  ].join('\n');
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

function explanation({ errorCode, reason, recommendedAction }: LogEntry): readonly string[] {
  const why = [errorCode, reason].filter((text) => text !== null).join(': ');
  return [
    ...(why === '' ? [] : [`    ${printable(why)}`]),
    ...(recommendedAction === null || recommendedAction === undefined
      ? []
      : [`    What to do: ${printable(recommendedAction)}`]),
  ];
}

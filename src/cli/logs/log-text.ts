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

function changeText({ path, oldValue, newValue }: LogEntry['changes'][number]): string {
  return `${printable(path)}: ${valueText(oldValue)} -> ${valueText(newValue)}`;
}

function valueText(value: LogEntry['changes'][number]['newValue']): string {
  return value === null ? '(none)' : printable(JSON.stringify(value));
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

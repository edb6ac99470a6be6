import { padded, printable } from '../format.js';
import type { LogEntry } from '../logs/log-client.js';
import type { Colors } from '../terminal.js';

/** What is done, to whom. */
export function entryHeadline(entry: LogEntry, colors: Colors): string {
  const { action, status, sourceName, sourceId, about } = entry;
  const paint = status === 'failure' ? colors.red : status === 'skipped' ? colors.yellow : colors.green;
  const who = printable(sourceName ?? sourceId ?? '-');
  const whatOf = about === 'references' ? colors.dim('  whom it names') : '';
  return `${paint(padded(printable(action), 7))}  ${who}${whatOf}`;
}

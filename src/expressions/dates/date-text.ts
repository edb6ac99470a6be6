import { readDateFormat } from './date-format.js';
import { DEFAULT_STYLES } from './date-time-styles.js';
import { formatDate } from './format-date.js';
import { FIRST_INSTANT, instantOn, toUtc } from './instant.js';
import type { Instant } from './instant.js';
import { parseExact } from './parse-exact.js';

/** The format in which dates go from function to function, always in UTC. */
const EXCHANGE_FORMAT = readDateFormat('M/d/yyyy h:mm:ss tt');

const ISO =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d+))?)?)? ?(?:Z|(?<sign>[+-])(?<offsetHour>\d\d)(?::?(?<offsetMinute>[0-5]\d))?)?$/i;

/** "3/18/2026 2:05:00 PM": to the second, in UTC. */
export function dateText(instant: Instant): string {
  return formatDate(instant, EXCHANGE_FORMAT);
}

/**
 * Reads what `dateText` writes, and ISO 8601: a date, or a date and time with "T" or a blank between them, each with or without
 * an offset. Without one it is UTC. Null for anything else.
 */
export function parseDate(text: string): Instant | null {
  const trimmed = text.trim();
  const parts = ISO.exec(trimmed)?.groups;
  // The format has all parts of a date, so nothing of "now" is seen.
  if (parts === undefined) return parseExact(trimmed, EXCHANGE_FORMAT, DEFAULT_STYLES, FIRST_INSTANT);
  const number = (part: string) => Number(parts[part] ?? 0);
  const local = instantOn({
    year: number('year'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
    fraction: Number((parts['fraction'] ?? '').slice(0, 7).padEnd(7, '0')),
  });
  const offset = (number('offsetHour') * 60 + number('offsetMinute')) * (parts['sign'] === '-' ? -1 : 1);
  return local === null ? null : toUtc(local, offset);
}

/** A moment in UTC: units of 100 ns since year 1 began, up to the end of year 9999. @see .NET, DateTime.Ticks. */
export type Instant = bigint & { readonly brand: 'instant' };

/** A moment as calendar and clock show it: Gregorian, month and day from 1, hours from 0 to 23. */
export interface CalendarTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Units of 100 ns within the second. */
  readonly fraction: number;
}

export const TICKS_PER_SECOND = 10_000_000n;
export const TICKS_PER_DAY = 86_400n * TICKS_PER_SECOND;

const TICKS_PER_MILLISECOND = 10_000n;
const UNIX_EPOCH = 719_162n * TICKS_PER_DAY;
const END = 3_652_059n * TICKS_PER_DAY;
/** @see W3C XML Schema, dateTime: no zone is further from UTC. */
const MAX_OFFSET_MINUTES = 14 * 60;

/** Midnight of January 1 of the year 1. */
export const FIRST_INSTANT = 0n as Instant; // within the range by definition

/** Null outside the years 1 to 9999. */
export function instantAt(ticks: bigint): Instant | null {
  return ticks >= 0n && ticks < END ? (ticks as Instant) : null; // the one place that vouches for the range
}

/** Null when no calendar shows it: 31 February, 24 o'clock, the year 0. */
export function instantOn(time: CalendarTime): Instant | null {
  const { year, month, day, hour, minute, second, fraction } = time;
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12)) return null;
  if (day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return null;
  const midnight =
    UNIX_EPOCH + BigInt(new Date(0).setUTCFullYear(year, month - 1, day)) * TICKS_PER_MILLISECOND;
  const seconds = BigInt(hour * 3600 + minute * 60 + second);
  return instantAt(midnight + seconds * TICKS_PER_SECOND + BigInt(fraction));
}

export function calendarTimeOf(instant: Instant): CalendarTime {
  const seconds = instant / TICKS_PER_SECOND - UNIX_EPOCH / TICKS_PER_SECOND;
  const date = new Date(Number(seconds) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: Number(instant % TICKS_PER_SECOND),
  };
}

/** What a clock of the runtime shows; null outside the years 1 to 9999. */
export function instantOfDate(date: Date): Instant | null {
  const milliseconds = date.getTime();
  if (Number.isNaN(milliseconds)) return null;
  return instantAt(UNIX_EPOCH + BigInt(milliseconds) * TICKS_PER_MILLISECOND);
}

/** The moment in UTC of a clock that is so many minutes ahead; null when no zone is, or the years end. */
export function toUtc(local: Instant, offsetMinutes: number): Instant | null {
  if (Math.abs(offsetMinutes) > MAX_OFFSET_MINUTES) return null;
  return instantAt(local - BigInt(offsetMinutes) * 60n * TICKS_PER_SECOND);
}

/** Days since Sunday: 0 to 6. */
export function weekdayOf(instant: Instant): number {
  return Number((instant / TICKS_PER_DAY + 1n) % 7n); // the year 1 began on a Monday
}

export function daysInMonth(year: number, month: number): number {
  const lastDay = new Date(0);
  lastDay.setUTCFullYear(year, month, 0);
  return lastDay.getUTCDate();
}

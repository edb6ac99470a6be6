import {
  calendarTimeOf,
  daysInMonth,
  instantAt,
  instantOn,
  TICKS_PER_DAY,
  TICKS_PER_SECOND,
} from './instant.js';
import type { Instant } from './instant.js';

/** Year, month, day, week, hour, minute, second, as Visual Basic writes them. */
export const INTERVALS = ['yyyy', 'm', 'd', 'ww', 'h', 'n', 's'] as const;
export type Interval = (typeof INTERVALS)[number];

const TICKS_PER = {
  ww: 7n * TICKS_PER_DAY,
  d: TICKS_PER_DAY,
  h: 3600n * TICKS_PER_SECOND,
  n: 60n * TICKS_PER_SECOND,
  s: TICKS_PER_SECOND,
} as const;

export function isInterval(text: string): text is Interval {
  return (INTERVALS as readonly string[]).includes(text);
}

/**
 * So many intervals later, or earlier when the count is negative. A day that the month lacks becomes the month's last day.
 * Null outside the years 1 to 9999.
 */
export function addIntervals(instant: Instant, interval: Interval, count: number): Instant | null {
  if (!Number.isSafeInteger(count)) return null;
  if (interval === 'yyyy') return addMonths(instant, count * 12);
  if (interval === 'm') return addMonths(instant, count);
  return instantAt(instant + BigInt(count) * TICKS_PER[interval]);
}

/**
 * From one moment to another; negative when the other is earlier. Days, hours, minutes and seconds are elapsed time, cut
 * toward zero; weeks are the Sundays crossed; months and years are those of the calendar, whatever the day.
 */
export function intervalsBetween(from: Instant, to: Instant, interval: Interval): bigint {
  switch (interval) {
    case 'yyyy':
      return BigInt(calendarTimeOf(to).year - calendarTimeOf(from).year);
    case 'm':
      return BigInt(monthsOf(to) - monthsOf(from));
    case 'ww':
      return sundaysUntil(to) - sundaysUntil(from);
    case 'd':
    case 'h':
    case 'n':
    case 's':
      return (to - from) / TICKS_PER[interval];
  }
}

function addMonths(instant: Instant, count: number): Instant | null {
  const time = calendarTimeOf(instant);
  const months = monthsOf(instant) + count;
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  return instantOn({ ...time, year, month, day: Math.min(time.day, daysInMonth(year, month)) });
}

function monthsOf(instant: Instant): number {
  const { year, month } = calendarTimeOf(instant);
  return year * 12 + month - 1;
}

function sundaysUntil(instant: Instant): bigint {
  return (instant / TICKS_PER_DAY + 1n) / 7n; // day 0 was a Monday, so day 6 the first Sunday
}

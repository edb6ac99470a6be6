import type { DateFormat, FormatItem } from './date-format.js';
import { calendarTimeOf, weekdayOf } from './instant.js';
import type { CalendarTime, Instant } from './instant.js';
import { NAMES } from './names.js';

/** The date as text, in UTC, with the invariant culture's names. */
export function formatDate(instant: Instant, format: DateFormat): string {
  const time = calendarTimeOf(instant);
  return format.map((item) => formatItem(item, time, instant)).join('');
}

function formatItem(item: FormatItem, time: CalendarTime, instant: Instant): string {
  switch (item.type) {
    case 'literal':
      return item.text;
    case 'year':
      return digits(item.count > 2 ? time.year : time.year % 100, item.count);
    case 'month':
    case 'day':
    case 'minute':
    case 'second':
      return digits(time[item.type], Math.min(item.count, 2));
    case 'hour12':
      return digits(time.hour % 12 === 0 ? 12 : time.hour % 12, Math.min(item.count, 2));
    case 'hour24':
      return digits(time.hour, Math.min(item.count, 2));
    case 'monthName':
      return NAMES.monthName[item.form][time.month - 1] ?? '';
    case 'weekdayName':
      return NAMES.weekdayName[item.form][weekdayOf(instant)] ?? '';
    case 'halfDay':
      return NAMES.halfDay[item.form][time.hour < 12 ? 0 : 1] ?? '';
    case 'fraction':
      return fraction(item, time.fraction);
    case 'offset':
      return item.count === 1 ? '+0' : item.count === 2 ? '+00' : '+00:00';
    case 'zone':
      return 'Z';
  }
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

function fraction(item: FormatItem & { readonly type: 'fraction' }, ticks: number): string {
  const shown = digits(ticks, 7).slice(0, item.count);
  if (!item.isOptional) return shown;
  const trimmed = shown.replace(/0+$/, '');
  return item.hasPoint && trimmed !== '' ? `.${trimmed}` : trimmed;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const HALF_DAYS = ['AM', 'PM'];

/** What dates spell out, as the invariant culture of .NET does. */
export const NAMES = {
  monthName: { full: MONTHS, abbreviated: MONTHS.map((name) => name.slice(0, 3)) },
  weekdayName: { full: WEEKDAYS, abbreviated: WEEKDAYS.map((name) => name.slice(0, 3)) },
  halfDay: { full: HALF_DAYS, abbreviated: HALF_DAYS.map((name) => name.slice(0, 1)) },
} as const satisfies Record<string, Record<'full' | 'abbreviated', readonly string[]>>;

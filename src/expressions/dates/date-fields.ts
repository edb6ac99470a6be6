import { calendarTimeOf, FIRST_INSTANT, instantOn, toUtc, weekdayOf } from './instant.js';
import type { Instant } from './instant.js';

/** The parts of a date that a format has read. A part that is read twice must be the same both times. */
type Field =
  | 'year'
  | 'month'
  | 'day'
  | 'weekdayName'
  | 'hour'
  | 'halfDay'
  | 'minute'
  | 'second'
  /** Units of 100 ns. */
  | 'fraction'
  /** Minutes. */
  | 'offset';

const NOON = 12;
/** The last year that two digits stand for. @see .NET, Calendar.TwoDigitYearMax. */
const TWO_DIGIT_YEAR_MAX = 2049;

/** Gathers the parts of a date, and makes a moment of them. */
export class DateFields {
  readonly #values = new Map<Field, number>();
  #hasTwoDigitYear = false;
  #hasHour12 = false;

  /** False when there is no value, or another one than before. */
  set(field: Field, value: number | null): boolean {
    if (value === null) return false;
    const before = this.#values.get(field);
    this.#values.set(field, value);
    return before === undefined || before === value;
  }

  setYear(year: number | null, hasTwoDigits: boolean): boolean {
    this.#hasTwoDigitYear ||= hasTwoDigits;
    return this.set('year', year);
  }

  setHour(hour: number | null, isOfHalfDay: boolean): boolean {
    this.#hasHour12 ||= isOfHalfDay;
    return this.set('hour', hour);
  }

  /**
   * Null when there is no such moment. Without any date it is today, or the first day of the year 1 if `isTodayUnknown`; without
   * the year this year's; without month or day the first.
   */
  instant(isTodayUnknown: boolean, now: Instant): Instant | null {
    const hour = this.#hour();
    const date = this.#date(isTodayUnknown, now);
    if (hour === null || date === null) return null;
    const value = (field: Field) => this.#values.get(field) ?? 0;
    const local = instantOn({
      ...date,
      hour,
      minute: value('minute'),
      second: value('second'),
      fraction: value('fraction'),
    });
    if (local === null || weekdayOf(local) !== (this.#values.get('weekdayName') ?? weekdayOf(local)))
      return null;
    return toUtc(local, value('offset'));
  }

  #date(isTodayUnknown: boolean, now: Instant): Record<'year' | 'month' | 'day', number> | null {
    const [year, month, day] = [this.#year(), this.#values.get('month'), this.#values.get('day')];
    if (year === undefined && month === undefined && day === undefined)
      return calendarTimeOf(isTodayUnknown ? FIRST_INSTANT : now);
    if (year === null) return null;
    return { year: year ?? calendarTimeOf(now).year, month: month ?? 1, day: day ?? 1 };
  }

  /** Null when two digits would be three; undefined when it was not read. */
  #year(): number | null | undefined {
    const year = this.#values.get('year');
    if (year === undefined || !this.#hasTwoDigitYear) return year;
    if (year > 99) return null;
    const century = TWO_DIGIT_YEAR_MAX - (TWO_DIGIT_YEAR_MAX % 100);
    return century + year > TWO_DIGIT_YEAR_MAX ? century + year - 100 : century + year;
  }

  /** Null when the hour and AM or PM contradict one another. An hour of twelve without either is one of the morning. */
  #hour(): number | null {
    const hour = this.#values.get('hour') ?? 0;
    const isAfternoon = this.#values.get('halfDay') === 1;
    if (this.#hasHour12) return hour > NOON ? null : (hour % NOON) + (isAfternoon ? NOON : 0);
    return this.#values.has('halfDay') && isAfternoon !== hour >= NOON ? null : hour;
  }
}

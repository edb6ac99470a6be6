import type { DateFormat, FormatItem } from './date-format.js';
import type { DateTimeStyles } from './date-time-styles.js';
import { DateFields } from './date-fields.js';
import type { Instant } from './instant.js';
import { NAMES } from './names.js';
import { Scanner } from './scanner.js';

/**
 * The moment that a text shows which has exactly this format; null when it has not. Without an offset it is UTC. Parts of the
 * date that the format lacks are those of `now`.
 * @see .NET, DateTime.ParseExact.
 */
export function parseExact(
  text: string,
  format: DateFormat,
  styles: DateTimeStyles,
  now: Instant,
): Instant | null {
  const leading = styles.has('AllowLeadingWhite');
  const trailing = styles.has('AllowTrailingWhite');
  const trimmed = leading ? text.trimStart() : text;
  const input = new Scanner(trailing ? trimmed.trimEnd() : trimmed);
  const fields = new DateFields();
  for (const item of withoutOuterWhite(format, leading, trailing)) {
    if (styles.has('AllowInnerWhite')) input.skipWhite();
    if (!read(item, input, fields, styles)) return null;
  }
  return input.isAtEnd ? fields.instant(styles.has('NoCurrentDateDefault'), now) : null;
}

/** White space at the format's ends stands for no white space in a text whose ends were trimmed. */
function withoutOuterWhite(format: DateFormat, leading: boolean, trailing: boolean): DateFormat {
  const isText = (item: FormatItem) => item.type !== 'literal' || item.text.trim() !== '';
  const first = leading ? format.findIndex(isText) : 0;
  const last = trailing ? format.findLastIndex(isText) : format.length - 1;
  if (first < 0 || last < 0) return [];
  return format.slice(first, last + 1).map((item, index, { length }) => {
    if (item.type !== 'literal') return item;
    const text = leading && index === 0 ? item.text.trimStart() : item.text;
    return { ...item, text: trailing && index === length - 1 ? text.trimEnd() : text };
  });
}

function read(item: FormatItem, input: Scanner, fields: DateFields, styles: DateTimeStyles): boolean {
  switch (item.type) {
    case 'literal':
      return readLiteral(item, input, styles);
    case 'year':
      return fields.setYear(numberOf(input, item.count), item.count <= 2);
    case 'month':
    case 'day':
    case 'minute':
    case 'second':
      return fields.set(item.type, numberOf(input, Math.min(item.count, 2)));
    case 'hour12':
    case 'hour24':
      return fields.setHour(numberOf(input, Math.min(item.count, 2)), item.type === 'hour12');
    case 'monthName': {
      const index = input.name(NAMES.monthName[item.form]);
      return fields.set('month', index === null ? null : index + 1);
    }
    case 'weekdayName':
    case 'halfDay':
      return fields.set(item.type, input.name(NAMES[item.type][item.form]));
    case 'fraction':
      return fields.set('fraction', fractionOf(item, input));
    case 'offset':
      return fields.set('offset', offsetOf(input, item.count));
    case 'zone':
      return input.isAtZone ? fields.set('offset', input.take('Z') ? 0 : offsetOf(input, 3)) : true;
  }
}

function readLiteral(
  { text, isQuoted }: FormatItem & { readonly type: 'literal' },
  input: Scanner,
  styles: DateTimeStyles,
): boolean {
  if (styles.has('AllowInnerWhite')) {
    for (const char of text) {
      if (char === ' ') input.skipWhite();
      else if (!input.take(char)) return false;
    }
    return true;
  }
  if (input.take(text)) return true;
  // .NET lets a blank be missing when what follows it may be nothing and the text's end was trimmed; it asks no further.
  return text === ' ' && !isQuoted && styles.has('AllowTrailingWhite');
}

/** A single letter reads one digit or two; more letters read as many digits. */
function numberOf(input: Scanner, count: number): number | null {
  const digits = input.digits(count, count === 1 ? 2 : count);
  return digits === null ? null : Number(digits);
}

/** In units of 100 ns. */
function fractionOf(item: FormatItem & { readonly type: 'fraction' }, input: Scanner): number | null {
  if (item.hasPoint && !input.take('.')) return 0;
  const digits = input.digits(item.isOptional ? 0 : item.count, item.count);
  return digits === null ? null : Number(digits.padEnd(7, '0'));
}

/** In minutes. `z` and `zz` read hours, `zzz` hours and minutes with or without a colon. */
function offsetOf(input: Scanner, count: number): number | null {
  const sign = input.take('+') ? 1 : input.take('-') ? -1 : null;
  if (sign === null) return null;
  const hours = numberOf(input, count === 2 ? 2 : 1);
  if (hours === null) return null;
  if (count <= 2) return sign * hours * 60;
  input.take(':');
  const minutes = numberOf(input, 2);
  return minutes === null || minutes > 59 ? null : sign * (hours * 60 + minutes);
}

import { STANDARD_FORMATS } from './standard-formats.js';
import { UnusableDateFormat } from './unusable-date-format.js';

/** One specifier of a date format; `count` is how often its letter is repeated. */
export type FormatItem =
  | { readonly type: 'literal'; readonly text: string; readonly isQuoted: boolean }
  | { readonly type: NumberType; readonly count: number }
  | { readonly type: 'weekdayName' | 'monthName' | 'halfDay'; readonly form: 'full' | 'abbreviated' }
  /** `f` or `F`; an optional one is left out when zero, together with the point before it. */
  | {
      readonly type: 'fraction';
      readonly count: number;
      readonly isOptional: boolean;
      readonly hasPoint: boolean;
    }
  | { readonly type: 'offset'; readonly count: number }
  /** `K`: "Z", an offset or nothing. */
  | { readonly type: 'zone' };

type NumberType = 'year' | 'month' | 'day' | 'hour12' | 'hour24' | 'minute' | 'second';

export type DateFormat = readonly FormatItem[];

const MAX_FRACTION_DIGITS = 7;
/** In characters. A list may have thousands of dates, each of which walks through the whole format. */
const MAX_LENGTH = 256;

/**
 * Reads a format: a standard one when it is a single letter, else a custom one.
 * @throws {UnusableDateFormat}
 * @see .NET, "Custom date and time format strings".
 */
export function readDateFormat(text: string): DateFormat {
  if (text === '') throw new UnusableDateFormat('a date format, not an empty text');
  if (text.length > MAX_LENGTH)
    throw new UnusableDateFormat(`a date format of at most ${MAX_LENGTH} characters`);
  if (text.length > 1) return itemsOf(text);
  const standard = STANDARD_FORMATS.get(text);
  if (standard === undefined)
    throw new UnusableDateFormat(
      `a longer date format, or one of the standard ones ${[...STANDARD_FORMATS.keys()].join(' ')}`,
    );
  return itemsOf(standard);
}

interface Found {
  readonly item: FormatItem;
  readonly end: number;
}

function itemsOf(text: string): DateFormat {
  const items: FormatItem[] = [];
  for (let position = 0; position < text.length;) {
    const { item, end } = itemAt(text, position);
    items.push(item);
    position = end;
  }
  return items;
}

function itemAt(text: string, position: number): Found {
  const letter = text.charAt(position);
  const end = endOfRun(text, position);
  const count = end - position;
  switch (letter) {
    case 'y':
      return { item: { type: 'year', count }, end };
    case 'M':
      return { item: count > 2 ? named('monthName', count === 3) : { type: 'month', count }, end };
    case 'd':
      return { item: count > 2 ? named('weekdayName', count === 3) : { type: 'day', count }, end };
    case 'h':
      return { item: { type: 'hour12', count }, end };
    case 'H':
      return { item: { type: 'hour24', count }, end };
    case 'm':
      return { item: { type: 'minute', count }, end };
    case 's':
      return { item: { type: 'second', count }, end };
    case 'f':
    case 'F':
      return fractionAt(text, position, false);
    case '.':
      return text[position + 1] === 'F'
        ? fractionAt(text, position + 1, true)
        : literal(letter, position + 1);
    case 't':
      return { item: named('halfDay', count === 1), end };
    case 'z':
      return { item: { type: 'offset', count }, end };
    case 'K':
      return { item: { type: 'zone' }, end: position + 1 };
    case '"':
    case "'":
      return quotedAt(text, position);
    case '\\':
      return literal(charAt(text, position + 1), position + 2, true);
    case '%':
      if (charAt(text, position + 1) === '%')
        throw new UnusableDateFormat('a date format with one "%" before a letter, not two');
      return itemAt(text, position + 1);
    default:
      return literal(letter, position + 1);
  }
}

function endOfRun(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] === text[start]) end += 1;
  return end;
}

function named(type: 'weekdayName' | 'monthName' | 'halfDay', isAbbreviated: boolean): FormatItem {
  return { type, form: isAbbreviated ? 'abbreviated' : 'full' };
}

function literal(text: string, end: number, isQuoted = false): Found {
  return { item: { type: 'literal', text, isQuoted }, end };
}

function fractionAt(text: string, position: number, hasPoint: boolean): Found {
  const end = endOfRun(text, position);
  const count = end - position;
  if (count > MAX_FRACTION_DIGITS)
    throw new UnusableDateFormat(`a date format with at most ${MAX_FRACTION_DIGITS} times f or F`);
  return { item: { type: 'fraction', count, isOptional: text[position] === 'F', hasPoint }, end };
}

/** Up to the same quote again; within, too, a backslash takes the next character as it is. */
function quotedAt(text: string, start: number): Found {
  let content = '';
  for (let position = start + 1; position < text.length; position += 1) {
    if (text[position] === text[start]) return literal(content, position + 1, true);
    if (text[position] === '\\') position += 1;
    content += charAt(text, position);
  }
  throw new UnusableDateFormat('a date format that closes its quotes');
}

function charAt(text: string, position: number): string {
  const char = text[position];
  if (char === undefined) throw new UnusableDateFormat('a date format with a character after "\\" and "%"');
  return char;
}

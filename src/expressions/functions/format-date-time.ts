import { readDateFormat } from '../dates/date-format.js';
import { DEFAULT_STYLES, readDateTimeStyles } from '../dates/date-time-styles.js';
import { formatDate } from '../dates/format-date.js';
import { parseExact } from '../dates/parse-exact.js';
import { UnusableDateFormat } from '../dates/unusable-date-format.js';
import { constantText } from './arguments.js';
import type { Arguments } from './arguments.js';
import type { ArgumentMistake, ExpressionFunction, Parameter } from './expression-function.js';
import { currentInstant } from './now.js';

const source: Parameter = { name: 'source', type: 'text' };
const formats: readonly Parameter[] = [
  { name: 'inputFormat', type: 'text' },
  { name: 'outputFormat', type: 'text' },
];

export const formatDateTime: ExpressionFunction = {
  name: 'FormatDateTime',
  parameters: [source, { name: 'dateTimeStyles', type: 'text' }, ...formats],
  alternative: [source, ...formats],
  returns: 'text',
  description: [
    'A date that has the input format, written in the output format, in UTC.',
    'Formats are the custom format strings of .NET, or one of its standard formats (`d D f F g G m M o O r R s t T u U y Y`), with English names.',
    'Letters stand for: `d dd` day, `ddd dddd` weekday, `M MM MMM MMMM` month, `y yy yyy yyyy` year, `h hh H HH` hour of twelve and of 24, `m mm` minute, `s ss` second, `f` to `fffffff` fraction and `F` to `FFFFFFF` fraction without its zeros, `t tt` AM or PM, `z zz zzz` offset, `K` offset or `Z`.',
    'A text in quotes, a character after `\\` and any other character stand for themselves.',
    'A format has at most 256 characters.',
    'Two digits of a year are 1950 to 2049.',
    'A date without an offset is UTC, and one with an offset becomes UTC, so that `K` writes `Z`.',
    'An input format without a date reads today, without a year this year; a missing month or day is the first, a missing time midnight.',
    'Styles are separated by commas; none are `RoundtripKind, AllowLeadingWhite, AllowTrailingWhite`.',
    '`AllowLeadingWhite`, `AllowTrailingWhite`, `AllowInnerWhite` and all three as `AllowWhiteSpaces` let blanks be where the format has none; `NoCurrentDateDefault` takes 0001-01-01 for today; `None` allows nothing.',
    '`RoundtripKind`, `AdjustToUniversal`, `AssumeUniversal` and `AssumeLocal` change nothing, for local time is UTC.',
    'Null stays null; each value of a list by itself. A source in another format is an error.',
  ].join(' '),
  examples: [
    {
      expression: 'FormatDateTime("20260318T0915", , "yyyyMMdd\'T\'HHmm", "dd.MM.yyyy")',
      result: ['18.03.2026'],
    },
    {
      expression: 'FormatDateTime("3/18/2026 2:05:00 PM", , "M/d/yyyy h:mm:ss tt", "yyyy-MM-ddTHH:mm")',
      result: ['2026-03-18T14:05'],
    },
    { expression: 'FormatDateTime("2026-03-18", "yyyy-MM-dd", "D")', result: ['Wednesday, 18 March 2026'] },
  ],
  check: (args) => {
    const { styles, input, output } = positionsOf(args.length);
    const mistake = (index: number, read: (text: string) => unknown) => {
      const argument = args[index] ?? null;
      return mistakeIn(argument === null ? '' : constantText(argument), index, read);
    };
    return (
      (styles === null ? null : mistake(styles, readDateTimeStyles)) ??
      mistake(input, readDateFormat) ??
      mistake(output, readDateFormat)
    );
  },
  evaluate: (args, context) => {
    if (args.value(0) === null) return null;
    const positions = positionsOf(args.count);
    const styles =
      positions.styles === null ? DEFAULT_STYLES : usable(args, positions.styles, readDateTimeStyles);
    const input = usable(args, positions.input, readDateFormat);
    const output = usable(args, positions.output, readDateFormat);
    const now = currentInstant(context);
    return args.eachText(0, (text) =>
      formatDate(
        parseExact(text, input, styles, now) ?? args.fail(0, 'takes a date that has the input format'),
        output,
      ),
    );
  },
};

function positionsOf(count: number): Record<'input' | 'output', number> & { readonly styles: number | null } {
  return count === 4 ? { styles: 1, input: 2, output: 3 } : { styles: null, input: 1, output: 2 };
}

function mistakeIn(
  text: string | null,
  argument: number,
  read: (text: string) => unknown,
): ArgumentMistake | null {
  try {
    if (text !== null) read(text);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof UnusableDateFormat)) throw thrown;
    return { argument, expectation: thrown.expectation, suggestion: thrown.suggestion };
  }
}

/** @throws {ExpressionEvaluationError} when the argument's text means nothing. */
function usable<T>(args: Arguments, index: number, read: (text: string) => T): T {
  const text = args.text(index);
  try {
    return read(text);
  } catch (thrown) {
    if (!(thrown instanceof UnusableDateFormat)) throw thrown;
    return args.fail(index, `takes ${thrown.expectation}`);
  }
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readDateFormat } from '../../../../src/expressions/dates/date-format.js';
import { readDateTimeStyles } from '../../../../src/expressions/dates/date-time-styles.js';
import { formatDate } from '../../../../src/expressions/dates/format-date.js';
import { parseExact } from '../../../../src/expressions/dates/parse-exact.js';
import { UnusableDateFormat } from '../../../../src/expressions/dates/unusable-date-format.js';
import { anInstant, instantOfText } from './instants.js';

const now = instantOfText('2026-04-09T06:05:04Z');
const roundTrip = readDateFormat('o');

function parsed(text: string, format: string, styles = ''): string | null {
  const instant = parseExact(text, readDateFormat(format), readDateTimeStyles(styles), now);
  return instant === null ? null : formatDate(instant, readDateFormat('yyyy-MM-dd HH:mm:ss.FFFFFFF'));
}

describe('a text that has the format', () => {
  it.each([
    ['20260318T0915', "yyyyMMdd'T'HHmm", '2026-03-18 09:15:00'],
    ['20260318091500.0Z', 'yyyyMMddHHmmss.fK', '2026-03-18 09:15:00'],
    ['3/8/26', 'M/d/yy', '2026-03-08 00:00:00'],
    ['03/08/2026', 'M/d/yyyy', '2026-03-08 00:00:00'],
    ['11122026', 'Mdyyyy', '2026-11-12 00:00:00'],
    ['18 MARCH 2026', 'd MMMM yyyy', '2026-03-18 00:00:00'],
    ['18 may 2026', 'd MMM yyyy', '2026-05-18 00:00:00'],
    ['wednesday 18 Mar 2026', 'dddd d MMM yyyy', '2026-03-18 00:00:00'],
    ['12:30 am 1/2/2026', 'h:mm tt M/d/yyyy', '2026-01-02 00:30:00'],
    ['12:30 P 1/2/2026', 'h:mm t M/d/yyyy', '2026-01-02 12:30:00'],
    ['12:30 1/2/2026', 'h:mm M/d/yyyy', '2026-01-02 00:30:00'],
    ['14:30 PM 1/2/2026', 'HH:mm tt M/d/yyyy', '2026-01-02 14:30:00'],
    ['2026-03-18 09:15:00.5', 'yyyy-MM-dd HH:mm:ss.FFFFFFF', '2026-03-18 09:15:00.5'],
    ['2026-03-18 09:15:00', 'yyyy-MM-dd HH:mm:ss.FFFFFFF', '2026-03-18 09:15:00'],
    ['2026-03-18 09:15:00.0000001', 'yyyy-MM-dd HH:mm:ss.fffffff', '2026-03-18 09:15:00.0000001'],
    ['2026-03-18T09:15:00+02:00', 'yyyy-MM-ddTHH:mm:ssK', '2026-03-18 07:15:00'],
    ['2026-03-18T09:15:00', 'yyyy-MM-ddTHH:mm:ssK', '2026-03-18 09:15:00'],
    ['2026-03-18T09:15:00 -0330', 'yyyy-MM-ddTHH:mm:ss zzz', '2026-03-18 12:45:00'],
    ['2026-03-18T09:15:00-3', 'yyyy-MM-ddTHH:mm:ssz', '2026-03-18 12:15:00'],
    ['2026-03-18T09:15:00+14', 'yyyy-MM-ddTHH:mm:sszz', '2026-03-17 19:15:00'],
    ['year 2026 it\'s "18" of 3', "'year' yyyy \"it's\" \\\"d\\\" 'of' M", '2026-03-18 00:00:00'],
    ['2026', 'yyyy', '2026-01-01 00:00:00'],
    ['987', 'yyy', '0987-01-01 00:00:00'],
    ['2026 2026', 'yyyy yyyy', '2026-01-01 00:00:00'],
    ['31/12', 'd/M', '2026-12-31 00:00:00'],
    ['07', 'dd', '2026-01-07 00:00:00'],
    ['09:15', 'HH:mm', '2026-04-09 09:15:00'],
    ['Sun, 08 Mar 2026 14:05:09 GMT', 'r', '2026-03-08 14:05:09'],
    ['2026-03-08 14:05:09Z', 'u', '2026-03-08 14:05:09'],
    ['March 08', 'm', '2026-03-08 00:00:00'],
    ['03/08/2026', 'd', '2026-03-08 00:00:00'],
  ])('%j as %s is %s', (text, format, expected) => {
    expect(parsed(text, format)).toBe(expected);
  });

  it.each([
    ['00', 2000],
    ['49', 2049],
    ['50', 1950],
    ['99', 1999],
  ])('may have the two-digit year %s, which is %i', (text, year) => {
    expect(parsed(`1/1/${text}`, 'd/M/yy')).toBe(`${year}-01-01 00:00:00`);
  });
});

describe('a text that has not the format', () => {
  it.each([
    ['', 'yyyy'],
    ['202', 'yyyy'],
    ['20266', 'yyyy'],
    ['2026-3-18', 'yyyy-MM-dd'],
    ['2026-02-31', 'yyyy-MM-dd'],
    ['2026-13-01', 'yyyy-MM-dd'],
    ['0000-01-01', 'yyyy-MM-dd'],
    ['10000', 'yyyyy'],
    ['2026/03/18', 'yyyy-MM-dd'],
    ['2026-03-18t', 'yyyy-MM-ddT'],
    ['1112026', 'Mdyyyy'],
    ['Thursday 18 Mar 2026', 'dddd d MMM yyyy'],
    ['18 Mrz 2026', 'd MMM yyyy'],
    ['18 March 2026', 'd MMM yyyy'],
    ['2026 2027', 'yyyy yyyy'],
    ['2026 26', 'yyyy yy'],
    ['13:00', 'h:mm'],
    ['14:30 AM', 'HH:mm tt'],
    ['02:30 PM', 'HH:mm tt'],
    ['24:00', 'HH:mm'],
    ['09:60', 'HH:mm'],
    ['09:15 XM', 'HH:mm tt'],
    ['09:15:00.12', 'HH:mm:ss.fff'],
    ['09:15:00.1234', 'HH:mm:ss.FFF'],
    ['2026-03-18+15:00', 'yyyy-MM-ddzzz'],
    ['2026-03-18+02:60', 'yyyy-MM-ddzzz'],
    ['2026-03-18', 'yyyy-MM-ddzzz'],
    ['2026-03-18z', 'yyyy-MM-ddK'],
    ['0001-01-01+01:00', 'yyyy-MM-ddK'],
    ['٢٠٢٦', 'yyyy'],
  ])('%j is no %s', (text, format) => {
    expect(parsed(text, format)).toBeNull();
  });
});

describe('styles', () => {
  it.each([
    ['', ' 2026-03-18 ', 'yyyy-MM-dd', true],
    ['', '2026-03-18', ' yyyy-MM-dd ', true],
    ['', '2026-03-18', "yyyy-MM-dd' '", true],
    ['', '2026- 03-18', 'yyyy-MM-dd', false],
    ['', '2026-03-18', 'yyyy-MM-dd K', true],
    ['None', '2026-03-18', 'yyyy-MM-dd', true],
    ['None', ' 2026-03-18', 'yyyy-MM-dd', false],
    ['None', '2026-03-18 ', 'yyyy-MM-dd', false],
    ['None', '2026-03-18', 'yyyy-MM-dd K', false],
    ['RoundtripKind', '2026-03-18 ', 'yyyy-MM-dd', false],
    ['AllowLeadingWhite', ' 2026-03-18', 'yyyy-MM-dd', true],
    ['AllowLeadingWhite', '2026-03-18 ', 'yyyy-MM-dd', false],
    ['AllowTrailingWhite', '2026-03-18\t', 'yyyy-MM-dd', true],
    ['AllowTrailingWhite', ' 2026-03-18', 'yyyy-MM-dd', false],
    ['AllowInnerWhite', '2026 -  03-18', 'yyyy-MM-dd', true],
    ['AllowInnerWhite', '2026-03-18T09', "yyyy-MM-dd 'T 'HH", true],
    ['AllowInnerWhite', '2026-03-18 ', 'yyyy-MM-dd', false],
    ['AllowWhiteSpaces', ' 2026 - 03 - 18 ', 'yyyy-MM-dd', true],
    [' AssumeUniversal ,AdjustToUniversal', '2026-03-18', 'yyyy-MM-dd', true],
    ['AssumeLocal', '2026-03-18', 'yyyy-MM-dd', true],
  ])('of %j, applied to %j and %j: %s', (styles, text, format, isRead) => {
    expect(parsed(text, format, styles)?.startsWith('2026-03-18') ?? false).toBe(isRead);
  });

  it('take year 1 for today only where the date is missing altogether', () => {
    expect(parsed('09:15', 'HH:mm', 'NoCurrentDateDefault')).toBe('0001-01-01 09:15:00');
    expect(parsed('3', '%M', 'NoCurrentDateDefault')).toBe('2026-03-01 00:00:00');
  });

  it.each([
    ['Foo', 'separated by commas', undefined],
    ['assumelocal', 'separated by commas', 'AssumeLocal'],
    ['None,', 'separated by commas', undefined],
    ['AssumeLocal, AssumeUniversal', 'not both', undefined],
    ['RoundtripKind, AssumeUniversal', 'without', undefined],
  ])('%j are refused: %s', (styles, expectation, suggestion) => {
    expect(() => readDateTimeStyles(styles)).toThrow(
      expect.objectContaining({ expectation: expect.stringContaining(expectation), suggestion }),
    );
  });
});

describe('reading and writing', () => {
  it.each([
    'o',
    'dddd, d MMMM yyyy h:m:s.fffffff tt zzz',
    "yyyy'-'M'-'d H:m:s.FFFFFFFK",
    'fffffffyyyyyssmmHHddMM',
  ])('in %s give the same moment again', (text) => {
    const format = readDateFormat(text);
    fc.assert(
      fc.property(anInstant, (instant) => {
        expect(parseExact(formatDate(instant, format), format, readDateTimeStyles('None'), now)).toBe(
          instant,
        );
      }),
    );
  });

  it('fail in no other way than they say, whatever the format and the text', () => {
    const piece = fc.constantFrom(
      ...'d M y h H m s f F t z K : / \' " \\ % . T 1 + - Z'.split(' '),
      ' ',
      'yyyy',
      'MMM',
      'dddd',
      'tt',
      '.FFF',
      'zzz',
      '12',
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary' }),
    );
    const styles = fc.constantFrom('', 'None', 'AllowInnerWhite', 'AllowWhiteSpaces', 'NoCurrentDateDefault');

    fc.assert(
      fc.property(text, text, anInstant, styles, (formatText, other, instant, styleText) => {
        try {
          const format = readDateFormat(formatText);
          const style = readDateTimeStyles(styleText);
          for (const given of [other, formatDate(instant, format)]) {
            const result = parseExact(given, format, style, now);
            if (result !== null) expect(formatDate(result, roundTrip)).toHaveLength(28);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(UnusableDateFormat);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('take time in proportion to the text', () => {
    const format = readDateFormat('F'.repeat(7) + ' K.F'.repeat(60));
    const text = '0'.repeat(100_000) + ' '.repeat(100_000);
    const started = performance.now();

    for (const styles of ['', 'AllowWhiteSpaces']) parseExact(text, format, readDateTimeStyles(styles), now);

    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

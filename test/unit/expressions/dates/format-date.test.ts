import { describe, expect, it } from '@jest/globals';
import { readDateFormat } from '../../../../src/expressions/dates/date-format.js';
import { formatDate } from '../../../../src/expressions/dates/format-date.js';
import { UnusableDateFormat } from '../../../../src/expressions/dates/unusable-date-format.js';
import { instantOfText } from './instants.js';

const afternoon = '2026-03-08T14:05:09.1234500Z';
const midnight = '0987-12-03T00:00:00Z';

describe('a date format', () => {
  it.each([
    ['d dd ddd dddd', '8 08 Sun Sunday'],
    ['ddddd', 'Sunday'],
    ['M MM MMM MMMM', '3 03 Mar March'],
    ['%y yy yyy yyyy yyyyy', '26 26 2026 2026 02026'],
    ['h hh hhh H HH', '2 02 02 14 14'],
    ['m mm s ss', '5 05 9 09'],
    ['%f|ff|fff|ffff|fffff|ffffff|fffffff', '1|12|123|1234|12345|123450|1234500'],
    ['%F|FF|FFF|FFFF|FFFFF|FFFFFF|FFFFFFF', '1|12|123|1234|12345|12345|12345'],
    ['t tt ttt', 'P PM PM'],
    ['z zz zzz zzzz K', '+0 +00 +00:00 +00:00 Z'],
    ['KK', 'ZZ'],
    ['HH:mm/ss', '14:05/09'],
    ['yyyy\'year\'"MM"', '2026yearMM'],
    ["'it\\'s' d", "it's 8"],
    ['\\d\\\\d', 'd\\8'],
    ["''d''", '8'],
    ['%d', '8'],
    ['yyyyTeWx', '2026TeWx'],
    ['yyyyMMddTHHmm', '20260308T1405'],
  ])('%s writes %s in the afternoon', (format, expected) => {
    expect(formatDate(instantOfText(afternoon), readDateFormat(format))).toBe(expected);
  });

  it.each([
    ['%y yy yyy yyyy', '87 87 987 0987'],
    ['h hh H HH tt', '12 12 0 00 AM'],
    ['ss.FFF', '00'],
    ['ss.fff', '00.000'],
    ['ss.FFFK', '00Z'],
    ['ddd', 'Mon'],
  ])('%s writes %s at midnight', (format, expected) => {
    expect(formatDate(instantOfText(midnight), readDateFormat(format))).toBe(expected);
  });

  it.each([
    ['d', '03/08/2026'],
    ['D', 'Sunday, 08 March 2026'],
    ['f', 'Sunday, 08 March 2026 14:05'],
    ['F', 'Sunday, 08 March 2026 14:05:09'],
    ['g', '03/08/2026 14:05'],
    ['G', '03/08/2026 14:05:09'],
    ['m', 'March 08'],
    ['M', 'March 08'],
    ['o', '2026-03-08T14:05:09.1234500Z'],
    ['O', '2026-03-08T14:05:09.1234500Z'],
    ['r', 'Sun, 08 Mar 2026 14:05:09 GMT'],
    ['R', 'Sun, 08 Mar 2026 14:05:09 GMT'],
    ['s', '2026-03-08T14:05:09'],
    ['t', '14:05'],
    ['T', '14:05:09'],
    ['u', '2026-03-08 14:05:09Z'],
    ['U', 'Sunday, 08 March 2026 14:05:09'],
    ['y', '2026 March'],
    ['Y', '2026 March'],
  ])('of the single letter %s is a standard one', (format, expected) => {
    expect(formatDate(instantOfText(afternoon), readDateFormat(format))).toBe(expected);
  });

  it.each([
    ['', 'not an empty text'],
    ['x', 'standard ones'],
    ['H', 'standard ones'],
    ['-', 'standard ones'],
    ["yyyy'T", 'closes its quotes'],
    ['yyyy"T\'', 'closes its quotes'],
    ["yyyy'T\\", 'after'],
    ["yyyy'T\\'", 'closes its quotes'],
    ['yyyy\\', 'after'],
    ['yyyy%', 'after'],
    ['%%d', 'one "%"'],
    ['ffffffff', 'at most 7'],
    ['ss.FFFFFFFF', 'at most 7'],
  ])('%j is unusable: %s', (format, message) => {
    expect(() => readDateFormat(format)).toThrow(UnusableDateFormat);
    expect(() => readDateFormat(format)).toThrow(message);
  });
});

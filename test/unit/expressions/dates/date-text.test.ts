import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateText, parseDate } from '../../../../src/expressions/dates/date-text.js';
import { instantAt } from '../../../../src/expressions/dates/instant.js';
import { anInstant } from './instants.js';

describe('a date text', () => {
  it.each([
    ['2026-05-10', '5/10/2026 12:00:00 AM'],
    ['2026-05-10Z', '5/10/2026 12:00:00 AM'],
    ['2026-05-10-03:00', '5/10/2026 3:00:00 AM'],
    ['2026-05-10 +0300', '5/9/2026 9:00:00 PM'],
    ['2026-05-10T01:15', '5/10/2026 1:15:00 AM'],
    ['2026-05-10 01:15:30', '5/10/2026 1:15:30 AM'],
    ['2026-05-10T01:15:30.123456789Z', '5/10/2026 1:15:30 AM'],
    ['2026-05-10t01:15:30z', '5/10/2026 1:15:30 AM'],
    ['2026-05-10T01:15:00+02:00', '5/9/2026 11:15:00 PM'],
    ['2026-05-10T01:15:00 -05', '5/10/2026 6:15:00 AM'],
    [' 5/10/2026 1:15:00 pm ', '5/10/2026 1:15:00 PM'],
    ['05/10/2026 01:15:00 PM', '5/10/2026 1:15:00 PM'],
    ['0001-01-01', '1/1/0001 12:00:00 AM'],
    ['9999-12-31T23:59:59.9999999', '12/31/9999 11:59:59 PM'],
  ])('%j is %s', (text, expected) => {
    const instant = parseDate(text);

    expect(instant === null ? null : dateText(instant)).toBe(expected);
  });

  it.each([
    '',
    'soon',
    '2026',
    '2026-02-31',
    '2026-2-3',
    '10000-01-01',
    '0000-01-01',
    '20260510',
    '2026-05-10T24:00:00',
    '2026-05-10T01',
    '2026-05-10T01:15:60',
    '2026-05-10T01:15:00+15:00',
    '2026-05-10T01:15:00+01:60',
    '9999-12-31T23:59:59-01:00',
    '0001-01-01+00:01',
    '13/1/2026 1:15:00 AM',
    '5/10/2026',
    '5/10/2026 13:15:00 PM',
  ])('%j is no date', (text) => {
    expect(parseDate(text)).toBeNull();
  });

  it('is read as the moment that was written, to the second', () => {
    fc.assert(
      fc.property(anInstant, (instant) => {
        expect(parseDate(dateText(instant))).toBe(instantAt(instant - (instant % 10_000_000n)));
      }),
    );
  });

  it('of any kind is a date or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => parseDate(text)).not.toThrow();
      }),
    );
  });
});

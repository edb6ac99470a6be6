import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addIntervals,
  INTERVALS,
  intervalsBetween,
} from '../../../../src/expressions/dates/date-arithmetic.js';
import type { Interval } from '../../../../src/expressions/dates/date-arithmetic.js';
import { dateText } from '../../../../src/expressions/dates/date-text.js';
import { calendarTimeOf } from '../../../../src/expressions/dates/instant.js';
import { anInstant, instantOfText } from './instants.js';

describe('adding intervals', () => {
  it.each<[string, Interval, number, string]>([
    ['2024-02-29', 'yyyy', 1, '2/28/2025 12:00:00 AM'],
    ['2024-02-29', 'yyyy', 4, '2/29/2028 12:00:00 AM'],
    ['2026-03-31', 'm', -1, '2/28/2026 12:00:00 AM'],
    ['2026-12-31', 'm', 2, '2/28/2027 12:00:00 AM'],
    ['2026-01-15', 'm', -1, '12/15/2025 12:00:00 AM'],
    ['2026-02-28T23:59:59', 's', 1, '3/1/2026 12:00:00 AM'],
    ['2026-03-01', 'n', -1, '2/28/2026 11:59:00 PM'],
    ['2026-03-01', 'h', 36, '3/2/2026 12:00:00 PM'],
    ['2026-03-01', 'ww', -1, '2/22/2026 12:00:00 AM'],
  ])('leads from %s by %s %i to %s', (date, interval, count, expected) => {
    const result = addIntervals(instantOfText(date), interval, count);

    expect(result === null ? null : dateText(result)).toBe(expected);
  });

  it.each(INTERVALS)('of %s ends at the ends of the calendar', (interval) => {
    const date = instantOfText('2026-03-18');

    for (const count of [1e12, -1e12, Number.MAX_SAFE_INTEGER, Infinity, NaN])
      expect(addIntervals(date, interval, count)).toBeNull();
  });

  it('of months stays within the month, at the same time of day', () => {
    fc.assert(
      fc.property(anInstant, fc.integer({ min: -2_000, max: 2_000 }), (instant, count) => {
        const result = addIntervals(instant, 'm', count);
        if (result === null) return;

        expect(intervalsBetween(instant, result, 'm')).toBe(BigInt(count));
        expect(calendarTimeOf(result).day).toBeLessThanOrEqual(calendarTimeOf(instant).day);
        expect(result % 864_000_000_000n).toBe(instant % 864_000_000_000n);
      }),
    );
  });
});

describe('the intervals between two moments', () => {
  it.each<[Interval, bigint]>([
    ['yyyy', -9n],
    ['m', -113n],
    ['ww', -493n],
    ['d', -3449n],
    ['h', -82_786n],
    ['n', -4_967_201n],
    ['s', -298_032_078n],
  ])('of 2021-08-25 17:41:18 and 2012-03-16 07:00 are in %s %s', (interval, expected) => {
    const [from, to] = [instantOfText('2021-08-25 17:41:18'), instantOfText('2012-03-16 07:00:00')];

    expect(intervalsBetween(from, to, interval)).toBe(expected);
  });

  it.each<[string, string, Interval, bigint]>([
    ['2026-03-21T23:59:59', '2026-03-22', 'ww', 1n],
    ['2026-03-22', '2026-03-28T23:59:59', 'ww', 0n],
    ['2026-03-22', '2026-03-21', 'ww', -1n],
    ['2026-01-31', '2026-02-01', 'm', 1n],
    ['2026-01-01', '2026-01-31', 'm', 0n],
    ['2026-03-01T12:00:00', '2026-03-02T11:59:59', 'd', 0n],
    ['2026-03-02T11:59:59', '2026-03-01T12:00:00', 'd', 0n],
    ['2026-03-01T00:00:00.9', '2026-03-01T00:00:01', 's', 0n],
  ])('from %s to %s are in %s %s', (from, to, interval, expected) => {
    expect(intervalsBetween(instantOfText(from), instantOfText(to), interval)).toBe(expected);
  });

  it.each(INTERVALS)('of %s are the opposite the other way round', (interval) => {
    fc.assert(
      fc.property(anInstant, anInstant, (one, other) => {
        expect(intervalsBetween(one, other, interval) + intervalsBetween(other, one, interval)).toBe(0n);
      }),
    );
  });
});

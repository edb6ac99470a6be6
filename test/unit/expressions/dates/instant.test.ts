import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fileTimeOf, instantOfFileTime } from '../../../../src/expressions/dates/file-time.js';
import {
  calendarTimeOf,
  FIRST_INSTANT,
  instantAt,
  instantOfDate,
  instantOn,
  toUtc,
  weekdayOf,
} from '../../../../src/expressions/dates/instant.js';
import { anInstant } from './instants.js';

const midnight = { hour: 0, minute: 0, second: 0, fraction: 0 };

describe('an instant', () => {
  it.each<[number, number, number, bigint]>([
    [1, 1, 1, 0n],
    [1601, 1, 1, 504_911_232_000_000_000n],
    [1970, 1, 1, 621_355_968_000_000_000n],
    [2000, 2, 29, 630_873_792_000_000_000n],
    [9999, 12, 31, 3_155_378_112_000_000_000n],
  ])('of %i-%i-%i is %s ticks', (year, month, day, ticks) => {
    expect(instantOn({ ...midnight, year, month, day })).toBe(ticks);
  });

  it.each([
    [{ year: 0 }],
    [{ year: 10_000 }],
    [{ year: Infinity }],
    [{ month: 0 }],
    [{ month: 13 }],
    [{ day: 0 }],
    [{ day: 30 }],
    [{ year: 1900, day: 29 }],
    [{ hour: 24 }],
    [{ minute: 60 }],
    [{ second: 60 }],
  ])('does not exist on 2024-02-29 with %j', (part) => {
    expect(instantOn({ ...midnight, year: 2024, month: 2, day: 29, ...part })).toBeNull();
  });

  it('is what its calendar time says, and the other way round', () => {
    fc.assert(
      fc.property(anInstant, (instant) => {
        expect(instantOn(calendarTimeOf(instant))).toBe(instant);
      }),
    );
  });

  it('ends with the year 9999', () => {
    expect(instantAt(3_155_378_976_000_000_000n - 1n)).not.toBeNull();
    expect(instantAt(3_155_378_976_000_000_000n)).toBeNull();
    expect(instantAt(-1n)).toBeNull();
    expect(toUtc(FIRST_INSTANT, 1)).toBeNull();
  });

  it.each([
    ['2026-03-18', 3],
    ['2026-03-22', 0],
    ['0001-01-01', 1],
    ['9999-12-31', 5],
  ])('of %s is day %i of the week', (date, weekday) => {
    expect(weekdayOf(instantOfDate(new Date(date)) ?? FIRST_INSTANT)).toBe(weekday);
  });

  it('knows no clock that shows no time', () => {
    expect(instantOfDate(new Date(NaN))).toBeNull();
    expect(instantOfDate(new Date(8.64e15))).toBeNull();
  });

  it('has a file time from 1601 on', () => {
    expect(instantOfFileTime(0n)).toBe(504_911_232_000_000_000n);
    expect(instantOfFileTime(-1n)).toBeNull();
    expect(instantOfFileTime(9_223_372_036_854_775_807n)).toBeNull();
    expect(fileTimeOf(FIRST_INSTANT)).toBeNull();
  });
});

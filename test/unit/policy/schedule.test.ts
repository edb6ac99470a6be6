import { describe, expect, it } from '@jest/globals';
import { nextStartAfter, parseDuration } from '../../../src/policy/schedule.js';

const MINUTE = 60_000;

describe('parseDuration', () => {
  it.each([
    ['30s', 30_000],
    ['40m', 40 * MINUTE],
    ['6h', 360 * MINUTE],
    ['1d', 1_440 * MINUTE],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '40', 'm', '0m', '-5m', '1.5h', '40 m', 'PT40M', '40m ', '9999999999d'])(
    'does not read %j as a duration',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );
});

describe('nextStartAfter', () => {
  it.each([
    { case: 'counts from the start of a short cycle', began: 0, ended: 5, next: 40 },
    { case: 'follows a cycle as long as the interval at once', began: 0, ended: 40, next: 40 },
    { case: 'never overlaps a cycle longer than the interval', began: 0, ended: 95, next: 95 },
    { case: 'does not drift by the length of the cycle before', began: 80, ended: 81, next: 120 },
  ])('$case', ({ began, ended, next }) => {
    const due = nextStartAfter({ began: began * MINUTE, ended: ended * MINUTE }, 40 * MINUTE);

    expect(due).toBe(next * MINUTE);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ESCROW_LIFETIME_MS,
  isEscrowExpired,
  nextEscrowAttempt,
  nextRung,
} from '../../../src/policy/escrow-ladder.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BEGAN = Date.parse('2026-03-01T12:00:00Z');

const instants = fc.integer({ min: 0, max: 4_102_444_800_000 });
const spans = fc.integer({ min: 0, max: 60 * DAY });

describe('nextEscrowAttempt', () => {
  it.each([
    ['the first failure: the next cycle', 1, 0, 0],
    ['the second, in the next cycle: 6 h after the first', 2, 40 * MINUTE, 6 * HOUR],
    ['a failure just before 6 h', 3, 6 * HOUR - 1, 6 * HOUR],
    ['a failure at 6 h: 12 h', 3, 6 * HOUR, 12 * HOUR],
    ['a failure a cycle later than 6 h: 12 h, not 12 h and a cycle', 3, 6 * HOUR + 20 * MINUTE, 12 * HOUR],
    ['a failure at 12 h: 24 h', 4, 12 * HOUR, DAY],
    ['a failure at 24 h: a day later', 5, DAY, 2 * DAY],
    ['a failure on the third day: a day later', 7, 3 * DAY + 20 * MINUTE, 4 * DAY],
    ['a failure after a long outage: the next day of the ladder', 3, 9 * DAY + 5 * HOUR, 10 * DAY],
    ['a source change in between that fails: the rung that was next', 3, 2 * HOUR, 6 * HOUR],
  ])('follows %s', (_, attempts, failedAfter, dueAfter) => {
    const due = nextEscrowAttempt({ firstFailedAt: BEGAN, attempts }, BEGAN + failedAfter);

    expect(due - BEGAN).toBe(dueAfter);
  });

  it('is climbed in 31 attempts where cycles come every 40 minutes', () => {
    const INTERVAL = 40 * MINUTE;
    const tried: number[] = [];
    for (let now = 0, attempts = 0, due = 0; now < ESCROW_LIFETIME_MS; now += INTERVAL) {
      if (now < due) continue;
      tried.push(now);
      attempts += 1;
      due = nextEscrowAttempt({ firstFailedAt: 0, attempts }, now);
    }

    const days = Array.from({ length: 27 }, (_, index) => (index + 1) * DAY);
    expect(tried).toEqual([0, INTERVAL, 6 * HOUR, 12 * HOUR, ...days]);
  });

  it('is never due before now, and after the second attempt always later', () => {
    fc.assert(
      fc.property(instants, spans, fc.integer({ min: 1, max: 40 }), (firstFailedAt, after, attempts) => {
        const now = firstFailedAt + after;
        const due = nextEscrowAttempt({ firstFailedAt, attempts }, now);

        expect(due).toBeGreaterThanOrEqual(now);
        if (attempts > 1) expect(due).toBeGreaterThan(now);
        expect(due - now).toBeLessThanOrEqual(DAY);
      }),
    );
  });

  it('is never due earlier for who fails later', () => {
    fc.assert(
      fc.property(instants, spans, spans, (firstFailedAt, one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        const dueOf = (after: number): number =>
          nextEscrowAttempt({ firstFailedAt, attempts: 2 }, firstFailedAt + after);

        expect(dueOf(early)).toBeLessThanOrEqual(dueOf(late));
      }),
    );
  });
});

describe('nextRung', () => {
  it('knows no rungs but 6, 12 and 24 hours and whole days', () => {
    fc.assert(
      fc.property(instants, spans, (began, after) => {
        const rung = nextRung(began, began + after) - began;

        expect([6 * HOUR, 12 * HOUR].includes(rung) || rung % DAY === 0).toBe(true);
      }),
    );
  });

  it('does not mind a clock that was put back', () => {
    expect(nextRung(BEGAN, BEGAN - HOUR)).toBe(BEGAN + 6 * HOUR);
  });
});

describe('isEscrowExpired', () => {
  it.each([
    [28 * DAY - 1, false],
    [28 * DAY, true],
    [29 * DAY, true],
    [0, false],
  ])('after %d ms: %p', (after, expected) => {
    expect(isEscrowExpired({ firstFailedAt: BEGAN }, BEGAN + after)).toBe(expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOTHING, portionOf, portionOfRate, WHOLE } from '../../../src/scim/target-shares.js';

describe('a portion', () => {
  it.each([
    { count: 16, senders: 3, portions: [6, 5, 5] },
    { count: 5, senders: 2, portions: [3, 2] },
    { count: 2, senders: 3, portions: [1, 1, 0] },
  ])('of $count among $senders is $portions', ({ count, senders, portions }) => {
    const ranks = Array.from({ length: senders }, (_, rank) => rank);

    expect(ranks.map((rank) => portionOf(count, { fraction: 1 / senders, senders, rank }))).toEqual(portions);
  });

  it('is what the others have left, before they have made room', () => {
    expect(portionOf(16, { fraction: 1 / 6, senders: 3, rank: 0 })).toBe(2);
    expect(portionOfRate(20, { fraction: 0, senders: 2, rank: 1 }).count).toBe(0);
  });

  it.each([
    { perSecond: 200, portion: WHOLE, expected: { count: 200, windowMs: 1_000 } },
    { perSecond: 2.5, portion: WHOLE, expected: { count: 2, windowMs: 800 } },
    { perSecond: 0.25, portion: WHOLE, expected: { count: 1, windowMs: 4_000 } },
    { perSecond: 200, portion: NOTHING, expected: { count: 0, windowMs: 1_000 } },
    {
      perSecond: 1,
      portion: { fraction: 0.5, senders: 2, rank: 1 },
      expected: { count: 1, windowMs: 2_000 },
    },
    {
      perSecond: 5,
      portion: { fraction: 0.5, senders: 2, rank: 0 },
      expected: { count: 3, windowMs: 1_000 },
    },
  ])('of $perSecond a second is $expected', ({ perSecond, portion, expected }) => {
    expect(portionOfRate(perSecond, portion)).toEqual(expected);
  });

  it('of a rate is never more than the whole, for all together', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 10_000, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        (rate, senders) => {
          let perSecond = 0;
          for (let rank = 0; rank < senders; rank += 1) {
            const { count, windowMs } = portionOfRate(rate, { fraction: 1 / senders, senders, rank });
            perSecond += (count * 1_000) / windowMs;
          }

          expect(perSecond).toBeCloseTo(rate, 3);
        },
      ),
    );
  });
});

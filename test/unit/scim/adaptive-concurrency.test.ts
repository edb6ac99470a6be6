import { describe, expect, it } from '@jest/globals';
import { AdaptiveConcurrency } from '../../../src/scim/adaptive-concurrency.js';

/** As many requests at once as may be, round after round, all of which the target answers. */
function rounds(concurrency: AdaptiveConcurrency, count: number): readonly number[] {
  return Array.from({ length: count }, () => {
    const { limit } = concurrency;
    for (let answered = 0; answered < limit; answered += 1) concurrency.succeeded();
    return limit;
  });
}
const fail = (concurrency: AdaptiveConcurrency, count: number): readonly boolean[] =>
  Array.from({ length: count }, () => concurrency.failed());

describe('how many requests a target bears at once', () => {
  it('is the most, as long as it answers', () => {
    expect(rounds(new AdaptiveConcurrency(10), 3)).toEqual([10, 10, 10]);
  });

  it('is not told by one object that fails, however often it is tried between others', () => {
    const concurrency = new AdaptiveConcurrency(16);
    for (let round = 0; round < 20; round += 1) {
      expect(fail(concurrency, 2)).toEqual([false, false]);
      concurrency.succeeded();
    }
    expect(concurrency.limit).toBe(16);
  });

  it('is one where it fails for all, and comes back as it went: one, two, four', () => {
    const concurrency = new AdaptiveConcurrency(16);

    expect(fail(concurrency, 16)).toEqual([
      ...Array.from({ length: 5 }, () => false),
      ...Array.from({ length: 11 }, () => true),
    ]);
    expect(rounds(concurrency, 6)).toEqual([1, 2, 4, 8, 16, 16]);
  });

  it('is half of it where it refuses requests for their number, and grows by one after every twenty answers', () => {
    const concurrency = new AdaptiveConcurrency(16);

    concurrency.refused();

    expect(concurrency.limit).toBe(8);
    for (let success = 0; success < 19; success += 1) concurrency.succeeded();
    expect(concurrency.limit).toBe(8);
    concurrency.succeeded();
    expect(concurrency.limit).toBe(9);
  });

  it('comes back only to what it bore before it failed', () => {
    const concurrency = new AdaptiveConcurrency(16);
    concurrency.refused();

    fail(concurrency, 16);

    expect(rounds(concurrency, 5)).toEqual([1, 2, 4, 8, 8]);
  });

  it('is never less than one, nor more than the most', () => {
    const concurrency = new AdaptiveConcurrency(1);
    concurrency.refused();
    fail(concurrency, 9);
    expect(concurrency.limit).toBe(1);

    for (let success = 0; success < 100; success += 1) concurrency.succeeded();
    expect(concurrency.limit).toBe(1);
  });
});

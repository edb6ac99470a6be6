import { describe, expect, it } from '@jest/globals';
import { ListTally } from '../../../src/cycle/list-tally.js';

describe('whether a list is everything that a target has', () => {
  /** Pages as [new resources, total that is told, whether it was cut short]. */
  it.each<[string, readonly (readonly [number, number | null, boolean?])[], RegExp | null]>([
    ['nothing', [[0, 0]], null],
    [
      'as many as told',
      [
        [100, 130],
        [30, 130],
      ],
      null,
    ],
    [
      'no total',
      [
        [100, null],
        [30, null],
        [0, null],
      ],
      null,
    ],
    [
      'fewer than told',
      [
        [100, 130],
        [0, 130],
      ],
      /has 130, and listed 100/,
    ],
    [
      'fewer than told at first: some left while it was listed',
      [
        [100, 130],
        [29, 129],
      ],
      /has 130/,
    ],
    [
      'a newcomer who moved others to pages that were read',
      [
        [100, 130],
        [30, 131],
      ],
      /has 131/,
    ],
    [
      'the same resources twice',
      [
        [100, 130],
        [0, 130],
      ],
      /listed 100/,
    ],
    [
      'the size of the page as the total',
      [
        [100, 100],
        [37, 37],
      ],
      null,
    ],
    ['more than told', [[100, 50]], null],
    [
      'the first page again and again',
      [
        [100, 100],
        [0, 100, true],
      ],
      /the same page again/,
    ],
  ])('%s', (_, pages, why) => {
    const tally = new ListTally();
    for (const [fresh, totalResults, isCutShort = false] of pages)
      tally.add({ resources: [], next: null, totalResults, isCutShort }, fresh);

    if (why === null) expect(tally.whyIncomplete).toBeNull();
    else expect(tally.whyIncomplete).toMatch(why);
  });
});

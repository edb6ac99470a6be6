import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { batchesOf } from '../../../src/policy/batches.js';

describe('batchesOf', () => {
  it.each([
    [0, []],
    [1, [{ first: 1, last: 1 }]],
    [1_000, [{ first: 1, last: 1_000 }]],
    [
      1_001,
      [
        { first: 1, last: 1_000 },
        { first: 1_001, last: 1_001 },
      ],
    ],
  ])('cuts %i operations', (operations, batches) => {
    expect(batchesOf({ first: 1, last: operations })).toEqual(batches);
  });

  it('covers every operation once, in order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_000 }),
        fc.nat(5_000),
        fc.integer({ min: 1, max: 700 }),
        (begin, operations, size) => {
          const covered = batchesOf({ first: begin, last: begin + operations - 1 }, size).flatMap(
            ({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index),
          );

          expect(covered).toEqual(Array.from({ length: operations }, (_, index) => begin + index));
        },
      ),
      { numRuns: 50 },
    );
  });
});

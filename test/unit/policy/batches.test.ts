import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { batchesOf, stagesOf, type Batch } from '../../../src/policy/batches.js';

describe('batchesOf', () => {
  it.each([
    [0, []],
    [1, [{ first: 1, last: 1 }]],
    [2_000, [{ first: 1, last: 2_000 }]],
    [
      2_001,
      [
        { first: 1, last: 2_000 },
        { first: 2_001, last: 2_001 },
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

describe('stagesOf', () => {
  const text = (stages: readonly (readonly Batch[])[]): string =>
    stages.map((stage) => stage.map(({ first, last }) => `${first}-${last}`).join(' + ')).join(', then ');

  it.each([
    { operations: 2_500, independent: undefined, stages: '1-1000, then 1001-2000, then 2001-2500' },
    { operations: 0, independent: [1, 0], stages: '' },
    { operations: 500, independent: [1, 500], stages: '1-500' },
    { operations: 5_000, independent: [1, 5_000], stages: '1-2000 + 2001-4000 + 4001-5000' },
    { operations: 5_000, independent: [601, 5_000], stages: '1-2000, then 2001-4000 + 4001-5000' },
    { operations: 5_000, independent: [2_001, 5_000], stages: '1-2000, then 2001-4000 + 4001-5000' },
    { operations: 5_000, independent: [2_002, 5_000], stages: '1-2000, then 2001-4000, then 4001-5000' },
    { operations: 4_100, independent: [1, 4_000], stages: '1-2000 + 2001-4000, then 4001-4100' },
    { operations: 3_000, independent: [1, 2_000], stages: '1-2000, then 2001-3000' },
    { operations: 3_000, independent: [3_001, 3_000], stages: '1-2000, then 2001-3000' },
  ])('cuts $operations operations, independent $independent', ({ operations, independent, stages }) => {
    const [first = 1, last = 0] = independent ?? [];
    const range = independent === undefined ? undefined : { first, last };
    expect(text(stagesOf({ first: 1, last: operations }, range))).toBe(stages);
  });

  it('covers every operation once, and lets only independent ones go beside one another', () => {
    const sizes = fc.record({ operations: fc.nat(20_000), first: fc.nat(20_000), last: fc.nat(20_000) });
    fc.assert(
      fc.property(sizes, ({ operations, first, last }) => {
        const independent = { first: first + 1, last: Math.min(last, operations) };
        const stages = stagesOf({ first: 1, last: operations }, independent);

        let next = 1;
        for (const batch of stages.flat()) {
          expect(batch.first).toBe(next);
          next = batch.last + 1;
        }
        expect(next).toBe(operations + 1);
        for (const batch of stages.filter((stage) => stage.length > 1).flat()) {
          expect(batch.first).toBeGreaterThanOrEqual(independent.first);
          expect(batch.last).toBeLessThanOrEqual(independent.last);
        }
      }),
    );
  });
});

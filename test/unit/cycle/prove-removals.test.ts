import { describe, expect, it } from '@jest/globals';
import { judgeRemovals, proveRemovals, type Compared } from '../../../src/cycle/prove-removals.js';

describe('what readings and a count prove about who is missing', () => {
  it.each<{ read: number; lost: number; count: number | null; once: string; twice: string }>([
    { read: 9, lost: 0, count: null, once: 'nothingLost', twice: 'nothingLost' },
    { read: 0, lost: 0, count: 5, once: 'nothingLost', twice: 'nothingLost' },
    { read: 9, lost: 1, count: 9, once: 'proven', twice: 'proven' },
    { read: 9, lost: 1, count: 8, once: 'proven', twice: 'proven' },
    { read: 9, lost: 1, count: 0, once: 'proven', twice: 'proven' },
    { read: 9, lost: 1, count: 10, once: 'readAgain', twice: 'contradicted' },
    { read: 9, lost: 1, count: null, once: 'readAgain', twice: 'proven' },
    { read: 0, lost: 9, count: 0, once: 'readAgain', twice: 'proven' },
    { read: 0, lost: 9, count: 9, once: 'readAgain', twice: 'contradicted' },
    { read: 0, lost: 9, count: null, once: 'readAgain', twice: 'unproven' },
  ])('read $read, lost $lost, counted $count: $once, then $twice', ({ once, twice, ...facts }) => {
    expect(judgeRemovals({ ...facts, isReadTwice: false })).toBe(once);
    expect(judgeRemovals({ ...facts, isReadTwice: true })).toBe(twice);
  });
});

describe('proving removals', () => {
  /** A list that is compared, counted and read again as told; the last answers stay. */
  function aList(compared: readonly Compared[], counts: readonly (number | null)[] = [null]) {
    const asked: string[] = [];
    let readings = 0;
    let counted = 0;
    const at = <T>(list: readonly T[], index: number): T => list[Math.min(index, list.length - 1)] as T;
    return {
      asked,
      compare: () => Promise.resolve(at(compared, readings)),
      count: () => {
        asked.push('count');
        return Promise.resolve(at(counts, counted++));
      },
      readAgain: () => {
        asked.push('readAgain');
        readings += 1;
        return Promise.resolve();
      },
    };
  }

  it('asks for nothing as long as nobody is missing', async () => {
    const list = aList([{ read: 3, lost: 0 }]);

    expect(await proveRemovals(list)).toMatchObject({ verdict: 'nothingLost' });
    expect(list.asked).toEqual([]);
  });

  it('asks for the count alone when it agrees', async () => {
    const list = aList([{ read: 3, lost: 1 }], [3]);

    expect(await proveRemovals(list)).toMatchObject({ verdict: 'proven', lost: 1, count: 3 });
    expect(list.asked).toEqual(['count']);
  });

  it('finds in the second reading who was missing from the first, and counts no more', async () => {
    const list = aList(
      [
        { read: 3, lost: 2 },
        { read: 5, lost: 0 },
      ],
      [5],
    );

    expect(await proveRemovals(list)).toMatchObject({ verdict: 'nothingLost', lostAtFirst: 2 });
    expect(list.asked).toEqual(['count', 'readAgain']);
  });

  it('takes the count after the second reading: the first may have lagged behind', async () => {
    const list = aList([{ read: 3, lost: 1 }], [4, 3]);

    expect(await proveRemovals(list)).toMatchObject({ verdict: 'proven', count: 3 });
    expect(list.asked).toEqual(['count', 'readAgain', 'count']);
  });
});

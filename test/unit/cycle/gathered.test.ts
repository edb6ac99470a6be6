import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { gathered } from '../../../src/cycle/gathered.js';

interface Call {
  readonly items: readonly string[];
  readonly end: (error?: Error) => void;
}

/** Work that ends when it is told to. */
function work(): { calls: Call[]; carryOut: (items: readonly string[]) => Promise<void> } {
  const calls: Call[] = [];
  const carryOut = (items: readonly string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      calls.push({
        items,
        end: (error) => {
          if (error === undefined) resolve();
          else reject(error);
        },
      });
    });
  return { calls, carryOut };
}

describe('what many ask for at the same time', () => {
  it('is carried out in one go, beginning once the call before has ended', async () => {
    const { calls, carryOut } = work();
    const ask = gathered(carryOut);

    const asked = [ask(['a']), ask(['b', 'c'])];
    await turn();
    asked.push(ask(['d']), ask(['e']));
    await turn();
    expect(calls.map(({ items }) => items)).toEqual([['a', 'b', 'c']]);

    calls[0]?.end();
    await Promise.all(asked.slice(0, 2));
    await turn();
    expect(calls.map(({ items }) => items)).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
    calls[1]?.end();
    await Promise.all(asked);
  });

  it('fails for those whose call failed, and for nobody else', async () => {
    const { calls, carryOut } = work();
    const ask = gathered(carryOut);

    const lost = Promise.allSettled([ask(['a']), ask(['b'])]);
    await turn();
    const stored = ask(['c']);
    calls[0]?.end(new Error('The disk is full.'));

    expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await turn();
    calls[1]?.end();
    await expect(stored).resolves.toBeUndefined();
  });

  it('is nothing when nothing is asked for', async () => {
    const { calls, carryOut } = work();
    await gathered(carryOut)([]);
    expect(calls).toEqual([]);
  });
});

import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { readAhead } from '../../../src/cycle/read-ahead.js';

describe('reading ahead', () => {
  const asked: number[] = [];
  let isClosed = false;
  async function* pages(count: number, failsAt = Infinity): AsyncGenerator<number> {
    asked.length = 0;
    isClosed = false;
    try {
      for (let page = 1; page <= count; page += 1) {
        asked.push(page);
        await turn();
        if (page === failsAt) throw new Error(`page ${page} is not there`);
        yield page;
      }
    } finally {
      isClosed = true;
    }
  }
  const read = async (from: AsyncIterable<number>, until = Infinity): Promise<number[]> => {
    const seen: number[] = [];
    for await (const page of from) {
      seen.push(page);
      if (page === until) break;
    }
    return seen;
  };

  it.each([0, 1, 5])('gives all of %i pages, in order', async (count) => {
    expect(await read(readAhead(pages(count)))).toEqual(
      Array.from({ length: count }, (_, index) => index + 1),
    );
    expect(isClosed).toBe(true);
  });

  it('asks for one page while another is worked on, and for no more', async () => {
    const reader = readAhead(pages(5));
    expect(await reader.next()).toEqual({ done: false, value: 1 });
    for (let turns = 0; turns < 10; turns += 1) await turn();

    expect(asked).toEqual([1, 2]);
    await reader.return(undefined);
  });

  it('tells of a failure after the pages before it', async () => {
    const seen: number[] = [];
    const reading = (async () => {
      for await (const page of readAhead(pages(5, 3))) seen.push(page);
    })();

    await expect(reading).rejects.toThrow('page 3 is not there');
    expect(seen).toEqual([1, 2]);
  });

  it('ends the reading when nobody wants more, also where the page after would have failed', async () => {
    expect(await read(readAhead(pages(5, 3)), 2)).toEqual([1, 2]);
    expect(isClosed).toBe(true);
  });
});

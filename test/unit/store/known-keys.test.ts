import { describe, expect, it } from '@jest/globals';
import { DIGEST_BYTES, digestOf, KnownKeys } from '../../../src/store/known-keys.js';

const names = (count: number, prefix = 'key') =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

const toHex = (digest: Buffer) => digest.toString('hex');

function knowing(keys: readonly string[]): KnownKeys {
  const known = new KnownKeys();
  known.know(Buffer.concat(keys.map(digestOf)));
  return known;
}

describe('keys that were known before a list is read', () => {
  it.each([0, 1, 11, 12, 5_000])('are told apart from others: %d of them', (count) => {
    const known = knowing(names(count));

    expect(names(count).every((key) => known.see(key))).toBe(true);
    expect(names(1_000, 'other').some((key) => known.see(key))).toBe(false);
    expect([known.size, known.seen]).toEqual([count, count]);
  });

  it('are counted once, however often they are told and seen', () => {
    const known = knowing(['ann', 'bo', 'ann']);

    for (const key of ['ann', 'ann', 'ann']) known.see(key);

    expect([known.size, known.seen]).toEqual([2, 1]);
  });

  it('stay seen when others become known', () => {
    const known = knowing(['ann']);
    known.see('ann');

    known.know(Buffer.concat(names(1_000).map(digestOf)));

    expect([known.size, known.seen]).toEqual([1_001, 1]);
    expect(known.unseen()).toHaveLength(1_000);
  });

  it('are named by their digests as long as nobody has seen them', () => {
    const known = knowing(['ann', 'bo', 'cy']);
    known.see('bo');

    expect(known.unseen().map(toHex).sort()).toEqual(['ann', 'cy'].map(digestOf).map(toHex).sort());
    expect(known.unseen().every(({ length }) => length === DIGEST_BYTES)).toBe(true);
  });

  it('can all be taken for seen', () => {
    const known = knowing(['ann', 'bo']);

    known.seeAll();

    expect([known.seen, known.unseen()]).toEqual([2, []]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSuspiciousDrop, suspiciousDropPercent } from '../../../src/policy/suspicious-drop.js';

describe('suspiciousDropPercent', () => {
  it.each([
    [undefined, 20],
    ['5%', 5],
    ['0%', 0],
    ['100%', 100],
  ])('reads %p as %d', (configured, percent) => {
    expect(suspiciousDropPercent(configured)).toBe(percent);
  });
});

describe('isSuspiciousDrop', () => {
  it.each([
    ['a fifth is believed', 20, 100, 20, false],
    ['more than a fifth is not', 21, 100, 20, true],
    ['all of them are not', 100, 100, 20, true],
    ['the only one is not', 1, 1, 20, true],
    ['one of five is a fifth', 1, 5, 20, false],
    ['one of four is more', 1, 4, 20, true],
    ['all of them are not, whatever share is allowed', 3, 3, 100, true],
    ['all but one are, where every share is allowed', 2, 3, 100, false],
    ['none is no drop', 0, 100, 0, false],
    ['nobody known is no drop', 0, 0, 20, false],
    ['any is suspicious where no share is allowed', 1, 1_000, 0, true],
  ])('%s', (_, lost, known, percent, expected) => {
    expect(isSuspiciousDrop(lost, known, percent)).toBe(expected);
  });

  it('grows more suspicious the more are lost', () => {
    const percents = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(percents, fc.nat(1_000), fc.nat(1_000), fc.nat(1_000), (percent, lost, more, kept) => {
        const known = lost + more + kept;
        if (isSuspiciousDrop(lost, known, percent))
          expect(isSuspiciousDrop(lost + more, known, percent)).toBe(true);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  areTooMany,
  deletionThreshold,
  describeThreshold,
  type AccidentalDeletions,
  type DeletionThreshold,
} from '../../../src/policy/deletion-guard.js';

const ofCount = (value: number): DeletionThreshold => ({ unit: 'count', value });
const ofPercent = (value: number): DeletionThreshold => ({ unit: 'percent', value });

describe('deletionThreshold', () => {
  it.each<[string, AccidentalDeletions | undefined, DeletionThreshold | null]>([
    ['nothing said', undefined, ofCount(500)],
    ['an empty section', {}, ofCount(500)],
    ['enabled alone', { enabled: true }, ofCount(500)],
    ['a count', { threshold: 50 }, ofCount(50)],
    ['a share', { threshold: '10%' }, ofPercent(10)],
    ['switched off', { enabled: false }, null],
    ['switched off, with a threshold that is kept for later', { enabled: false, threshold: 50 }, null],
  ])('reads %s', (_, settings, expected) => {
    expect(deletionThreshold(settings)).toEqual(expected);
  });

  it('is described as it was written', () => {
    expect(describeThreshold(ofCount(50))).toBe('50');
    expect(describeThreshold(ofPercent(10))).toBe('10%');
  });
});

describe('areTooMany', () => {
  it.each([
    ['499 of 500 pass', ofCount(500), 499, 10_000, false],
    ['the 500th reaches it', ofCount(500), 500, 10_000, true],
    ['more than 500', ofCount(500), 1_000, 10_000, true],
    ['a threshold of one holds back any', ofCount(1), 1, 10_000, true],
    ['a share just below', ofPercent(10), 9, 100, false],
    ['a share exactly', ofPercent(10), 10, 100, true],
    ['a share of few accounts', ofPercent(10), 1, 10, true],
    ['a share that would need a part of an account', ofPercent(10), 2, 21, false],
    ['all of them', ofPercent(100), 7, 7, true],
    ['all but one', ofPercent(100), 6, 7, false],
    ['a share of no accounts at all', ofPercent(10), 1, 0, true],
    ['no share at all holds back any', ofPercent(0), 1, 1_000_000, true],
  ])('%s', (_, threshold, deletions, accounts, expected) => {
    expect(areTooMany(threshold, deletions, accounts)).toBe(expected);
  });

  const thresholds = fc.oneof(
    fc.integer({ min: 1, max: 1_000 }).map(ofCount),
    fc.integer({ min: 0, max: 100 }).map(ofPercent),
  );

  it('never holds back where nothing is deleted', () => {
    fc.assert(
      fc.property(thresholds, fc.nat(), (threshold, accounts) => {
        expect(areTooMany(threshold, 0, accounts)).toBe(false);
      }),
    );
  });

  it('never lets more pass than it held back', () => {
    fc.assert(
      fc.property(
        thresholds,
        fc.nat(5_000),
        fc.nat(5_000),
        fc.nat(10_000),
        (threshold, one, more, accounts) => {
          if (areTooMany(threshold, one, accounts))
            expect(areTooMany(threshold, one + more, accounts)).toBe(true);
        },
      ),
    );
  });

  it('holds back whoever would delete every account, by whatever share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 1, max: 10_000 }),
        (percent, accounts) => {
          expect(areTooMany(ofPercent(percent), accounts, accounts)).toBe(true);
        },
      ),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CycleHealth } from '../../../activities/contract.js';
import { failureTypes } from '../../../src/failures.js';
import {
  disablesAt,
  impose,
  nextQuarantineAttempt,
  reasonOfError,
  reasonOfHealth,
  type Quarantine,
  type QuarantineThresholds,
} from '../../../src/policy/quarantine.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-03-01T12:00:00Z');

const BASE = 'EncounteredBaseEscrowThreshold';
const TOTAL = 'EncounteredTotalEscrowThreshold';
const PROPORTION = 'EncounteredEscrowProportionThreshold';

/** A cycle in which something was written well, unless told: then no small tenant's rule applies. */
function aHealth(over: Partial<CycleHealth> = {}): CycleHealth {
  const { failedObjects = 0, failedReferences = 0, succeededObjects = 0 } = over;
  const failedWrites = failedObjects + failedReferences;
  return {
    failedObjects,
    failedReferences,
    succeededObjects,
    attemptedWrites: failedWrites + Math.max(1, succeededObjects),
    failedWrites,
    ...over,
  };
}

describe('reasonOfHealth', () => {
  it.each<[string, Partial<CycleHealth>, string | null]>([
    ['nothing failed', { succeededObjects: 10 }, null],
    ['4,000 failed and few went well', { failedObjects: 4_000, succeededObjects: 1 }, null],
    ['4,999 failed of 5,000', { failedObjects: 4_999, succeededObjects: 1 }, null],
    ['5,000 failed of 5,001', { failedObjects: 5_000, succeededObjects: 1 }, PROPORTION],
    ['30,000 failed, 5,000 went well', { failedObjects: 30_000, succeededObjects: 5_000 }, PROPORTION],
    ['20,000 failed, 100,000 went well', { failedObjects: 20_000, succeededObjects: 100_000 }, null],
    ['exactly 40 %', { failedObjects: 6_000, succeededObjects: 9_000 }, null],
    ['just more than 40 %', { failedObjects: 6_000, succeededObjects: 8_999 }, PROPORTION],
    ['references alone, all of them', { failedReferences: 30_000, succeededObjects: 1 }, null],
    [
      'references do not count into the share',
      { failedObjects: 5_000, failedReferences: 20_000, succeededObjects: 9_000 },
      null,
    ],
    ['40,000 failed, many went well', { failedObjects: 40_000, succeededObjects: 500_000 }, null],
    ['40,001 failed, many went well', { failedObjects: 40_001, succeededObjects: 500_000 }, BASE],
    ['45,000 failed', { failedObjects: 45_000, succeededObjects: 500_000 }, BASE],
    [
      '60,000 with references',
      { failedObjects: 40_000, failedReferences: 20_000, succeededObjects: 500_000 },
      null,
    ],
    [
      '40,000 users and 21,000 managers failed',
      { failedObjects: 40_000, failedReferences: 21_000, succeededObjects: 500_000 },
      TOTAL,
    ],
    ['60,001 references failed', { failedReferences: 60_001, succeededObjects: 500_000 }, TOTAL],
  ])('%s', (_, health, reason) => {
    expect(reasonOfHealth(aHealth(health))).toBe(reason);
  });

  it.each<[string, number, number, string | null]>([
    ['all of 10 writes failed', 10, 10, PROPORTION],
    ['all of 9 writes failed', 9, 9, null],
    ['all but one of 50 failed', 50, 49, null],
    ['nothing was written', 0, 0, null],
  ])('of a small tenant: %s', (_, attemptedWrites, failedWrites, reason) => {
    const health = aHealth({ failedObjects: failedWrites, attemptedWrites, failedWrites });

    expect(reasonOfHealth(health)).toBe(reason);
  });

  it.each<[string, QuarantineThresholds, Partial<CycleHealth>, string | null]>([
    ['minFailures', { minFailures: 5 }, { failedObjects: 5, succeededObjects: 5 }, PROPORTION],
    ['minFailures', { minFailures: 6 }, { failedObjects: 5, succeededObjects: 5 }, null],
    ['proportion', { minFailures: 5, proportion: '50%' }, { failedObjects: 5, succeededObjects: 5 }, null],
    [
      'proportion',
      { minFailures: 5, proportion: '49%' },
      { failedObjects: 5, succeededObjects: 5 },
      PROPORTION,
    ],
    ['maxFailures', { maxFailures: 9 }, { failedObjects: 10, succeededObjects: 90 }, BASE],
    ['maxFailures', { maxFailures: 10 }, { failedObjects: 10, succeededObjects: 90 }, null],
    ['maxTotal', { maxTotal: 9 }, { failedObjects: 5, failedReferences: 5, succeededObjects: 90 }, TOTAL],
    ['maxTotal', { maxTotal: 10 }, { failedObjects: 5, failedReferences: 5, succeededObjects: 90 }, null],
    [
      'a threshold that is not set',
      { maxFailures: undefined },
      { failedObjects: 40_001, succeededObjects: 500_000 },
      BASE,
    ],
  ])('takes %s as configured: %j', (_, thresholds, health, reason) => {
    expect(reasonOfHealth(aHealth(health), thresholds)).toBe(reason);
  });

  it('names the total before the base, and the base before the share', () => {
    const everything = aHealth({ failedObjects: 70_000 });

    expect(reasonOfHealth(everything)).toBe(TOTAL);
    expect(reasonOfHealth(everything, { maxTotal: 70_000 })).toBe(BASE);
    expect(reasonOfHealth(everything, { maxTotal: 70_000, maxFailures: 70_000 })).toBe(PROPORTION);
  });

  const counts = fc.nat(80_000);

  it('never gives a reason where a tenth failed and the figures are not reached', () => {
    fc.assert(
      fc.property(fc.nat(4_999), fc.nat(4_999), (failedObjects, failedReferences) => {
        const health = aHealth({ failedObjects, failedReferences, succeededObjects: failedObjects * 9 + 1 });
        expect(reasonOfHealth(health)).toBeNull();
      }),
    );
  });

  it('never finds a cycle healthy that one with fewer failures is not', () => {
    fc.assert(
      fc.property(
        counts,
        counts,
        counts,
        counts,
        (failedObjects, failedReferences, succeededObjects, more) => {
          const few = aHealth({ failedObjects, failedReferences, succeededObjects });
          const many = aHealth({ failedObjects: failedObjects + more, failedReferences, succeededObjects });

          if (reasonOfHealth(few) !== null) expect(reasonOfHealth(many)).not.toBeNull();
        },
      ),
    );
  });
});

describe('reasonOfError', () => {
  const errorOf = (code: string) => ({ code, message: 'It failed.', tenantActionable: true });

  it.each(Object.keys(failureTypes).map((code) => [code]))('%s puts into quarantine', (code) => {
    const expected =
      code === 'SourceIncompatible'
        ? 'IngestionInterrupted'
        : /^(Store|Temporal|Object)/.test(code)
          ? 'Unknown'
          : 'EncounteredQuarantineException';

    expect(reasonOfError(errorOf(code))).toBe(expected);
  });

  it('does not know what it does not know', () => {
    expect(reasonOfError(errorOf('TimeoutFailure'))).toBe('Unknown');
  });
});

describe('a series of attempts', () => {
  const error = { code: 'CredentialsRejected', message: 'Refused.', tenantActionable: true };
  const first = impose(null, 'EncounteredQuarantineException', error, NOW);

  it('begins when it is first imposed', () => {
    expect(first).toEqual({
      reason: 'EncounteredQuarantineException',
      error,
      seriesBegan: NOW,
      currentBegan: NOW,
      seriesCount: 0,
    });
  });

  it('counts what left it in place, and keeps its beginning when the reason changes', () => {
    const second = impose(first, BASE, null, NOW + 6 * HOUR);

    expect(second).toEqual({
      reason: BASE,
      error: null,
      seriesBegan: NOW,
      currentBegan: NOW + 6 * HOUR,
      seriesCount: 1,
    });
  });

  it('is tried after 6, 12 and 24 hours, then daily until the 28th day', () => {
    const tried: number[] = [];
    let quarantine: Quarantine = first;
    while (nextQuarantineAttempt(quarantine) < disablesAt(quarantine)) {
      const due = nextQuarantineAttempt(quarantine);
      tried.push(due - NOW);
      quarantine = impose(quarantine, quarantine.reason, error, due);
    }

    const days = Array.from({ length: 27 }, (_, index) => (index + 1) * DAY);
    expect(tried).toEqual([6 * HOUR, 12 * HOUR, ...days]);
    expect(disablesAt(quarantine)).toBe(NOW + 28 * DAY);
  });

  it('does not try sooner because somebody tried in between', () => {
    const between = impose(first, first.reason, error, NOW + 2 * HOUR);

    expect(nextQuarantineAttempt(between)).toBe(NOW + 6 * HOUR);
  });

  it('is never tried before it was imposed, and never later than a day after', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 28 * DAY }), (after) => {
        const due = nextQuarantineAttempt(impose(first, first.reason, error, NOW + after));

        expect(due).toBeGreaterThan(NOW + after);
        expect(due).toBeLessThanOrEqual(NOW + after + DAY);
      }),
    );
  });
});

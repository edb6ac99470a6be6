import { describe, expect, it } from '@jest/globals';
import { isWorthReporting } from '../../../src/policy/progress.js';

const SECOND = 1_000;

describe('isWorthReporting', () => {
  it.each([
    {
      case: 'a phase soon after the last report',
      now: { at: 9 * SECOND, completed: 0, total: 0 },
      expected: false,
    },
    { case: 'a phase after ten seconds', now: { at: 10 * SECOND, completed: 0, total: 0 }, expected: false },
    { case: 'the beginning of the writing', now: { at: 1, completed: 0, total: 3 }, expected: true },
  ])('$case: $expected', ({ now, expected }) => {
    expect(isWorthReporting({ at: 0, completed: 0, total: 0 }, now)).toBe(expected);
  });

  it.each([
    { case: 'a batch within ten seconds', at: 5 * SECOND, completed: 50_000, expected: false },
    { case: 'a batch smaller than a twentieth', at: 60 * SECOND, completed: 4_000, expected: false },
    { case: 'a twentieth, a minute later', at: 60 * SECOND, completed: 5_000, expected: true },
    { case: 'the next phase', at: 60 * SECOND, completed: 0, expected: false },
  ])('of 100,000 operations, $case: $expected', ({ at, completed, expected }) => {
    const last = { at: 0, completed: 0, total: 100_000 };

    expect(isWorthReporting(last, { at, completed, total: 100_000 })).toBe(expected);
  });
});

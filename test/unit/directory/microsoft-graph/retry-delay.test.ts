import { describe, expect, it } from '@jest/globals';
import { retryDelayMs } from '../../../../src/directory/microsoft-graph/retry-delay.js';

describe('retryDelayMs', () => {
  const calm = { attempt: 0, askedMs: undefined, elapsedMs: 0, budgetMs: 20_000, random: 1 };

  it.each([
    ['the first retry waits half a second', calm, 500],
    ['jitter takes off up to a half', { ...calm, random: 0 }, 250],
    ['every attempt doubles it', { ...calm, attempt: 3 }, 4_000],
    ['it never grows beyond eight seconds', { ...calm, attempt: 30 }, 8_000],
    ['a wait that was asked for is kept exactly', { ...calm, askedMs: 7_000, random: 0 }, 7_000],
    ['asking for no wait does not make us spin', { ...calm, askedMs: 0 }, 100],
    ['a wait may use the budget up', { ...calm, askedMs: 20_000 }, 20_000],
    ['a wait beyond the budget goes up', { ...calm, askedMs: 20_001 }, null],
    ['time already spent counts', { ...calm, elapsedMs: 19_600 }, null],
    ['no budget, no retry', { ...calm, budgetMs: 0 }, null],
  ])('%s', (_, facts, expected) => {
    expect(retryDelayMs(facts)).toBe(expected);
  });
});

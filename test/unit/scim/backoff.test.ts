import { describe, expect, it } from '@jest/globals';
import { backoffMs } from '../../../src/scim/backoff.js';

describe('backoff', () => {
  it.each([
    { attempt: 1, least: 500, most: 1_000 },
    { attempt: 2, least: 1_000, most: 2_000 },
    { attempt: 5, least: 8_000, most: 16_000 },
    { attempt: 7, least: 30_000, most: 60_000 },
    { attempt: 50, least: 30_000, most: 60_000 },
    { attempt: 5_000, least: 30_000, most: 60_000 },
  ])('after attempt $attempt is from $least to $most ms', ({ attempt, least, most }) => {
    expect(backoffMs(attempt, 0)).toBe(least);
    expect(backoffMs(attempt, 1)).toBe(most);
  });
});

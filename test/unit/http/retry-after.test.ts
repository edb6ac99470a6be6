import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from '../../../src/http/retry-after.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');

describe('Retry-After', () => {
  it.each([
    { header: '0', expected: 0 },
    { header: '7', expected: 7_000 },
    { header: ' 7 ', expected: 7_000 },
    { header: '1.5', expected: 1_500 },
    { header: 'Sun, 22 Nov 2026 12:00:30 GMT', expected: 30_000 },
    { header: 'Sunday, 22-Nov-26 12:00:30 GMT', expected: 30_000 },
    { header: 'Sun, 22 Nov 2026 11:00:00 GMT', expected: 0 },
    { header: '999999999', expected: 86_400_000 },
    { header: 'Tue, 22 Nov 2039 12:00:00 GMT', expected: 86_400_000 },
  ])('$header is $expected ms', ({ header, expected }) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });

  it.each([undefined, '', '-1', 'soon', '2026-11-22', 'Sun, 99 Foo 2026 12:00:30 GMT'])(
    '%p says nothing',
    (header) => {
      expect(retryAfterMs(header, NOW)).toBeUndefined();
    },
  );
});

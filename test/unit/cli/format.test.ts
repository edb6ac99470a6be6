import { describe, expect, it } from '@jest/globals';
import { printable, relativeTime, span, table } from '../../../src/cli/format.js';

describe('a span of time', () => {
  it.each([
    [0, '0s'],
    [-5, '0s'],
    [31, '31ms'],
    [1_400, '1.4s'],
    [3_000, '3s'],
    [9_960, '10s'],
    [59_900, '60s'],
    [60_000, '1m'],
    [61_500, '1m 2s'],
    [40 * 60_000, '40m'],
    [125 * 60_000, '2h 5m'],
    [86_400_000 * 2 + 3_600_000 + 60_000, '2d 1h'],
  ])('of %i ms reads %s', (ms, expected) => {
    expect(span(ms)).toBe(expected);
  });
});

it.each([
  ['2026-01-01T00:40:00Z', 'in 40m'],
  ['2025-12-31T23:59:30Z', '30s ago'],
  ['2026-01-01T00:00:00.500Z', 'now'],
  ['nonsense', 'nonsense'],
])('%s is %s', (iso, expected) => {
  expect(relativeTime(iso, Date.parse('2026-01-01T00:00:00Z'))).toBe(expected);
});

it('a table lines its columns up, colours or not', () => {
  const rows = [
    ['APP', 'STATE'],
    ['\u001b[1mdialpad\u001b[22m', 'active'],
  ];

  expect(table(rows)).toBe('APP      STATE\n\u001b[1mdialpad\u001b[22m  active');
});

it.each([
  ['a colour', '\u001b[31mred\u001b[0m', 'red'],
  ['a bell', 'ding\u0007', 'ding '],
  ['a line break', 'two\r\nlines', 'two  lines'],
  ['a change of direction', 'abc\u202Edef', 'abc def'],
  ['a name in any script', '王秀英 O’Neill', '王秀英 O’Neill'],
])('text from outside cannot steer the terminal: %s', (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});

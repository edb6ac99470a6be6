import { describe, expect, it } from '@jest/globals';
import {
  compileRegularExpression,
  RegularExpressionTimeout,
} from '../../../src/regular-expressions/index.js';

describe('a replacement', () => {
  it.each([
    ['(?<a>\\w)(\\d)', 'x1', '$1', '1'],
    ['(?<a>\\w)(\\d)', 'x1', '$2', 'x'],
    ['(?<a>\\w)(\\d)', 'x1', '${a}-${1}-${2}', 'x-1-x'],
    ['(?<a>\\w)(\\d)', 'x1', '$+', 'x'],
    ['(a)', 'xay', '[$&]', 'x[a]y'],
    ['(a)', 'xay', '[$0]', 'x[a]y'],
    ['a', 'xay', '$+', 'xay'],
    ['a', 'xay', '[$`]', 'x[x]y'],
    ['a', 'xay', "[$']", 'x[y]y'],
    ['a', 'xay', '[$_]', 'x[xay]y'],
    ['a', 'xay', '$$1', 'x$1y'],
    ['a', 'xay', '$', 'x$y'],
    ['a', 'xay', '$x', 'x$xy'],
    ['a', 'xay', '$1', 'x$1y'],
    ['(a)', 'xay', '$10', 'x$10y'],
    ['(a)', 'xay', '${1}0', 'xa0y'],
    ['(a)', 'xay', '${b}', 'x${b}y'],
    ['(a)', 'xay', '${1', 'x${1y'],
    ['(a)', 'xay', '$<a>', 'x$<a>y'],
    ['(a)|b', 'ab', '<$1>', '<a><>'],
    ['(?<x>a)|(?<x>b)', 'ab', '<${x}>', '<a><b>'],
    ['a*', 'baac', '-', '-b--c-'],
    ['', '😀a', '-', '-😀-a-'],
    ['(?=a)', 'aa', '-', '-a-a'],
    ['$', 'ab', '!', 'ab!'],
    ['\\b', 'é à', '|', '|é| |à|'],
    ['😀', 'a😀b😀', 'x', 'axbx'],
  ])('%j in %j by %j gives %j', (pattern, text, replacement, result) => {
    expect(compileRegularExpression(pattern).replace(text, replacement)).toBe(result);
  });

  it.each([
    ['(?<no>^\\d+)', '12 Harbour Lane', 'no', '14', '14 Harbour Lane'],
    ['a(?<x>\\d)b', 'a1b a2b', 'x', '-', 'a-b a-b'],
    ['a(?<x>\\d)?b', 'ab a2b', 'x', '-', 'ab a-b'],
    ['a(?<x>\\d)b', 'a1b', 'x', '$0', 'a$0b'],
    ['a(?<x>\\d)b', 'a1b', 'y', '-', 'a1b'],
    ['😀(?<x>.)', '😀😀a', 'x', '', '😀a'],
    ['(?:a(?<x>\\d))+', 'a1a2', 'x', '-', 'a1a-'],
    ['a(?=(?<x>a))', 'aaa', 'x', '-', 'a--'],
  ])('%j in %j, only the group %j by %j, gives %j', (pattern, text, groupName, replacement, result) => {
    expect(compileRegularExpression(pattern).replaceGroup(text, groupName, replacement)).toBe(result);
  });

  it('cannot grow beyond all use', () => {
    const everything = compileRegularExpression('a');

    expect(() => everything.replace('a'.repeat(2_000), '$_')).toThrow(RegularExpressionTimeout);
  });
});

describe('the matches of a pattern', () => {
  it('come with the spans of their named groups, null for one that took no part', () => {
    const matches = compileRegularExpression('(?<a>x)(?<b>y)?(z)?').matches('xyz x');

    expect(matches).toEqual([
      { start: 0, end: 3, groups: { a: { start: 0, end: 1 }, b: { start: 1, end: 2 } } },
      { start: 4, end: 5, groups: { a: { start: 4, end: 5 }, b: null } },
    ]);
  });

  it.each(['(?<d>b.)', '(?<d>(?<=a)b.)'])('of %j are counted in UTF-16 code units', (pattern) => {
    expect(compileRegularExpression(pattern).matches('😀ab😀')).toEqual([
      { start: 3, end: 6, groups: { d: { start: 3, end: 6 } } },
    ]);
  });

  it('keep what a group had in an earlier round', () => {
    const [match] = compileRegularExpression('(?:(?<a>x)|y)+').matches('xy');

    expect(match?.groups).toEqual({ a: { start: 0, end: 1 } });
  });

  it('name the groups in the order of the pattern', () => {
    expect(compileRegularExpression('(?<b>a)(c)(?<a>b)').groupNames).toEqual(['b', 'a']);
  });
});

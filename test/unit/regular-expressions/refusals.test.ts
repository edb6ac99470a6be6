import { describe, expect, it } from '@jest/globals';
import { compileRegularExpression, RegularExpressionError } from '../../../src/regular-expressions/index.js';

function refusalOf(pattern: string): { position: number; expectation: string } {
  try {
    compileRegularExpression(pattern);
  } catch (thrown) {
    if (thrown instanceof RegularExpressionError) return thrown;
    throw thrown;
  }
  throw new Error(`${pattern} was compiled`);
}

describe('a pattern is refused', () => {
  it.each([
    ['a(?>b)', 1, '(?:…) instead of an atomic group'],
    ['(?<open-close>a)', 0, 'instead of a balancing group'],
    ['(?<-close>a)', 0, 'instead of a balancing group'],
    ['(?(a)b|c)', 0, 'instead of a conditional'],
    ['(?P<a>b)', 0, '(?<name>…)'],
    ['(?<1>a)', 0, 'a group name that begins with a letter'],
    ['(?<a', 0, 'a group: (…)'],
    ['(?*)', 0, 'a group: (…)'],
    ['(?q)', 0, 'a group: (…)'],
    ['a\\Gb', 1, '\\A or ^'],
    ['a\\qb', 2, 'an escape that .NET knows'],
    ['\\p{Greek}', 2, 'a block as .NET names it'],
    ['\\pL', 2, 'a name in braces'],
    ['[\\p{Latin}]', 3, 'a general category'],
    ['\\x4', 2, 'two hexadecimal digits'],
    ['\\u12', 2, 'four hexadecimal digits'],
    ['\\ud83d', 2, 'the whole character'],
    ['\\c1', 2, 'a letter after \\c'],
    ['a\\', 2, 'a character after the backslash'],
    ['ab)', 2, 'no ")" without its "("'],
    ['a(b', 1, 'a closing parenthesis'],
    ['a[b', 1, 'a closing bracket'],
    ['[]', 0, 'a closing bracket'],
    ['[b-a]', 3, 'a range from the lower character'],
    ['[a-\\d]', 3, 'a single character as the end'],
    ['[a-z-[b]c]', 8, 'a subtracted class comes last'],
    ['[[:alpha:]]', 1, 'instead of a POSIX class'],
    ['*a', 0, 'something before the quantifier'],
    ['a|+', 2, 'something before the quantifier'],
    ['({2})', 1, 'something before the quantifier'],
    ['a**', 2, 'one quantifier only'],
    ['a++', 2, 'one quantifier only'],
    ['a{2}{3}', 4, 'one quantifier only'],
    ['a{3,2}', 1, 'a smaller number before the comma'],
    ['a(?#b', 1, 'a closing parenthesis for the comment'],
    ['(a)\\2', 3, 'a group that the pattern has'],
    ['\\k<b>(?<a>a)', 0, 'a group that the pattern has'],
    ['\\k', 0, '\\k<name>'],
    ['(?<a>a)\\<a>', 7, '\\k<name>'],
    ['(?:(a)|b)\\1', 9, 'surely has text'],
    ['\\1(a)', 0, 'surely has text'],
    ['(a\\1)', 2, 'surely has text'],
    ['(?i)(a)\\1', 7, 'no reference to a group under (?i)'],
    ['(?=a)(?:(a)|b)+', 14, '(?:…) instead of (…)'],
    ['(?=a)(?:|a)+', 11, 'at least one character'],
    ['(?=a)(?:a??)*', 12, 'at least one character'],
    ['(?<a>b)(?<a>c)', 7, 'another name'],
    ['(?:(?<a>b)|(?<a>c))+', 11, 'another name'],
    ['('.repeat(201) + ')'.repeat(201), 200, 'at most 200 groups within each other'],
    ['a'.repeat(10_001), 10_000, 'at most 10000 characters'],
    ['\\w'.repeat(5_000), 0, 'fewer classes of many characters'],
    ['[a-' + '[a-'.repeat(30), 63, 'fewer classes within classes'],
  ])('%.40j at %j: %s', (pattern, position, expectation) => {
    const refusal = refusalOf(pattern);

    expect(refusal.expectation).toContain(expectation);
    expect(refusal.position).toBe(position);
  });

  it('with a message that counts positions from one', () => {
    expect(() => compileRegularExpression('a(?>b)')).toThrow(
      'expected (?:…) instead of an atomic group (?>…), which is not supported at position 2 of the regular expression',
    );
  });
});

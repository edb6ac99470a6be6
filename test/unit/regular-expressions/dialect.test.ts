import { describe, expect, it } from '@jest/globals';
import { compileRegularExpression } from '../../../src/regular-expressions/index.js';
import { Effort } from '../../../src/regular-expressions/effort.js';
import { eachEngine } from './each-engine.js';

/** Pattern, texts that match as a whole, texts that do not. */
const WHOLE: readonly (readonly [pattern: string, yes: readonly string[], no: readonly string[]])[] = [
  ['[1-9][0-9]', ['10', '99'], ['09', '100', '1']],
  ['.*@lab\\.example', ['a@lab.example', '@lab.example'], ['a@labxexample', 'a@lab.example ']],
  ['a|bc', ['a', 'bc'], ['ac', 'abc']],
  ['^a$', ['a'], ['a\n', '\na']],
  ['\\Aa\\Z', ['a'], ['a\n']],
  ['\\Aa\\z', ['a'], ['b']],
  ['(?m)^a$\\n^b$', ['a\nb'], ['ab']],
  ['\\d+', ['0123456789'], ['٣', '', 'a']],
  ['\\D', ['٣', 'a', '\n', '😀'], ['1']],
  ['\\w+', ['aé_9', '日本', 'x\u0301', '٣', '‿'], ['-', ' ', 'a b', '€']],
  ['\\W', ['-', '€', '😀'], ['a', '_']],
  ['\\s+', [' \t\n\v\f\r\x85\u00a0\u2003\u2028\u3000'], ['\u200b', '\ufeff', 'a']],
  ['\\S', ['\u200b', 'a'], ['\x85', ' ']],
  ['[\\s\\d]+', ['1 2\t3'], ['a']],
  ['[\\S\\D]', ['a', '1', ' '], []],
  ['[^\\W\\d]+', ['aé_'], ['a1', '-']],
  ['[\\W_]', ['-', '_'], ['a']],
  ['.', ['a', '\r', '\u2028', '😀', '\ud83d'], ['\n', 'ab', '']],
  ['(?s).', ['\n'], ['']],
  ['\\x41\\u00e9\\101\\0\\cA\\e\\a\\t\\n\\r\\f\\v', ['AéA\0\x01\x1b\x07\t\n\r\f\v'], ['A']],
  ['[\\b\\]\\\\^-]', ['\b', ']', '\\', '^', '-'], ['b', 'a']],
  ['[]a]+', [']a'], ['[']],
  ['[^]a]', ['b'], [']', 'a']],
  ['[[a]', ['[', 'a'], [']']],
  ['[\\d-x]+', ['1-x'], ['y']],
  ['[a-c-e]+', ['abc-e'], ['d']],
  ['[+--]+', ['+,-'], ['.', '*']],
  ['[a-z-[aeiou]]+', ['xyz'], ['a', '-']],
  ['[\\w-[\\d_]]+', ['abcé'], ['1', '_']],
  ['[a-[a]]', [], ['a', '-', '']],
  ['[^a-z-[A-C]]', ['D', '1'], ['a', 'A']],
  ['[0-9-[2-8-[5]]]+', ['0159'], ['2']],
  ['\\p{L}+', ['aÉ日'], ['1']],
  ['\\P{Lu}+', ['aé1'], ['A']],
  ['\\p{IsGreek}+', ['αβγ'], ['a']],
  ['[\\p{IsCyrillic}\\p{Nd}]+', ['Привет7'], ['a']],
  ['\\p{Cs}', ['\ud83d'], ['a', '😀']],
  ['(?i)straße', ['STRAßE', 'Strasse'.replace('ss', 'ẞ')], ['STRASSE']],
  ['(?i)[k-m]', ['K', 'l', '\u212a'], ['j']],
  ['(?i)σ', ['Σ', 'ς'], ['s']],
  ['(?i)i', ['I'], ['ı', 'İ']],
  ['(?i)[^a]', ['b', 'B'], ['A', 'a']],
  ['(?i)\\p{Lu}', ['A'], ['a']],
  ['a(?i)b|c', ['ab', 'aB', 'C'], ['Ab']],
  ['a(?i:b)c', ['aBc'], ['aBC', 'Abc']],
  ['(?i)a(?-i)b', ['Ab'], ['AB']],
  ['(?ix) a b # a comment\n c', ['ABC'], ['a b']],
  ['(?x)a +', ['aaa'], ['a ']],
  ['(?x)[ a]+', [' a'], ['b']],
  ['a(?#comment)+b', ['aab'], ['ab+']],
  ['a{2}', ['aa'], ['a', 'aaa']],
  ['a{2,}', ['aaa'], ['a']],
  ['a{1,2}?', ['a', 'aa'], ['aaa']],
  ['a{,2}', ['a{,2}'], ['a']],
  ['a{', ['a{'], ['a']],
  ['}]', ['}]'], ['}']],
  ['x{0}y', ['y'], ['xy']],
  ['(?:^a)*b', ['ab', 'b'], ['aab']],
  ['(?n)(a)(?<x>b)', ['ab'], ['a']],
  ['\\ud83d\\ude00', ['😀'], ['\ud83d']],
  ['[😀-😂]', ['😁'], ['😃']],
  ['😀{2}', ['😀😀'], ['😀']],
  ['\\-\\.\\@\\/\\ ', ['-.@/ '], ['a']],
  ['', [''], ['a']],
  ['(a|)', ['a', ''], ['b']],
];

/** What only the engine with a limit does. */
const LIMITED: typeof WHOLE = [
  ['(?=.*\\d)(?=.*[a-z]).{3,}', ['a1b'], ['abc', '123']],
  ['(?!admin).*', ['user'], ['admin1']],
  ['.*(?<=\\.example)', ['lab.example'], ['lab.test']],
  ['.*(?<!-)', ['ab'], ['ab-']],
  ['(.)\\1', ['aa', '😀😀'], ['ab']],
  ['(?<q>[\'"]).*\\k<q>', ['"a"', "'a'"], ['"a\'']],
  ["(?'q'a)b\\k'q'", ['aba'], ['abb']],
  ['(?<n>x)(y)\\1', ['xyy'], ['xyx']],
  ['(a)\\10', ['a\b'], ['aa0']],
  ['(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10', ['abcdefghijj'], ['abcdefghija0']],
  ['(?:(.)\\1)+', ['aabb'], ['aab']],
  ['((?!foo).)*', ['bar', ''], ['xfoo']],
  ['(?:(?!(foo)).)*', ['bar'], ['foo']],
  ['.*\\bé\\b.*', ['a é b', 'é'], ['aé']],
  ['a\\Bé', ['aé'], ['a é']],
  ['(?m).*^b(?=c)c', [], ['abc']],
  ['(?s).*(?m:^)b(?=c)c', ['a\nbc'], ['abc']],
];

describe('a pattern of .NET', () => {
  it.each([...WHOLE, ...LIMITED])('%j matches %j and not %j as a whole', (pattern, yes, no) => {
    const compiled = compileRegularExpression(pattern);

    expect(yes.filter((text) => !compiled.isMatch(text, 'whole'))).toEqual([]);
    expect(no.filter((text) => compiled.isMatch(text, 'whole'))).toEqual([]);
  });

  it.each(WHOLE)('%j is done by the linear engine, and the other one agrees', (pattern, yes, no) => {
    const { linear, limited } = eachEngine(pattern);

    expect([...yes, ...no].map((text) => linear?.isMatch(text, 'whole', new Effort()))).toEqual([
      ...yes.map(() => true),
      ...no.map(() => false),
    ]);
    expect([...yes, ...no].map((text) => limited.isMatch(text, 'whole', new Effort()))).toEqual([
      ...yes.map(() => true),
      ...no.map(() => false),
    ]);
  });

  it.each([
    ['\\bcat\\b', 'a cat sat', true],
    ['\\bcat\\b', 'concat', false],
    ['\\bJosé\\b', 'de José.', true],
    ['\\bJos\\b', 'José', false],
    ['\\Bé\\b', 'José', true],
    ['cat', 'concat', true],
    ['^cat', 'concat', false],
    ['(?m)^b', 'a\nb', true],
    ['(?m)a$', 'a\nb', true],
  ])('%j found in %j: %j', (pattern, text, isFound) => {
    expect(compileRegularExpression(pattern).isMatch(text, 'search')).toBe(isFound);
  });

  it('repeats more often than the linear engine can', () => {
    const compiled = compileRegularExpression('(?:a{100}){100}');

    expect(compiled.isMatch('a'.repeat(10_000), 'whole')).toBe(true);
    expect(compiled.isMatch('a'.repeat(9_999), 'whole')).toBe(false);
  });
});

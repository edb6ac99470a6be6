import { describe, expect, it } from '@jest/globals';
import {
  compileRegularExpression,
  RegularExpressionTimeout,
} from '../../../src/regular-expressions/index.js';

const CATASTROPHIC = [
  '(a+)+$',
  '(a|aa)+$',
  '(a|a?)+$',
  '(.*a){20}',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(x+x+)+y',
];
const HOSTILE_TEXTS = ['a'.repeat(5_000) + '!', 'x'.repeat(5_000) + '!', 'ax'.repeat(2_500) + '!'];
/** One attempt, and a machine that is busy with other things. */
const GENEROUS_MS = 2_000;

describe('a pattern that makes engines track back for ever', () => {
  it.each(CATASTROPHIC)('%j has an answer for long texts', (pattern) => {
    const compiled = compileRegularExpression(pattern);

    for (const text of HOSTILE_TEXTS) {
      expect(typeof compiled.isMatch(text, 'search')).toBe('boolean');
      expect(Array.isArray(compiled.matches(text))).toBe(true);
    }
  });

  it.each(CATASTROPHIC)('%j with a lookahead has an answer or is given up in time', (pattern) => {
    const compiled = compileRegularExpression(`(?=.)${pattern}`);

    for (const text of HOSTILE_TEXTS) {
      const start = performance.now();
      expect(isAnswerOrTimeout(() => compiled.matches(text))).toBe(true);
      expect(performance.now() - start).toBeLessThan(GENEROUS_MS);
    }
  });

  it('is not tried again after three times', () => {
    const compiled = compileRegularExpression('(?=a)(a+)+$');
    const text = 'a'.repeat(60) + '!';
    for (let attempt = 0; attempt < 3; attempt += 1)
      expect(() => compiled.isMatch(text, 'search')).toThrow('took more than 250 ms');

    for (let person = 0; person < 1_000; person += 1)
      expect(() => compileRegularExpression('(?=a)(a+)+$').isMatch('a', 'search')).toThrow(
        'took more than 250 ms 3 times and is not tried again',
      );
  });

  it('is still tried while it has an answer', () => {
    const compiled = compileRegularExpression('(?=b)(b+)+$');

    expect(() => compiled.isMatch('b'.repeat(60) + '!', 'search')).toThrow(RegularExpressionTimeout);
    expect(compiled.isMatch('bbb', 'search')).toBe(true);
  });
});

describe('a long text', () => {
  it('whose matches are many is left to the engine with a limit', () => {
    const text = 'a,'.repeat(20_000);

    expect(compileRegularExpression(',').replace(text, '')).toBe('a'.repeat(20_000));
  });

  it('is refused when neither engine may take it', () => {
    const compiled = compileRegularExpression('(?:(a)|b){1,900}?c');

    expect(() => compiled.matches('ab'.repeat(50_000))).toThrow(
      'A text is too long for a regular expression of this size',
    );
  });
});

function isAnswerOrTimeout(question: () => unknown): boolean {
  try {
    question();
    return true;
  } catch (thrown) {
    return thrown instanceof RegularExpressionTimeout;
  }
}

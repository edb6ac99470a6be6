import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import { quoted } from '../../../../src/expressions/format.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const CLASSES = [/[0-9]/g, /[~!@#$%^&*_\-+=`|\\(){}[\]:;"'<>,.?/]/g, /[A-Z]/g, /[a-z]/g] as const;
/** Leaves something of every class. */
const AVOIDABLE = '01lOI!"\\`~AEaeZz9';

const minimum = fc.integer({ min: 0, max: 12 });
const call = fc.record({
  minima: fc.tuple(minimum, minimum, minimum, minimum),
  more: fc.integer({ min: 1, max: 200 }),
  avoided: fc.string({ unit: fc.constantFrom(...AVOIDABLE.split('')), maxLength: 8 }),
});
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

const lengthOf = ({ minima, more }: Call) => minima.reduce((sum, one) => sum + one, more);
const expressionOf = (given: Call) =>
  `RandomString(${[lengthOf(given), ...given.minima].join(', ')}, ${quoted(given.avoided)})`;
const textOf = (expression: string, randomBytes?: (length: number) => Uint8Array) =>
  String(resultOf(expression, {}, randomBytes === undefined ? {} : { randomBytes }));

/** The same bytes for the same seed: a linear congruential generator, its high bits. */
function seededBytes(seed: number): (length: number) => Uint8Array {
  let state = seed >>> 0;
  return (length) =>
    Uint8Array.from({ length }, () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24);
}

describe('RandomString', () => {
  it('has the length, the minima, and none of the characters to avoid', () => {
    fc.assert(
      fc.property(call, (given) => {
        const text = textOf(expressionOf(given));

        expect(text).toHaveLength(lengthOf(given));
        for (const [index, pattern] of CLASSES.entries())
          expect(text.match(pattern)?.length ?? 0).toBeGreaterThanOrEqual(given.minima[index] ?? 0);
        expect(text.split('').filter((one) => given.avoided.includes(one))).toEqual([]);
      }),
    );
  });

  it('fills the rest from the kinds asked for only', () => {
    fc.assert(
      fc.property(call, (given) => {
        fc.pre(given.minima.some((one) => one > 0));
        const text = textOf(expressionOf(given));

        for (const [index, pattern] of CLASSES.entries())
          if (given.minima[index] === 0) expect(text.match(pattern)).toBeNull();
      }),
    );
  });

  it('is the same for the same bytes', () => {
    fc.assert(
      fc.property(call, fc.nat(), (given, seed) => {
        const expression = expressionOf(given);

        expect(textOf(expression, seededBytes(seed))).toBe(textOf(expression, seededBytes(seed)));
      }),
    );
  });

  it('favours no character and no place', () => {
    const texts = Array.from({ length: 4_000 }, () => textOf('RandomString(5, 0, 0, 1, 0)'));
    const counts = new Map<string, number>();
    for (const one of texts.join('')) counts.set(one, (counts.get(one) ?? 0) + 1);
    const places = Array.from(
      { length: 3 },
      (_, place) =>
        Array.from({ length: 3_000 }, () => textOf('RandomString(3, 1, 0, 2, 0)')).filter((text) =>
          /\d/.test(text.charAt(place)),
        ).length,
    );

    expect(counts.size).toBe(26);
    // 20,000 letters, 769 of each expected: 8 standard deviations either way.
    expect(Math.min(...counts.values())).toBeGreaterThan(550);
    expect(Math.max(...counts.values())).toBeLessThan(990);
    expect(Math.min(...places)).toBeGreaterThan(780);
    expect(Math.max(...places)).toBeLessThan(1_220);
  });

  it.each([
    ['RandomString(8,2,1,2,2,"l1O0")', /^[^l1O0]{8}$/],
    ['RandomString(6, 6, 0, 0, 0)', /^\d{6}$/],
    ['RandomString("4", "0", "0", "4", "0")', /^[A-Z]{4}$/],
    ['RandomString(256, 1, 0, 0, 0, [mail])', /^\d{256}$/],
    ['RandomString(1, 0, 0, 0, 0)', /^[!-~]$/],
    ['RandomString([employeeId], 42, 0, 0, 0, )', /^\d{42}$/],
    ['RandomString(40, 1, 0, 0, 0, "123456789")', /^0{40}$/],
  ])('%s matches %s', (expression, pattern) => {
    expect(textOf(expression)).toMatch(pattern);
  });

  it.each([
    ['RandomString([department], 0, 0, 0, 0)', 'takes a whole number as argument 1'],
    ['RandomString([mail], 0, 0, 0, 0)', 'takes a whole number as argument 1'],
    ['RandomString([proxyAddresses], 0, 0, 0, 0)', 'takes one value, not several, as argument 1'],
    ['RandomString([long], 0, 0, 0, 0)', 'takes a length from 1 to 256 as argument 1'],
    ['RandomString(8, [below], 0, 0, 0)', 'takes a whole number, at least 0 as argument 2'],
    [
      'RandomString(8, [employeeId], 0, 0, 0)',
      'takes a length of at least 42, the sum of the minima as argument 1',
    ],
    [
      'RandomString(8, 8, 0, 0, 0, [digits])',
      'takes characters that leave at least one number as argument 6',
    ],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, { long: ['257'], below: ['-1'], digits: ['0123456789'] });

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each([
    ['RandomString(257, 1, 1, 1, 1)', 'a length from 1 to 256 at position 14'],
    ['RandomString(0, 0, 0, 0, 0)', 'a length from 1 to 256 at position 14'],
    ['RandomString(7, 2, 2, 2, 2)', 'a length of at least 8, the sum of the minima at position 14'],
    ['RandomString(7, [a], 8, 0, 0)', 'a length of at least 8'],
    ['RandomString([a], 200, 57, 0, 0)', 'a length of at least 257'],
    ['RandomString(8, -1, 0, 0, 0)', 'a whole number, at least 0 at position 17'],
    ['RandomString("x", 1, 0, 0, 0)', 'a whole number'],
    ['RandomString(8, 1, , 1, 1)', 'a whole number'],
    ['RandomString(8, 1, 0, 0, 0, "9876543210")', 'leave at least one number at position 29'],
    ['RandomString(8, 1, 0, 0)', 'RandomString(Length'],
  ])('%s is refused when it is read: %s', (expression, message) => {
    const parsing = () => parseExpression(expression);

    expect(parsing).toThrow(ExpressionError);
    expect(parsing).toThrow(message);
  });

  it('ends even when the source of randomness is broken', () => {
    const randomBytes = (length: number) => new Uint8Array(length).fill(255);

    expect(() => textOf('RandomString(8, 8, 0, 0, 0)', randomBytes)).toThrow(
      'source of randomness is broken',
    );
  });
});

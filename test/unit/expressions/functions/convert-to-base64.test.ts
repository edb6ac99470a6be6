import { describe, expect, it } from '@jest/globals';
import { ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { twoValues: ['a', 'b'] };

describe('ConvertToBase64', () => {
  it.each<[string, Value]>([
    ['ConvertToBase64("Ana")', ['QQBuAGEA']],
    ['ConvertToBase64("é€")', ['6QCsIA==']],
    ['ConvertToBase64("😀")', ['PdgA3g==']],
    ['ConvertToBase64(Left("😀", 1))', ['/f8=']],
    ['ConvertToBase64("")', ['']],
    ['ConvertToBase64([mail])', null],
    ['ConvertToBase64([twoValues])', ['YQA=', 'YgA=']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([['ConvertToBase64("a", "b")', 'ConvertToBase64(source)']])(
    '%s cannot be read: expected %s',
    (expression, expectation) => {
      const reading = () => parseExpression(expression);

      expect(reading).toThrow(ExpressionError);
      expect(reading).toThrow(expectation);
    },
  );

  it('encodes a text of many pieces', () => {
    const long = 'aä😀'.repeat(10_000);

    expect(resultOf('ConvertToBase64([long])', { long: [long] })).toEqual([
      Buffer.from(long, 'utf16le').toString('base64'),
    ]);
  });
});

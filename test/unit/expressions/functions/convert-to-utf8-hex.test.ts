import { describe, expect, it } from '@jest/globals';
import { ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { twoValues: ['a', 'b'], lineBreak: ['\n'] };

describe('ConvertToUTF8Hex', () => {
  it.each<[string, Value]>([
    ['ConvertToUTF8Hex("Zürich")', ['5AC3BC72696368']],
    ['ConvertToUTF8Hex("€😀")', ['E282ACF09F9880']],
    ['ConvertToUTF8Hex(Left("😀", 1))', ['EFBFBD']],
    ['ConvertToUTF8Hex([lineBreak])', ['0A']],
    ['ConvertToUTF8Hex("")', ['']],
    ['ConvertToUTF8Hex([mail])', null],
    ['ConvertToUTF8Hex([twoValues])', ['61', '62']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([['ConvertToUTF8Hex()', 'ConvertToUTF8Hex(source)']])(
    '%s cannot be read: expected %s',
    (expression, expectation) => {
      const reading = () => parseExpression(expression);

      expect(reading).toThrow(ExpressionError);
      expect(reading).toThrow(expectation);
    },
  );
});

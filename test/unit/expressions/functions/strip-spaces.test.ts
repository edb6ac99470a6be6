import { describe, expect, it } from '@jest/globals';
import { ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { blanks: [' a\tb\u00a0c \nd'], twoValues: ['a b', 'c d '] };

describe('StripSpaces', () => {
  it.each<[string, Value]>([
    ['StripSpaces("Field Sales")', ['FieldSales']],
    ['StripSpaces([mobile])', ['+351912345678']],
    ['StripSpaces([blanks])', ['a\tb\u00a0c\nd']],
    ['StripSpaces("   ")', ['']],
    ['StripSpaces("")', ['']],
    ['StripSpaces([mail])', null],
    ['StripSpaces([twoValues])', ['ab', 'cd']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([['StripSpaces()', 'StripSpaces(source)']])(
    '%s cannot be read: expected %s',
    (expression, expectation) => {
      const reading = () => parseExpression(expression);

      expect(reading).toThrow(ExpressionError);
      expect(reading).toThrow(expectation);
    },
  );
});

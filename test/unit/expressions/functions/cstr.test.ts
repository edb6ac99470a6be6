import { describe, expect, it } from '@jest/globals';
import { ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

describe('CStr', () => {
  it.each<[string, Value]>([
    ['CStr(12)', ['12']],
    ['CStr(&HF)', ['15']],
    ['CStr([manager])', ['b3b1c1f0-6a55-4d6a-8a40-0d2f4c5e9a11']],
    ['CStr([IsSoftDeleted])', ['False']],
    ['CStr(True)', ['True']],
    ['CStr("")', ['']],
    ['CStr([mail])', null],
    ['CStr(Split("1,2", ","))', ['1', '2']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  it.each<[string, string]>([['CStr()', 'CStr(value)']])(
    '%s cannot be read: expected %s',
    (expression, expectation) => {
      const reading = () => parseExpression(expression);

      expect(reading).toThrow(ExpressionError);
      expect(reading).toThrow(expectation);
    },
  );
});

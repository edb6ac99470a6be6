import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

describe('IsString', () => {
  it.each<[string, Value]>([
    ['IsString([department])', ['True']],
    ['IsString("")', ['True']],
    ['IsString(1)', ['True']],
    ['IsString([mail])', ['False']],
    ['IsString(NULL)', ['False']],
    ['IsString([proxyAddresses])', ['False']],
    ['IsString(Join(",", [proxyAddresses]))', ['True']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  it.each<[string, string]>([['IsString(Item([proxyAddresses], 9))', 'Item']])(
    '%s has no result: %s',
    (expression, message) => {
      const evaluating = () => resultOf(expression);

      expect(evaluating).toThrow(ExpressionEvaluationError);
      expect(evaluating).toThrow(message);
    },
  );

  it.each<[string, string]>([['IsString()', 'IsString(Expression)']])(
    '%s is refused when it is read: %s',
    (expression, message) => {
      const parsing = () => parseExpression(expression);

      expect(parsing).toThrow(ExpressionError);
      expect(parsing).toThrow(message);
    },
  );
});

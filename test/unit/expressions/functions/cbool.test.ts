import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const ATTRIBUTES = { answers: ['True', 'no', '7'], longNumber: [`${'9'.repeat(500_000)}x`] };

describe('CBool', () => {
  it.each<[string, Value]>([
    ['CBool([department] = "Field Sales")', ['True']],
    ['CBool([department] = "field sales")', ['False']],
    ['CBool(0)', ['False']],
    ['CBool(1)', ['True']],
    ['CBool(-1)', ['True']],
    ['CBool(0.001)', ['True']],
    ['CBool("-0.00")', ['False']],
    ['CBool(100)', ['True']],
    ['CBool("TRUE")', ['True']],
    ['CBool(" true ")', ['True']],
    ['CBool(True)', ['True']],
    ['CBool(False)', ['False']],
    ['CBool("yes")', ['False']],
    ['CBool("1x")', ['False']],
    ['CBool("")', ['False']],
    ['CBool([mail])', ['False']],
    ['CBool([mail] <> "x")', ['False']],
    ['CBool([mail] = NULL)', ['False']],
    ['CBool([employeeId] > 41)', ['True']],
    ['CBool([answers])', ['True', 'False', 'True']],
    ['Not(CBool(1 = 2))', ['True']],
    ['CBool([longNumber])', ['False']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, ATTRIBUTES)).toEqual(expected);
  });

  it.each<[string, string]>([['CBool(Item([answers], 4))', 'Item']])(
    '%s has no result: %s',
    (expression, message) => {
      const evaluating = () => resultOf(expression, ATTRIBUTES);

      expect(evaluating).toThrow(ExpressionEvaluationError);
      expect(evaluating).toThrow(message);
    },
  );

  it.each<[string, string]>([
    ['CBool([a] = )', 'a function, an [attribute]'],
    ['CBool()', 'CBool(Expression)'],
    ['CBool([a] = "b" = "c")', '"," or ")"'],
    ['Not([a] = "b")', 'only the conditions of IIF and CBool'],
  ])('%s is refused when it is read: %s', (expression, message) => {
    const parsing = () => parseExpression(expression);

    expect(parsing).toThrow(ExpressionError);
    expect(parsing).toThrow(message);
  });
});

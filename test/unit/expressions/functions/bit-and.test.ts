import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const ATTRIBUTES = { flags: ['2', '4', '6'], blank: [''], half: ['0.5'] };

describe('BitAnd', () => {
  it.each<[string, Value]>([
    ['BitAnd(44, 26)', ['8']],
    ['BitAnd(&H2C, &H1A)', ['8']],
    ['BitAnd("44", "26")', ['8']],
    ['BitAnd(&hF, 255)', ['15']],
    ['BitAnd(-1, 12345678901234567890)', ['12345678901234567890']],
    ['BitAnd([mail], 1)', null],
    ['BitAnd(NULL, 1)', null],
    ['BitAnd([flags], 2)', ['2', '0', '2']],
    ['BitAnd([employeeId], 2)', ['2']],
    ['BitAnd(0, 0)', ['0']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, ATTRIBUTES)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['BitAnd([department], 1)', 'BitAnd takes a whole number as argument 1'],
    ['BitAnd(1, [mail])', 'BitAnd takes a whole number as argument 2'],
    ['BitAnd([blank], 1)', 'BitAnd takes a whole number as argument 1'],
    ['BitAnd(1, [flags])', 'BitAnd takes one value, not several, as argument 2'],
    ['BitAnd([half], 1)', 'BitAnd takes a whole number as argument 1'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, ATTRIBUTES);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([
    ['BitAnd("x", 1)', 'a whole number at position 8'],
    ['BitAnd(1, 1.5)', 'a whole number at position 11'],
    ['BitAnd(1, )', 'a whole number'],
    ['BitAnd(1)', 'BitAnd(value1, value2)'],
  ])('%s is refused when it is read: %s', (expression, message) => {
    const parsing = () => parseExpression(expression);

    expect(parsing).toThrow(ExpressionError);
    expect(parsing).toThrow(message);
  });
});

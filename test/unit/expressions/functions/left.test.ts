import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError, ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

describe('Left', () => {
  it.each<[string, Value]>([
    ['Left([department], 5)', ['Field']],
    ['Left([department], "5")', ['Field']],
    ['Left([department], 0)', ['']],
    ['Left([department], -1)', ['Field Sales']],
    ['Left([department], 99)', ['Field Sales']],
    ['Left([department], 99999999999999999999)', ['Field Sales']],
    ['Left([mail], 3)', ['']],
    ['Left([mail], [department])', ['']],
    ['Left("", 3)', ['']],
    ['Left("é😀", 2)', ['é\ud83d']],
    ['Left([proxyAddresses], 4)', ['SMTP', 'smtp', 'SMTP']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['Left([department], [mail])', 'Left takes a whole number as argument 2'],
    ['Left([department], [surname])', 'Left takes a whole number as argument 2'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([
    ['Left([department], "five")', 'a whole number at position 20'],
    ['Left([department], 1.5)', 'a whole number'],
    ['Left([department], NULL)', 'a whole number'],
    ['Left([department])', 'Left(String, NumChars)'],
  ])('%s cannot be read: expected %s', (expression, expectation) => {
    const reading = () => parseExpression(expression);

    expect(reading).toThrow(ExpressionError);
    expect(reading).toThrow(expectation);
  });
});

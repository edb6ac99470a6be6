import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError, ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { zero: ['0'] };

describe('Mid', () => {
  it.each<[string, Value]>([
    ['Mid([userPrincipalName], 1, 5)', ['aruiz']],
    ['Mid("abc", 2, 99)', ['bc']],
    ['Mid("abc", "3", "1")', ['c']],
    ['Mid("abc", 3, 99999999999999999999)', ['c']],
    ['Mid("abc", 4, 1)', ['']],
    ['Mid("abc", 1, 0)', ['']],
    ['Mid("abc", 1, -1)', ['']],
    ['Mid([mail], 1, 3)', ['']],
    ['Mid([mail], [zero], 3)', ['']],
    ['Mid("", 1, 3)', ['']],
    ['Mid("😀x", 2, 2)', ['\ude00x']],
    ['Mid([proxyAddresses], 6, 2)', ['ar', 'am', 'ar']],
    ['Mid([department], Count([proxyAddresses]), 3)', ['eld']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['Mid([department], [zero], 3)', 'Mid takes a whole number, at least 1, as argument 2'],
    ['Mid([department], 1, [mail])', 'Mid takes a whole number as argument 3'],
    ['Mid([department], [surname], 1)', 'Mid takes a whole number as argument 2'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, attributes);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([
    ['Mid([department], 0, 3)', 'a whole number, at least 1 at position 19'],
    ['Mid([department], 1, "all")', 'a whole number at position 22'],
    ['Mid([department], 1, )', 'a whole number'],
    ['Mid([department], 1)', 'Mid(source, start, length)'],
  ])('%s cannot be read: expected %s', (expression, expectation) => {
    const reading = () => parseExpression(expression);

    expect(reading).toThrow(ExpressionError);
    expect(reading).toThrow(expectation);
  });
});

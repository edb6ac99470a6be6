import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError, ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { empty: [''], zero: ['0'] };

describe('Item', () => {
  it.each<[string, Value]>([
    ['Item([proxyAddresses], 2)', ['smtp:am@lab.example']],
    ['Item([proxyAddresses], Count([proxyAddresses]))', ['SMTP:aruiz@lab.example']],
    ['Item([department], "1")', ['Field Sales']],
    ['Item([empty], 1)', ['']],
    ['Item([mail], 1)', null],
    ['Item(Split([extensionAttribute5], ","), 3)', ['blue']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['Item([proxyAddresses], [zero])', 'index from 1'],
    ['Item([proxyAddresses], 4)', 'here 3'],
    ['Item([proxyAddresses], [department])', 'Item takes a whole number as argument 2'],
    ['Item([proxyAddresses], [mail])', 'Item takes a whole number as argument 2'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, attributes);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([
    ['Item([proxyAddresses], 0)', 'a whole number, at least 1 at position 24'],
    ['Item([proxyAddresses], "one")', 'a whole number, at least 1'],
    ['Item([proxyAddresses], )', 'a whole number, at least 1'],
  ])('%s cannot be read: expected %s', (expression, expectation) => {
    const reading = () => parseExpression(expression);

    expect(reading).toThrow(ExpressionError);
    expect(reading).toThrow(expectation);
  });
});

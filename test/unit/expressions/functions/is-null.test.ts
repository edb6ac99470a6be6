import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const ATTRIBUTES = { blanks: ['', ''], some: ['', 'x'] };

describe('The IsNull family', () => {
  it.each<[string, Value]>([
    ['IsNull([mail])', ['True']],
    ['IsNull(NULL)', ['True']],
    ['IsNull("")', ['False']],
    ['IsNull([blanks])', ['False']],
    ['IsNull([department])', ['False']],
    ['IsNull([proxyAddresses])', ['False']],
    ['IsNull(Append([mail], "x"))', ['True']],
    ['IsNullOrEmpty("")', ['True']],
    ['IsNullOrEmpty([mail])', ['True']],
    ['IsNullOrEmpty([blanks])', ['True']],
    ['IsNullOrEmpty([some])', ['False']],
    ['IsNullOrEmpty(" ")', ['False']],
    ['IsNullOrEmpty([department])', ['False']],
    ['IsPresent([department])', ['True']],
    ['IsPresent([mail])', ['False']],
    ['IsPresent("")', ['False']],
    ['IsPresent([blanks])', ['False']],
    ['IsPresent([some])', ['True']],
    ['IsPresent(0)', ['True']],
    ['Switch(IsPresent([mail]), "?", "True", "yes", "False", "no")', ['no']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, ATTRIBUTES)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['IsNull(Item([proxyAddresses], 9))', 'Item'],
    ['IsPresent(Item([proxyAddresses], 9))', 'Item'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, ATTRIBUTES);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([
    ['IsNull()', 'IsNull(Expression)'],
    ['IsNullOrEmpty([a], [b])', 'IsNullOrEmpty(Expression)'],
    ['isPresent([a])', 'did you mean IsPresent?'],
  ])('%s is refused when it is read: %s', (expression, message) => {
    const parsing = () => parseExpression(expression);

    expect(parsing).toThrow(ExpressionError);
    expect(parsing).toThrow(message);
  });
});

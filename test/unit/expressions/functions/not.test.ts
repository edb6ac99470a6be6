import { describe, expect, it } from '@jest/globals';
import { ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { flags: ['True', 'False'] };

describe('Not', () => {
  it.each<[string, Value]>([
    ['Not([IsSoftDeleted])', ['True']],
    ['Not("True")', ['False']],
    ['Not(True)', ['False']],
    ['Not("true")', ['True']],
    ['Not("")', ['True']],
    ['Not([mail])', ['True']],
    ['Not(Not([IsSoftDeleted]))', ['False']],
    ['Not([flags])', ['False', 'True']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['Not()', 'Not(source)'],
    ['Not([a] = "b")', 'only the conditions of IIF and CBool are comparisons'],
  ])('%s cannot be read: expected %s', (expression, expectation) => {
    const reading = () => parseExpression(expression);

    expect(reading).toThrow(ExpressionError);
    expect(reading).toThrow(expectation);
  });
});

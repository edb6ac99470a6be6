import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError, ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { empty: [''] };

describe('Append', () => {
  it.each<[string, Value]>([
    ['Append([userPrincipalName], ".stage")', ['aruiz@lab.example.stage']],
    ['Append([mail], ".stage")', null],
    ['Append([empty], ".stage")', ['.stage']],
    ['Append([department], [mail])', ['Field Sales']],
    ['Append([department], )', ['Field Sales']],
    [
      'Append([proxyAddresses], "!")',
      ['SMTP:aruiz@lab.example!', 'smtp:am@lab.example!', 'SMTP:aruiz@lab.example!'],
    ],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['Append("x", [proxyAddresses])', 'Append takes one value, not several, as argument 2'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, attributes);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([['Append([department])', 'Append(source, suffix)']])(
    '%s cannot be read: expected %s',
    (expression, expectation) => {
      const reading = () => parseExpression(expression);

      expect(reading).toThrow(ExpressionError);
      expect(reading).toThrow(expectation);
    },
  );
});

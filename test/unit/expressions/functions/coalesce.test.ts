import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError, ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { empty: [''] };

describe('Coalesce', () => {
  it.each<[string, Value]>([
    ['Coalesce([mail], [userPrincipalName])', ['aruiz@lab.example']],
    ['Coalesce([mail], [alias], "none")', ['none']],
    ['Coalesce([empty], "x")', ['']],
    ['Coalesce([mail], NULL)', null],
    ['Coalesce([mail], , [department])', ['Field Sales']],
    [
      'Coalesce([mail], [proxyAddresses])',
      ['SMTP:aruiz@lab.example', 'smtp:am@lab.example', 'SMTP:aruiz@lab.example'],
    ],
    ['Coalesce([givenName], Item([proxyAddresses], 9))', ['Amélie']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([['Coalesce([mail], Item([proxyAddresses], 9))', 'here 3']])(
    '%s has no result: %s',
    (expression, message) => {
      const evaluating = () => resultOf(expression, attributes);

      expect(evaluating).toThrow(ExpressionEvaluationError);
      expect(evaluating).toThrow(message);
    },
  );

  it.each<[string, string]>([['Coalesce()', 'Coalesce(source, …)']])(
    '%s cannot be read: expected %s',
    (expression, expectation) => {
      const reading = () => parseExpression(expression);

      expect(reading).toThrow(ExpressionError);
      expect(reading).toThrow(expectation);
    },
  );
});

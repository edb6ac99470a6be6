import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError, ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { long: ['-'.repeat(3_000_000)] };

describe('Join', () => {
  it.each<[string, Value]>([
    ['Join("-", "eu", [employeeId])', ['eu-00042']],
    ['Join(";", [proxyAddresses])', ['SMTP:aruiz@lab.example;smtp:am@lab.example;SMTP:aruiz@lab.example']],
    ['Join(", ", "", [surname], [givenName])', ['Okonjo-Ruiz, Amélie']],
    ['Join(", ", [mail], [surname], , [givenName])', ['Okonjo-Ruiz, Amélie']],
    ['Join("", 1000, [employeeId])', ['100000042']],
    ['Join(" ", [mail], "")', ['']],
    ['Join(, "a", "b")', ['ab']],
    ['Join([mail], "a", "b")', ['ab']],
    ['Join(" ", Split("b, a", ","), "c")', ['b a c']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['Join([proxyAddresses], "a", "b")', 'Join takes one value, not several, as argument 1'],
    ['Join([long], "a", "b", "c")', 'Join would yield 6000003 characters'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, attributes);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([['Join("-")', 'Join(separator, source, …)']])(
    '%s cannot be read: expected %s',
    (expression, expectation) => {
      const reading = () => parseExpression(expression);

      expect(reading).toThrow(ExpressionError);
      expect(reading).toThrow(expectation);
    },
  );
});

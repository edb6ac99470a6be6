import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { uniqueValueRules } from '../../../../src/expressions/unique-value.js';
import { resultOf } from '../sample-evaluation.js';

describe('SelectUniqueValue', () => {
  it.each<[string, Value]>([
    [
      'SelectUniqueValue(Join(".", [givenName], [surname]), Join(".", Mid([givenName],1,1), [surname]))',
      ['Amélie.Okonjo-Ruiz'],
    ],
    ['SelectUniqueValue([mail], [userPrincipalName])', ['aruiz@lab.example']],
    ['SelectUniqueValue("", "b", "c")', ['b']],
    ['SelectUniqueValue("a", Item([proxyAddresses], 9))', ['a']],
    ['SelectUniqueValue([mail], "")', null],
    ['SelectUniqueValue([mail], NULL, [city])', null],
    [
      'SelectUniqueValue([mail], [proxyAddresses])',
      ['SMTP:aruiz@lab.example', 'smtp:am@lab.example', 'SMTP:aruiz@lab.example'],
    ],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  it.each<[string, string]>([['SelectUniqueValue([mail], Item([proxyAddresses], 9))', 'Item']])(
    '%s has no result: %s',
    (expression, message) => {
      const evaluating = () => resultOf(expression);

      expect(evaluating).toThrow(ExpressionEvaluationError);
      expect(evaluating).toThrow(message);
    },
  );

  it.each<[string, string]>([
    ['SelectUniqueValue("a")', 'SelectUniqueValue(rule, …)'],
    ['SelectUniqueValue()', 'SelectUniqueValue(rule, …)'],
    ['SelectUniqueValue("a", )', 'a rule at position 24'],
    ['ToLower(SelectUniqueValue("a", "b"))', 'to be the whole expression'],
  ])('%s is refused when it is read: %s', (expression, message) => {
    const parsing = () => parseExpression(expression);

    expect(parsing).toThrow(ExpressionError);
    expect(parsing).toThrow(message);
  });

  it('tells its rules in their order, and that other expressions have none', () => {
    const expression = parseExpression('SelectUniqueValue([a], "b", ToLower([c]))');

    expect(uniqueValueRules(expression)).toEqual(
      ['[a]', '"b"', 'ToLower([c])'].map((rule) => parseExpression(rule)),
    );
    expect(uniqueValueRules(parseExpression('Join("", [a], [b])'))).toBeNull();
    expect(uniqueValueRules(parseExpression('[a]'))).toBeNull();
  });
});

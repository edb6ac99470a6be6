import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError, ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

describe('Switch', () => {
  it.each<[string, Value]>([
    ['Switch([department], "HQ", "Field Sales", "Field", "Legal", "HQ-2")', ['Field']],
    ['Switch([mail], [mail], "", "no-mail")', ['no-mail']],
    ['Switch([department], , "Legal", "x")', null],
    ['Switch([IsSoftDeleted], , "False", "True", "True", "False")', ['True']],
    ['Switch([department], "HQ", "field sales", "Field")', ['HQ']],
    ['Switch([department], [department], "", "none")', ['Field Sales']],
    ['Switch("", "x", [mail], "null key")', ['null key']],
    ['Switch("a", "x", "a", "first", "a", "second")', ['first']],
    ['Switch("a", "x", "a", )', null],
    ['Switch("1", "x", "1.0", "number")', ['x']],
    ['Switch([department], Item([department], 9), "Field Sales", "unread default")', ['unread default']],
    [
      'Switch([proxyAddresses], [proxyAddresses], "", "none")',
      ['SMTP:aruiz@lab.example', 'smtp:am@lab.example'],
    ],
    ['Switch([proxyAddresses], , "smtp:am@lab.example", "alias")', ['alias']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  it.each<[string, string]>([
    [
      'Switch([department], "x", [proxyAddresses], "y")',
      'Switch takes one value, not several, as argument 3',
    ],
    ['Switch([department], Item([department], 9), "Legal", "y")', 'Item takes an index'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([
    ['Switch([department], "x", "Legal")', 'Switch(source, defaultValue, key, value, …)'],
    ['Switch([department])', 'Switch(source, defaultValue, key, value, …)'],
  ])('%s cannot be read: expected %s', (expression, expectation) => {
    const reading = () => parseExpression(expression);

    expect(reading).toThrow(ExpressionError);
    expect(reading).toThrow(expectation);
  });
});

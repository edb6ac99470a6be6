import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError, ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

describe('Split', () => {
  it.each<[string, Value]>([
    ['Split([extensionAttribute5], ",")', ['red', 'green', 'blue']],
    ['Split("a; b;c", "; ")', ['a', 'b;c']],
    ['Split("aaab", "aa")', ['ab']],
    ['Split(",a,, ,b,", ",")', ['a', 'b']],
    ['Split("a.b|c", ".")', ['a', 'b|c']],
    ['Split(" a b ", "")', ['a b']],
    ['Split("a b", [mail])', ['a b']],
    ['Split("a b c", " ")', ['a', 'b', 'c']],
    ['Split("axbXc", "x")', ['a', 'bXc']],
    ['Split("", ",")', null],
    ['Split(" , ", ",")', null],
    ['Split([mail], ",")', null],
    [
      'Split([proxyAddresses], ":")',
      ['SMTP', 'aruiz@lab.example', 'smtp', 'am@lab.example', 'SMTP', 'aruiz@lab.example'],
    ],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['Split("a", [proxyAddresses])', 'Split takes one value, not several, as argument 2'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([['Split([department])', 'Split(source, delimiter)']])(
    '%s cannot be read: expected %s',
    (expression, expectation) => {
      const reading = () => parseExpression(expression);

      expect(reading).toThrow(ExpressionError);
      expect(reading).toThrow(expectation);
    },
  );

  it('takes time in proportion to the texts', () => {
    const source = `${'a,'.repeat(500_000)}${'b'.repeat(1_000_000)}`;
    const delimiter = `${'b'.repeat(200_000)}c${'b'.repeat(200_000)}`;
    const startedAt = performance.now();

    expect(resultOf('Count(Split([source], ","))', { source: [source] })).toEqual(['500001']);
    expect(
      resultOf('Count(Split([source], [delimiter]))', { source: [source], delimiter: [delimiter] }),
    ).toEqual(['1']);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

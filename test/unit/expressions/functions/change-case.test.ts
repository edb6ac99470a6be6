import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError, ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { twoValues: ['a', 'b'] };

describe('ToLower and ToUpper', () => {
  it.each<[string, Value]>([
    ['ToLower([department])', ['field sales']],
    ['ToUpper("izmir")', ['IZMIR']],
    ['ToUpper("izmir","tr-TR")', ['İZMİR']],
    ['ToLower("ISPARTA","tr-TR")', ['ısparta']],
    ['ToLower("ISPARTA", )', ['isparta']],
    ['ToUpper([givenName], [mail])', ['AMÉLIE']],
    ['ToUpper([department], "")', ['FIELD SALES']],
    ['ToLower([mail])', null],
    ['ToUpper([mail])', null],
    ['ToLower("")', ['']],
    ['ToUpper("")', ['']],
    [
      'ToLower([proxyAddresses])',
      ['smtp:aruiz@lab.example', 'smtp:am@lab.example', 'smtp:aruiz@lab.example'],
    ],
    ['ToUpper([twoValues])', ['A', 'B']],
    ['ToUpper("Straße")', ['STRAßE']],
    ['ToLower("ΟΔΟΣ")', ['οδοσ']],
    ['ToLower("İZMİR")', ['İzmİr']],
    ['ToLower("İZMİR","tr-TR")', ['izmir']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['ToLower("x", [department])', 'culture'],
    ['ToUpper("x", [department])', 'culture'],
    ['ToUpper("x", [twoValues])', 'ToUpper takes one value, not several, as argument 2'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, attributes);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([
    ['ToLower([department], "tr_TR")', 'a culture such as "tr-TR" at position 23'],
    ['ToUpper([department], "Turkish")', 'a culture such as "tr-TR"'],
    ['ToUpper([department], "Turkish?")', 'a culture such as "tr-TR"'],
    ['ToLower()', 'ToLower(source, culture?)'],
  ])('%s cannot be read: expected %s', (expression, expectation) => {
    const reading = () => parseExpression(expression);

    expect(reading).toThrow(ExpressionError);
    expect(reading).toThrow(expectation);
  });
});

import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

describe('Redact', () => {
  it.each<[string, Value]>([
    ['Redact([mobile])', ['+351 912345678']],
    ['Redact([mail])', null],
    ['Redact("")', ['']],
    ['Redact([proxyAddresses])', ['SMTP:aruiz@lab.example', 'smtp:am@lab.example', 'SMTP:aruiz@lab.example']],
    ['Append(Redact([department]), "!")', ['Field Sales!']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  it.each<[string, string]>([['Redact(Item([proxyAddresses], 9))', 'Item']])(
    '%s has no result: %s',
    (expression, message) => {
      const evaluating = () => resultOf(expression);

      expect(evaluating).toThrow(ExpressionEvaluationError);
      expect(evaluating).toThrow(message);
    },
  );

  it.each<[string, string]>([['Redact()', 'Redact(value)']])(
    '%s is refused when it is read: %s',
    (expression, message) => {
      const parsing = () => parseExpression(expression);

      expect(parsing).toThrow(ExpressionError);
      expect(parsing).toThrow(message);
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import { FlowIgnored } from '../../../../src/expressions/flow-ignored.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const ATTRIBUTES = { some: ['', 'x'], blanks: ['', ''] };

describe('IgnoreFlowIfNullOrEmpty', () => {
  it.each<[string, Value]>([
    ['IgnoreFlowIfNullOrEmpty([department])', ['Field Sales']],
    ['IgnoreFlowIfNullOrEmpty(" ")', [' ']],
    ['IgnoreFlowIfNullOrEmpty(0)', ['0']],
    ['IgnoreFlowIfNullOrEmpty([some])', ['', 'x']],
    ['IgnoreFlowIfNullOrEmpty(False)', ['False']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, ATTRIBUTES)).toEqual(expected);
  });

  it.each<[string, string]>([['IgnoreFlowIfNullOrEmpty(Item([proxyAddresses], 9))', 'Item']])(
    '%s has no result: %s',
    (expression, message) => {
      const evaluating = () => resultOf(expression, ATTRIBUTES);

      expect(evaluating).toThrow(ExpressionEvaluationError);
      expect(evaluating).toThrow(message);
    },
  );

  it.each<[string, string]>([['IgnoreFlowIfNullOrEmpty()', 'IgnoreFlowIfNullOrEmpty(expression)']])(
    '%s is refused when it is read: %s',
    (expression, message) => {
      const parsing = () => parseExpression(expression);

      expect(parsing).toThrow(ExpressionError);
      expect(parsing).toThrow(message);
    },
  );

  it.each([
    'IgnoreFlowIfNullOrEmpty([mail])',
    'IgnoreFlowIfNullOrEmpty("")',
    'IgnoreFlowIfNullOrEmpty([blanks])',
    'ToLower(IgnoreFlowIfNullOrEmpty([mail]))',
    'IIF(True, IgnoreFlowIfNullOrEmpty(NULL), "x")',
  ])('%s leaves the attribute out of the flow', (expression) => {
    expect(resultOf(expression, ATTRIBUTES)).toBe(FlowIgnored.of('attribute'));
  });
});

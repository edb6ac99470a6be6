import { describe, expect, it } from '@jest/globals';
import { ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { empty: [''] };

describe('Count', () => {
  it.each<[string, Value]>([
    ['Count([proxyAddresses])', ['3']],
    ['Count(RemoveDuplicates([proxyAddresses]))', ['2']],
    ['Count([department])', ['1']],
    ['Count([empty])', ['1']],
    ['Count([mail])', ['0']],
    ['Count(Split([extensionAttribute5], ","))', ['3']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([['Count([a], [b])', 'Count(attribute)']])(
    '%s cannot be read: expected %s',
    (expression, expectation) => {
      const reading = () => parseExpression(expression);

      expect(reading).toThrow(ExpressionError);
      expect(reading).toThrow(expectation);
    },
  );
});

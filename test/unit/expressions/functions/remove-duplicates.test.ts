import { describe, expect, it } from '@jest/globals';
import { ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { empties: ['', 'x', ''] };

describe('RemoveDuplicates', () => {
  it.each<[string, Value]>([
    ['RemoveDuplicates([proxyAddresses])', ['SMTP:aruiz@lab.example', 'smtp:am@lab.example']],
    ['RemoveDuplicates(Split("b,a,B,b,a", ","))', ['b', 'a', 'B']],
    ['RemoveDuplicates([department])', ['Field Sales']],
    ['RemoveDuplicates([empties])', ['', 'x']],
    ['RemoveDuplicates("")', ['']],
    ['RemoveDuplicates([mail])', null],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([['RemoveDuplicates([a], [b])', 'RemoveDuplicates(attribute)']])(
    '%s cannot be read: expected %s',
    (expression, expectation) => {
      const reading = () => parseExpression(expression);

      expect(reading).toThrow(ExpressionError);
      expect(reading).toThrow(expectation);
    },
  );
});

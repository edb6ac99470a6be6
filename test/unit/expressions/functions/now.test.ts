import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

describe('Now', () => {
  it.each([
    ['2026-04-09T06:05:04Z', '4/9/2026 6:05:04 AM'],
    ['2026-04-09T06:05:04.999Z', '4/9/2026 6:05:04 AM'],
    ['2026-12-31T12:00:00Z', '12/31/2026 12:00:00 PM'],
    ['2026-12-31T00:00:00Z', '12/31/2026 12:00:00 AM'],
    ['1969-12-31T23:59:59.999Z', '12/31/1969 11:59:59 PM'],
  ])('at %s is %s', (clock, expected) => {
    expect(resultOf('Now()', {}, { now: () => new Date(clock) })).toEqual([expected]);
  });

  it('has no result when the clock shows no time', () => {
    expect(() => resultOf('Now()', {}, { now: () => new Date(NaN) })).toThrow(ExpressionEvaluationError);
  });

  it('takes no argument', () => {
    expect(() => parseExpression('Now([mail])')).toThrow(ExpressionError);
  });
});

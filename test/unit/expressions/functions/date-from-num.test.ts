import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = {
  logons: ['0', '134144208000000000'],
  never: ['9223372036854775807'],
  empty: [''],
  long: ['1'.repeat(20)],
};

describe('DateFromNum', () => {
  it.each<[string, Value]>([
    ['DateFromNum(134144208000000000)', ['2/1/2026 12:00:00 PM']],
    ['DateFromNum("134144208009999999")', ['2/1/2026 12:00:00 PM']],
    ['DateFromNum(NumFromDate("2026-03-18T14:05:09Z"))', ['3/18/2026 2:05:09 PM']],
    ['DateFromNum([mail])', null],
    ['DateFromNum(NULL)', null],
    ['DateFromNum([logons])', ['1/1/1601 12:00:00 AM', '2/1/2026 12:00:00 PM']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each([
    ['DateFromNum([never])', 'years 1 to 9999'],
    ['DateFromNum(-1)', 'years 1 to 9999'],
    ['DateFromNum([empty])', 'whole number'],
    ['DateFromNum([department])', 'whole number'],
    ['DateFromNum([long])', 'years 1 to 9999'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, attributes);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each(['DateFromNum(1.5)', 'DateFromNum("never")'])('%s is refused', (expression) => {
    expect(() => parseExpression(expression)).toThrow(ExpressionError);
  });
});

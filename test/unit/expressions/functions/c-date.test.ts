import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = {
  hired: ['2026-03-02', '2026-03-20T10:00:00Z'],
  empty: [''],
  secret: ['31 February'],
};

describe('CDate', () => {
  it.each<[string, Value]>([
    ['CDate("2026-05-10-03:00")', ['5/10/2026 3:00:00 AM']],
    ['CDate("2026-05-10T01:15:00+02:00")', ['5/9/2026 11:15:00 PM']],
    ['CDate("2026-05-10 01:15:00")', ['5/10/2026 1:15:00 AM']],
    ['CDate("2026-05-10T01:15:00.9999999Z")', ['5/10/2026 1:15:00 AM']],
    ['CDate(CDate("2026-05-10T13:15:00Z"))', ['5/10/2026 1:15:00 PM']],
    ['CDate([mail])', null],
    ['CDate([hired])', ['3/2/2026 12:00:00 AM', '3/20/2026 10:00:00 AM']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each(['CDate([empty])', 'CDate("2026-02-31")', 'CDate([secret])', 'CDate("18.03.2026")'])(
    '%s has no result, and says so without the value',
    (expression) => {
      expect(() => resultOf(expression, attributes)).toThrow(
        new ExpressionEvaluationError(
          'CDate takes a date (2026-03-18, 2026-03-18T14:05:00+01:00) as argument 1',
        ),
      );
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = {
  hired: ['2026-03-02', '2026-03-20T10:00:00Z'],
  empty: [''],
  unit: ['fortnight'],
  count: ['9'.repeat(400)],
};

describe('DateAdd', () => {
  it.each<[string, Value]>([
    ['DateAdd("ww", 2, CDate("2026-03-02"))', ['3/16/2026 12:00:00 AM']],
    ['DateAdd("d", -5, CDate("2026-03-03"))', ['2/26/2026 12:00:00 AM']],
    ['DateAdd("m", 1, CDate("2026-01-31"))', ['2/28/2026 12:00:00 AM']],
    ['DateAdd("yyyy", "-1", "2024-02-29")', ['2/28/2023 12:00:00 AM']],
    ['DateAdd("h", 1, "2026-03-03T23:30:00-01:00")', ['3/4/2026 1:30:00 AM']],
    ['DateAdd("n", 1.9, "2026-03-03")', ['3/3/2026 12:01:00 AM']],
    ['DateAdd("s", -1.9, "2026-03-03")', ['3/2/2026 11:59:59 PM']],
    ['DateAdd("d", 30, Now())', ['5/9/2026 6:05:04 AM']],
    ['DateAdd("d", 1, [mail])', null],
    ['DateAdd("d", 1, CDate([mail]))', null],
    ['DateAdd("d", 1, [hired])', ['3/3/2026 12:00:00 AM', '3/21/2026 10:00:00 AM']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each([
    ['DateAdd([unit], 1, "2026-03-03")', 'DateAdd takes an interval: yyyy, m, d, ww, h, n, s as argument 1'],
    ['DateAdd("d", [mail], "2026-03-03")', 'DateAdd takes a number as argument 2'],
    ['DateAdd("d", [department], "2026-03-03")', 'DateAdd takes a number as argument 2'],
    ['DateAdd("d", 1, [empty])', 'DateAdd takes a date'],
    ['DateAdd("yyyy", 7974, "2026-03-03")', 'years 1 to 9999 as argument 2'],
    ['DateAdd("s", [count], "2026-03-03")', 'years 1 to 9999 as argument 2'],
    ['DateAdd("d", -1, "0001-01-01")', 'years 1 to 9999 as argument 2'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, attributes);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each([
    ['DateAdd("q", 1, [hired])', null],
    ['DateAdd("YYYY", 1, [hired])', 'yyyy'],
    ['DateAdd("M", 1, [hired])', 'm'],
    ['DateAdd(, 1, [hired])', null],
    ['DateAdd(NULL, 1, [hired])', null],
  ])('%s is refused, with the suggestion %s', (expression, suggestion) => {
    const position = 8;

    expect(() => parseExpression(expression)).toThrow(
      new ExpressionError(position, 'an interval: yyyy, m, d, ww, h, n, s', suggestion),
    );
  });
});

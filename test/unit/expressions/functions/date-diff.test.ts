import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { hired: ['2026-03-02', '2026-03-20T10:00:00Z'], empty: [''], unit: ['w'] };
const documented = '"2021-08-25 17:41:18", "2012-03-16 07:00:00"';

describe('DateDiff', () => {
  it.each<[string, Value]>([
    ['DateDiff("d", CDate("2026-03-02"), CDate("2026-03-20"))', ['18']],
    ['DateDiff("h", CDate("2026-03-02"), CDate("2026-03-20"))', ['432']],
    ['DateDiff("n", CDate("2026-03-02"), CDate("2026-03-20"))', ['25920']],
    ['DateDiff("s", CDate("2026-03-02"), CDate("2026-03-20"))', ['1555200']],
    ['DateDiff("d", CDate("2026-03-20"), CDate("2026-03-02"))', ['-18']],
    ['DateDiff("ww", CDate("2026-03-02"), CDate("2026-03-20"))', ['2']],
    ['DateDiff("yyyy", CDate("2025-12-31"), CDate("2026-01-01"))', ['1']],
    [`DateDiff("d", ${documented})`, ['-3449']],
    [`DateDiff("ww", ${documented})`, ['-493']],
    [`DateDiff("m", ${documented})`, ['-113']],
    [`DateDiff("yyyy", ${documented})`, ['-9']],
    ['DateDiff("d", Now(), "2026-04-23")', ['13']],
    ['DateDiff("d", [mail], "2026-03-20")', null],
    ['DateDiff("d", "2026-03-20", [mail])', null],
    ['DateDiff("d", [hired], "2026-03-21")', ['19', '0']],
    ['IIF(DateDiff("d", "2026-03-02", "2026-03-20") > 14, "wait", "go")', ['wait']],
    ['IIF(DateDiff("d", Now(), CDate([mail])) > 14, "wait", "go")', ['go']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each([
    ['DateDiff([unit], "2026-03-03", "2026-03-03")', 'DateDiff takes an interval'],
    ['DateDiff("d", [empty], "2026-03-03")', 'as argument 2'],
    ['DateDiff("d", "2026-03-03", [department])', 'as argument 3'],
    ['DateDiff("d", "2026-03-03", [hired])', 'one value, not several, as argument 3'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, attributes);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it('is refused with an interval that does not exist', () => {
    expect(() => parseExpression('DateDiff("y", [hired], [hired])')).toThrow(ExpressionError);
  });
});

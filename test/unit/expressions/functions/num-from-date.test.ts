import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { hired: ['1601-01-01', '2026-02-01T12:00:00Z'], empty: [''] };

describe('NumFromDate', () => {
  it.each<[string, Value]>([
    ['NumFromDate("2031-06-30 23:59:59-05:00")', ['135851219990000000']],
    ['NumFromDate("2031-06-30T23:59:59-05:00")', ['135851219990000000']],
    ['NumFromDate("1601-01-01T00:00:00.0000001Z")', ['1']],
    ['NumFromDate(CDate("2026-02-01T12:00:00Z"))', ['134144208000000000']],
    ['NumFromDate([mail])', null],
    ['NumFromDate([hired])', ['0', '134144208000000000']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each([
    ['NumFromDate("1600-12-31")', 'NumFromDate takes a date from 1601 on as argument 1'],
    ['NumFromDate([empty])', 'NumFromDate takes a date ('],
    ['NumFromDate([department])', 'NumFromDate takes a date ('],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, attributes);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });
});

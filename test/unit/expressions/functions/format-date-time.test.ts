import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = {
  hired: ['2026-03-02', ' 2026-03-20 '],
  empty: [''],
  format: ['d.M.yy'],
  brokenFormat: ["yyyy'"],
  style: ['None'],
  secret: ['31 February'],
};

describe('FormatDateTime', () => {
  it.each<[string, Value]>([
    [`FormatDateTime("20260318T0915", , "yyyyMMdd'T'HHmm", "dd.MM.yyyy")`, ['18.03.2026']],
    [
      'FormatDateTime("3/18/2026 2:05:00 PM", , "M/d/yyyy h:mm:ss tt", "yyyy-MM-ddTHH:mm")',
      ['2026-03-18T14:05'],
    ],
    ['FormatDateTime("2026-03-18", "yyyy-MM-dd", "dddd d MMMM")', ['Wednesday 18 March']],
    ['FormatDateTime("2026-03-18", "", "yyyy-MM-dd", "D")', ['Wednesday, 18 March 2026']],
    ['FormatDateTime("2026-03-18", NULL, "yyyy-MM-dd", "o")', ['2026-03-18T00:00:00.0000000Z']],
    ['FormatDateTime("2026-03-18T01:00:00+02:00", "yyyy-MM-ddTHH:mm:ssK", "u")', ['2026-03-17 23:00:00Z']],
    [
      'FormatDateTime("20260318", "AssumeUniversal, AdjustToUniversal", "yyyyMMdd", "s")',
      ['2026-03-18T00:00:00'],
    ],
    ['FormatDateTime(Now(), "M/d/yyyy h:mm:ss tt", "yyyy-MM-dd")', ['2026-04-09']],
    ['FormatDateTime("09:15", "HH:mm", "s")', ['2026-04-09T09:15:00']],
    ['FormatDateTime("09:15", "NoCurrentDateDefault", "HH:mm", "s")', ['0001-01-01T09:15:00']],
    ['FormatDateTime("2026-03-18", "yyyy-MM-dd", [format])', ['18.3.26']],
    ['FormatDateTime([mail], "yyyy-MM-dd", "dd.MM.yyyy")', null],
    ['FormatDateTime([mail], "yyyy-MM-dd", [brokenFormat])', null],
    ['FormatDateTime([hired], "yyyy-MM-dd", "dd.MM.yyyy")', ['02.03.2026', '20.03.2026']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each([
    ['FormatDateTime([empty], "yyyy", "yy")', 'takes a date that has the input format as argument 1'],
    ['FormatDateTime([secret], "d MMMM", "yy")', 'takes a date that has the input format as argument 1'],
    [
      'FormatDateTime([hired], [style], "yyyy-MM-dd", "yy")',
      'takes a date that has the input format as argument 1',
    ],
    ['FormatDateTime([hired], [mail], "yy")', 'takes a date format, not an empty text as argument 2'],
    [
      'FormatDateTime([hired], , "yyyy", [brokenFormat])',
      'takes a date format that closes its quotes as argument 4',
    ],
    ['FormatDateTime([hired], [surname], "yyyy", "yy")', 'takes styles, separated by commas'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, attributes);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
    expect(evaluating).not.toThrow(/February|Okonjo/);
  });

  it.each([
    ['FormatDateTime([hired], "", "yy")', 'not an empty text at position 25'],
    ['FormatDateTime([hired], , , "yy")', 'not an empty text at position 27'],
    ['FormatDateTime([hired], "yyyy", )', 'not an empty text at position 33'],
    [`FormatDateTime([hired], "yyyy", "dd'T")`, 'closes its quotes at position 33'],
    ['FormatDateTime([hired], "x", "yy")', 'standard ones'],
    ['FormatDateTime([hired], "ffffffff", "yy")', 'at most 7 times'],
    [`FormatDateTime([hired], "${'d'.repeat(257)}", "yy")`, 'at most 256 characters'],
    ['FormatDateTime([hired], "AssumeLocale", "yyyy", "yy")', 'did you mean AssumeLocal?'],
    ['FormatDateTime([hired], "AssumeLocal,AssumeUniversal", "yyyy", "yy")', 'not both at position 25'],
    ['FormatDateTime([hired], "yyyy")', 'or FormatDateTime(source, inputFormat, outputFormat)'],
  ])('%.60s is refused: %s', (expression, message) => {
    const parsing = () => parseExpression(expression);

    expect(parsing).toThrow(ExpressionError);
    expect(parsing).toThrow(message);
  });
});

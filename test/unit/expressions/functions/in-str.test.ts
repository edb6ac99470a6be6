import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError, ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = { zero: ['0'] };

describe('InStr', () => {
  it.each<[string, Value]>([
    ['InStr("badge-0042","0042")', ['7']],
    ['InStr("MissiSsippi","s",5,vbBinaryCompare)', ['7']],
    ['InStr("MissiSsippi","s",5,vbTextCompare)', ['6']],
    ['InStr("MissiSsippi","S")', ['6']],
    ['InStr("MissiSsippi","S",,vbTextCompare)', ['3']],
    ['InStr("MissiSsippi","s","1","vbBinaryCompare")', ['3']],
    ['InStr("MissiSsippi","s",[mail],[mail])', ['3']],
    ['InStr([department], "Legal")', ['0']],
    ['InStr("abc", "abcd")', ['0']],
    ['InStr("abc", "a", 2)', ['0']],
    ['InStr("abc", "c", 99)', ['0']],
    ['InStr("abc", "", 2)', ['2']],
    ['InStr("abc", [mail])', ['1']],
    ['InStr("", "")', ['0']],
    ['InStr("aabaabaac", "aabaac")', ['4']],
    ['InStr("😀x", "x")', ['3']],
    ['InStr("İstanbul", "STAN", 1, vbTextCompare)', ['2']],
    ['InStr("ΟΔΟΣ", "δος", 1, vbTextCompare)', ['2']],
    ['InStr([mail], "x")', null],
    ['InStr([proxyAddresses], "aruiz")', ['6', '0', '6']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, attributes)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['InStr("abc", "c", [zero])', 'InStr takes a whole number, at least 1, as argument 3'],
    ['InStr("abc", "c", [department])', 'InStr takes a whole number as argument 3'],
    ['InStr("abc", "c", 1, [department])', 'InStr takes vbTextCompare or vbBinaryCompare as argument 4'],
    ['InStr("abc", [proxyAddresses])', 'InStr takes one value, not several, as argument 2'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, attributes);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([
    ['InStr([department], "s", 0)', 'a whole number, at least 1 at position 26'],
    ['InStr([department], "s", "first")', 'a whole number, at least 1'],
    ['InStr([department], "s", 1, "vbBinary")', 'vbTextCompare or vbBinaryCompare at position 29'],
    ['InStr([department], "s", 1, "vbtextcompare")', 'did you mean vbTextCompare?'],
    ['InStr([department])', 'InStr(value1, value2, start?, compareType?)'],
  ])('%s cannot be read: expected %s', (expression, expectation) => {
    const reading = () => parseExpression(expression);

    expect(reading).toThrow(ExpressionError);
    expect(reading).toThrow(expectation);
  });

  it('takes time in proportion to the texts', () => {
    const value1 = 'a'.repeat(1_000_000);
    const value2 = `${'a'.repeat(200_000)}b${'a'.repeat(200_000)}`;
    const startedAt = performance.now();

    expect(
      resultOf('InStr([value1], [value2], 1, vbTextCompare)', { value1: [value1], value2: [value2] }),
    ).toEqual(['0']);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

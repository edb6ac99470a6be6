import { describe, expect, it } from '@jest/globals';
import { ExpressionError, ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import { FlowIgnored } from '../../../../src/expressions/flow-ignored.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const ATTRIBUTES = { blank: [''] };

describe('IIF', () => {
  it.each<[string, Value]>([
    ['IIF([department]="Field Sales","North","Other")', ['North']],
    ['IIF(DateDiff("d", CDate("2026-03-02"), CDate("2026-03-20")) > 14, "wait", "go")', ['wait']],
    ['IIF([department]="field sales","North","Other")', ['Other']],
    ['IIF([mail] <> "x", "a", "b")', ['b']],
    ['IIF([mail] = "", "a", "b")', ['b']],
    ['IIF([mail] = [mail], "a", "b")', ['b']],
    ['IIF([blank] = "", "a", "b")', ['a']],
    ['IIF([employeeId] >= 42, "a", "b")', ['a']],
    ['IIF("9" < "10", "a", "b")', ['a']],
    ['IIF("a9" < "a10", "a", "b")', ['b']],
    ['IIF(1 <= 1.0, "a", "b")', ['a']],
    ['IIF(IsNullOrEmpty([mail]), "none", [mail])', ['none']],
    ['IIF(IsPresent([department]), [department], "none")', ['Field Sales']],
    ['IIF(True, "a", "b")', ['a']],
    ['IIF("true", "a", "b")', ['b']],
    ['IIF([mail], "a", "b")', ['b']],
    ['IIF(NULL, "a", "b")', ['b']],
    ['IIF(True, , "b")', null],
    ['IIF(False, "a", [mail])', null],
    [
      'IIF(True, [proxyAddresses], "b")',
      ['SMTP:aruiz@lab.example', 'smtp:am@lab.example', 'SMTP:aruiz@lab.example'],
    ],
    ['IIF([department]="Field Sales", IIF([surname]="x", "both", "one"), "none")', ['one']],
    ['IIF(True, "a", Item([proxyAddresses], 9))', ['a']],
    ['IIF(False, Item([proxyAddresses], 9), "b")', ['b']],
    ['IIF(False, IgnoreObjectFlow, "b")', ['b']],
    ['IIF([proxyAddresses] = "SMTP:aruiz@lab.example", "a", "b")', ['b']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression, ATTRIBUTES)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['IIF(True, Item([proxyAddresses], 9), "b")', 'Item'],
    ['IIF(Not([proxyAddresses]), "a", "b")', 'IIF takes one value, not several, as argument 1'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression, ATTRIBUTES);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([
    ['IIF(, "a", "b")', 'a condition such as'],
    ['IIF([a]="b", "c")', 'IIF(condition, valueIfTrue, valueIfFalse)'],
    ['IIF([a], [b] = "c", "d")', 'only the conditions of IIF'],
    ['IIF([a] == "b", "c", "d")', 'one of the operators'],
  ])('%s is refused when it is read: %s', (expression, message) => {
    const parsing = () => parseExpression(expression);

    expect(parsing).toThrow(ExpressionError);
    expect(parsing).toThrow(message);
  });

  it('lets a chosen branch end the flow', () => {
    expect(resultOf('IIF([mail] = "x", "a", IgnoreAttributeFlow)')).toBe(FlowIgnored.of('attribute'));
  });
});

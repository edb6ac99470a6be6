import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError, ExpressionError } from '../../../../src/expressions/expression-error.js';
import type { Value } from '../../../../src/expressions/model.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

describe('Word', () => {
  it.each<[string, Value]>([
    ['Word("lisbon;porto,faro", 2, ";,")', ['porto']],
    ['Word([department], 3, " ")', ['']],
    ['Word([department], "2", " ")', ['Sales']],
    ['Word([department], 1, ";")', ['Field Sales']],
    ['Word([department], 2, ";")', ['']],
    ['Word([department], 1, "")', ['Field Sales']],
    ['Word([department], 1, [mail])', ['Field Sales']],
    ['Word([department], 0, " ")', ['']],
    ['Word([department], -1, " ")', ['']],
    ['Word(" ,a, ,b", 2, " ,")', ['b']],
    ['Word(",,", 1, ",")', ['']],
    ['Word("a^b]c-d\\\\e", 5, "^]-\\\\")', ['e']],
    ['Word("a😀b😁c", 3, "😀😁")', ['c']],
    ['Word([mail], 1, " ")', ['']],
    ['Word("", 1, " ")', ['']],
    ['Word([proxyAddresses], 2, ":@")', ['aruiz', 'am', 'aruiz']],
  ])('%s yields %j', (expression, expected) => {
    expect(resultOf(expression)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['Word([department], [mail], " ")', 'Word takes a whole number as argument 2'],
    ['Word([department], 1, [proxyAddresses])', 'Word takes one value, not several, as argument 3'],
  ])('%s has no result: %s', (expression, message) => {
    const evaluating = () => resultOf(expression);

    expect(evaluating).toThrow(ExpressionEvaluationError);
    expect(evaluating).toThrow(message);
  });

  it.each<[string, string]>([
    ['Word([department], "first", " ")', 'a whole number at position 20'],
    ['Word([department], , " ")', 'a whole number'],
    ['Word([department], 1)', 'Word(String, WordNumber, delimiters)'],
  ])('%s cannot be read: expected %s', (expression, expectation) => {
    const reading = () => parseExpression(expression);

    expect(reading).toThrow(ExpressionError);
    expect(reading).toThrow(expectation);
  });
});

import { describe, expect, it } from '@jest/globals';
import { ExpressionEvaluationError } from '../../../../src/expressions/expression-error.js';
import { parseExpression } from '../../../../src/expressions/parser.js';
import { resultOf } from '../sample-evaluation.js';

const attributes = {
  empty: [''],
  pattern: ['\\d+'],
  broken: ['(a'],
  group: ['x'],
  phones: ['+351 912345678', 'none', '+34 612345678'],
  long: ['a'.repeat(1_000_000)],
};

describe('Replace', () => {
  it.each<[string, readonly string[] | null]>([
    // oldValue and replacementValue
    ['Replace("aAa", "a", , , "b", , )', ['bAb']],
    ['Replace("a.b.c", ".", , , "$&", , )', ['a$&b$&c']],
    ['Replace("abc", "x", , , "y", , )', ['abc']],
    ['Replace("abc", "b", , , "")', ['ac']],
    ['Replace("abc", "b", , , [mail], , )', ['ac']],
    ['Replace("abc", "", , , "x", , )', ['abc']],
    ['Replace("abc", [mail], , , "x", , )', ['abc']],
    ['Replace([mail], "a", , , "b", , )', null],
    ['Replace([empty], "a", , , "b", , )', ['']],
    [
      'Replace([proxyAddresses], "SMTP:", , , "", , )',
      ['aruiz@lab.example', 'smtp:am@lab.example', 'aruiz@lab.example'],
    ],

    // oldValue and template
    ['Replace("x", "{id}", , , , , "{id}-{id}")', ['x-x']],
    ['Replace("$1", "{id}", , , , , "a{id}")', ['a$1']],
    ['Replace("x", "{ID}", , , , , "a{id}")', ['a{id}']],
    ['Replace([mail], "{id}", , , , , "a{id}")', null],
    ['Replace([empty], "{id}", , , , , "a{id}")', ['a']],
    ['Replace([phones], "n", , , , , "<n>")', ['<+351 912345678>', '<none>', '<+34 612345678>']],

    // regexPattern and replacementValue
    ['Replace("a1b22", , "\\\\d+", , "#", , )', ['a#b#']],
    ['Replace("a1b22", , "\\d+", , "#", , )', ['a#b#']],
    ['Replace("a1b22", , [pattern], , "#", , )', ['a#b#']],
    ['Replace("ab", , "\\\\d", , "#", , )', ['ab']],
    ['Replace("Abc", , "a", , "#", , )', ['Abc']],
    ['Replace("Abc", , "(?i)a", , "#", , )', ['#bc']],
    ['Replace("Ruiz, Ana", , "(?<last>\\\\w+), (\\\\w+)", , "$1 ${last}", , )', ['Ana Ruiz']],
    ['Replace("aab", , "(.)(?=\\\\1)", , "", , )', ['ab']],
    ['Replace([mail], , "a", , "b", , )', null],
    ['Replace([phones], , "[^+\\\\d]", , "", , )', ['+351912345678', '', '+34612345678']],

    // regexPattern, regexGroupName and replacementValue
    ['Replace("a1b1", , "b(?<n>\\\\d)", "n", "#", , )', ['a1b#']],
    ['Replace("a1", , "b(?<n>\\\\d)", "n", "#", , )', ['a1']],
    ['Replace("b1", , "b(?<n>\\\\d)", "n", "$0", , )', ['b$0']],
    ['Replace("xy", , "(?<x>x)", [group], "#", , )', ['#y']],
    ['Replace([mail], , "(?<n>a)", "n", "b", , )', null],

    // regexPattern, regexGroupName and replacementAttributeName
    ['Replace([department], , "(?<n>\\\\d+)", "n", , [mobile], )', ['Field Sales']],
    ['Replace([empty], , "(?<n>\\\\d+)", "n", , [mobile], )', ['']],
    ['Replace([mail], , "(?<n>\\\\d+)", "n", , [mobile], )', ['351']],
    ['Replace([mail], , "(?<n>x)", "n", , [mobile], )', null],
    ['Replace([mail], , "(?<n>x)", "n", , [fax], )', null],
    ['Replace([mail], , "(?<n>x)?\\\\+", "n", , [mobile], )', null],
    ['Replace([mail], , "\\\\+\\\\d+ (?<n>\\\\d+)", "n", , [phones], )', ['912345678', '612345678']],
  ])('%s yields %j', (expression, result) => {
    expect(resultOf(expression, attributes)).toEqual(result);
  });

  it.each([
    ['Replace([mail], "a", , , , , )', 1, 'oldValue and replacementValue'],
    ['Replace([mail], , , , , , )', 1, 'oldValue and replacementValue'],
    ['Replace([mail], "a", , , "", , "")', 1, 'and no others'],
    ['Replace([mail], "a", "b", , "c", , )', 1, 'and no others'],
    ['Replace([mail], , "(?<a>b)", "a", , , )', 1, 'and no others'],
    ['Replace([mail], , "(?<a>b)", "", "c", [mobile], )', 1, 'and no others'],
    ['Replace([mail], , "(?<a>b)", , , [mobile], )', 1, 'and no others'],
    ['Replace([mail], , "a(?>b)", , "c", , )', 19, '(?:…) instead of an atomic group'],
    ['Replace([mail], , "a(?>b)", , "c", , )', 19, '(at its position 2)'],
    ['Replace([mail], , "(?<number>b)", "numbr", "c", , )', 35, 'did you mean number?'],
    ['Replace([mail], , "(?<a>b)", "", "c", , )', 30, 'a group name of the regular expression: a'],
    ['Replace([mail], , "b", "a", "c", , )', 24, 'it has none'],
  ])('%s is refused at position %j: %s', (expression, position, message) => {
    expect(() => parseExpression(expression)).toThrow(message);
    expect(() => parseExpression(expression)).toThrow(`at position ${position}`);
  });

  it.each([
    [
      'Replace("a", , [broken], , "b", , )',
      'Replace takes a regular expression (it cannot be read at its position 1) as argument 3',
    ],
    [
      'Replace("a", , "(?<y>a)", [group], "b", , )',
      'Replace takes a group name of the regular expression as argument 4',
    ],
    ['Replace([long], "a", , , [long], , )', 'Replace would yield 1000000000000 characters'],
    ['Replace("a", [phones], , , "b", , )', 'Replace takes one value, not several, as argument 2'],
    [
      `Replace("${'a'.repeat(60)}!", , "(?=a)(a+)+$", , "b", , )`,
      'Replace: A regular expression took more than 250 ms',
    ],
  ])('%.60s has no result for these attributes', (expression, message) => {
    const evaluated = () => resultOf(expression, attributes);

    expect(evaluated).toThrow(ExpressionEvaluationError);
    expect(evaluated).toThrow(message);
  });
});

import { describe, expect, it } from '@jest/globals';
import { attributeLookup } from '../../../src/expressions/attribute-lookup.js';
import { evaluate } from '../../../src/expressions/evaluate.js';
import { evaluationContext } from '../../../src/expressions/evaluation-context.js';
import { ExpressionEvaluationError } from '../../../src/expressions/expression-error.js';
import { attributesOf } from '../../../src/expressions/expression-parts.js';
import { parseExpression } from '../../../src/expressions/parser.js';

const context = evaluationContext(
  attributeLookup({
    IsSoftDeleted: ['False'],
    givenName: ['Amélie'],
    surname: ['Okonjo-Ruiz'],
    userPrincipalName: ['aruiz@lab.example'],
    department: ['Field Sales'],
    employeeId: ['00042'],
    empty: [''],
    noValues: [],
    extension_1_Badge: ['7'],
    twice: ['1'],
    Twice: ['2'],
    proxyAddresses: ['SMTP:aruiz@lab.example', 'smtp:am@lab.example', 'SMTP:aruiz@lab.example'],
  }),
);

const resultOf = (text: string) => evaluate(parseExpression(text), context);

describe('an expression', () => {
  it.each<[string, readonly string[] | null]>([
    ['[department]', ['Field Sales']],
    ['[DEPARTMENT]', ['Field Sales']],
    ['[mail]', null],
    ['[noValues]', null],
    ['[empty]', ['']],
    ['[twice]', ['1']],
    ['[TWICE]', null],
    ['[extension_1_Badge]', ['7']],
    ['[extension_1_badge]', null],

    ['Append([userPrincipalName], ".stage")', ['aruiz@lab.example.stage']],
    ['Append([mail], ".stage")', null],
    ['Append([department], [mail])', ['Field Sales']],
    [
      'Append([proxyAddresses], "!")',
      ['SMTP:aruiz@lab.example!', 'smtp:am@lab.example!', 'SMTP:aruiz@lab.example!'],
    ],

    ['Coalesce([mail], [userPrincipalName])', ['aruiz@lab.example']],
    ['Coalesce([empty], "x")', ['']],
    ['Coalesce([mail], NULL)', null],
    ['Coalesce([givenName], Item([proxyAddresses], 9))', ['Amélie']],

    ['Item([proxyAddresses], 2)', ['smtp:am@lab.example']],
    ['Item([department], "1")', ['Field Sales']],
    ['Item([mail], 1)', null],

    ['Join("-", "eu", [employeeId])', ['eu-00042']],
    ['Join(", ", "", [surname], [mail], [givenName])', ['Okonjo-Ruiz, Amélie']],
    ['Join("", 1000, [employeeId])', ['100000042']],
    ['Join(";", [proxyAddresses])', ['SMTP:aruiz@lab.example;smtp:am@lab.example;SMTP:aruiz@lab.example']],
    ['Join(" ", [mail], "")', ['']],
    ['Join(, "a", "b")', ['ab']],

    ['Not([IsSoftDeleted])', ['True']],
    ['Not("True")', ['False']],
    ['Not("true")', ['True']],
    ['Not([mail])', ['True']],

    ['Switch([IsSoftDeleted], , "False", "True", "True", "False")', ['True']],
    ['Switch([department], "HQ", "Field Sales", "Field", "Legal", "HQ-2")', ['Field']],
    ['Switch([department], "HQ", "field sales", "Field")', ['HQ']],
    ['Switch([mail], [mail], "", "no-mail")', ['no-mail']],
    ['Switch([department], [department], "", "none")', ['Field Sales']],
    ['Switch([department], , "Legal", "x")', null],
    [
      'Switch([proxyAddresses], [proxyAddresses], "", "none")',
      ['SMTP:aruiz@lab.example', 'smtp:am@lab.example'],
    ],

    ['ToLower([department])', ['field sales']],
    ['ToLower([mail])', null],
    ['ToUpper("izmir")', ['IZMIR']],
    ['ToUpper("izmir", "tr-TR")', ['İZMİR']],
  ])('%s yields %j', (text, expected) => {
    expect(resultOf(text)).toEqual(expected);
  });

  it.each([
    ['Item([proxyAddresses], 0)', /index from 1/],
    ['Item([proxyAddresses], 4)', /here 3/],
    ['Item([proxyAddresses], "one")', /whole number/],
    ['ToLower("x", [department])', /culture/],
    ['Append("x", [proxyAddresses])', /one value, not several, as argument 2/],
  ])('%s has no result', (text, message) => {
    expect(() => resultOf(text)).toThrow(ExpressionEvaluationError);
    expect(() => resultOf(text)).toThrow(message);
  });

  it('names the attributes it reads', () => {
    expect(attributesOf(parseExpression('Join(" ", [a], ToLower([b]), "c", [a])'))).toEqual(['a', 'b', 'a']);
  });
});

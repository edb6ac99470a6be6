import { describe, expect, it } from '@jest/globals';
import { operatorNames } from '../../../src/scoping/model.js';
import { operators } from '../../../src/scoping/operators.js';
import { aClause, aFilter, aGroup, evaluate } from './builders.js';

type Case = readonly [
  attribute: string,
  operator: string,
  constants: readonly string[],
  values: readonly string[] | null,
  expected: boolean,
];

const cases: readonly Case[] = [
  ['department', 'EQUALS', ['Field Sales'], ['Field Sales'], true],
  ['department', 'EQUALS', ['field sales'], ['Field Sales'], false],
  ['department', 'EQUALS', ['Field Sales'], ['Field Sales '], false],
  ['department', 'EQUALS', ['Legal', 'Field Sales'], ['Field Sales'], true],
  ['department', 'EQUALS', ['Legal', 'Finance'], ['Field Sales'], false],
  ['department', 'EQUALS', ['Legal'], ['Finance', 'Legal'], true],
  ['department', 'EQUALS', [''], [''], false],
  ['department', 'EQUALS', ['Legal'], null, false],
  ['employeeId', 'EQUALS', ['42'], ['00042'], false],
  ['badgeNumber', 'EQUALS', ['42'], ['42'], true],
  ['accountEnabled', 'EQUALS', ['True'], ['True'], true],
  ['accountEnabled', 'EQUALS', ['False'], ['True'], false],

  ['department', 'NOT EQUALS', ['Legal'], ['Field Sales'], true],
  ['department', 'NOT EQUALS', ['Legal'], ['legal'], true],
  ['department', 'NOT EQUALS', ['Legal'], ['Legal'], false],
  ['department', 'NOT EQUALS', ['Legal'], [], false],
  ['department', 'NOT EQUALS', ['Legal'], null, false],
  ['department', 'NOT EQUALS', ['Legal'], [''], false],
  ['department', 'NOT EQUALS', ['Legal', 'Finance'], ['Field Sales'], true],
  ['department', 'NOT EQUALS', ['Legal', 'Finance'], ['Finance'], false],
  ['department', 'NOT EQUALS', ['Legal'], ['Finance', 'Legal'], false],

  ['accountEnabled', 'IS TRUE', [], ['True'], true],
  ['accountEnabled', 'IS TRUE', [], ['true'], true],
  ['accountEnabled', 'IS TRUE', [], ['False'], false],
  ['accountEnabled', 'IS TRUE', [], ['yes'], false],
  ['accountEnabled', 'IS TRUE', [], null, false],
  ['accountEnabled', 'IS TRUE', [], [''], false],
  ['accountEnabled', 'IS FALSE', [], ['False'], true],
  ['accountEnabled', 'IS FALSE', [], ['FALSE'], true],
  ['accountEnabled', 'IS FALSE', [], ['True'], false],
  ['accountEnabled', 'IS FALSE', [], null, false],
  ['accountEnabled', 'IS FALSE', [], [''], false],

  ['city', 'IS NULL', [], null, true],
  ['city', 'IS NULL', [], [''], true],
  ['city', 'IS NULL', [], ['', ''], true],
  ['city', 'IS NULL', [], ['Porto'], false],
  ['city', 'IS NULL', [], [' '], false],
  ['thumbprint', 'IS NULL', [], null, true],
  ['accountEnabled', 'IS NULL', [], ['False'], false],
  ['city', 'IS NOT NULL', [], ['Porto'], true],
  ['city', 'IS NOT NULL', [], ['', 'Porto'], true],
  ['city', 'IS NOT NULL', [], null, false],
  ['city', 'IS NOT NULL', [], [''], false],
  ['accountEnabled', 'IS NOT NULL', [], ['False'], true],

  ['city', 'REGEX MATCH', ['P.*'], ['Porto'], true],
  ['city', 'REGEX MATCH', ['p.*'], ['Porto'], false],
  ['city', 'REGEX MATCH', ['(?i)p.*'], ['Porto'], true],
  ['city', 'REGEX MATCH', ['ort'], ['Porto'], false],
  ['city', 'REGEX MATCH', ['x|P'], ['Porto'], false],
  ['city', 'REGEX MATCH', ['P|Porto'], ['Porto'], true],
  ['city', 'REGEX MATCH', ['L.*', 'P.*'], ['Porto'], true],
  ['city', 'REGEX MATCH', ['.*'], null, false],
  ['city', 'REGEX MATCH', ['.*'], [''], false],
  ['employeeId', 'REGEX MATCH', ['([1-9][0-9])'], ['10'], true],
  ['employeeId', 'REGEX MATCH', ['([1-9][0-9])'], ['100'], false],
  ['badgeNumber', 'REGEX MATCH', ['4\\d'], ['42'], true],
  ['city', 'NOT REGEX MATCH', ['L.*'], ['Porto'], true],
  ['city', 'NOT REGEX MATCH', ['P.*'], ['Porto'], false],
  ['city', 'NOT REGEX MATCH', ['L.*', 'P.*'], ['Porto'], false],
  ['city', 'NOT REGEX MATCH', ['ort'], ['Porto'], true],
  ['city', 'NOT REGEX MATCH', ['L.*'], ['Porto', 'Lisbon'], false],
  ['city', 'NOT REGEX MATCH', ['L.*'], null, false],
  ['city', 'NOT REGEX MATCH', ['L.*'], [''], false],

  ['employeeId', 'Greater_Than', ['41'], ['00042'], true],
  ['employeeId', 'Greater_Than', ['42'], ['00042'], false],
  ['employeeId', 'Greater_Than', ['0041'], ['42'], true],
  ['employeeId', 'Greater_Than', ['9'], ['10'], true],
  ['employeeId', 'Greater_Than', ['0'], ['000'], false],
  ['employeeId', 'Greater_Than', ['9007199254740992'], ['9007199254740993'], true],
  ['employeeId', 'Greater_Than', ['1'.repeat(400)], [`${'1'.repeat(399)}2`], true],
  ['employeeId', 'Greater_Than', ['50', '41'], ['42'], true],
  ['employeeId', 'Greater_Than', ['41'], null, false],
  ['employeeId', 'Greater_Than', ['41'], [''], false],
  ['badgeNumber', 'Greater_Than', ['41'], ['42'], true],
  ['employeeId', 'Greater_Than_OR_EQUALS', ['42'], ['00042'], true],
  ['employeeId', 'Greater_Than_OR_EQUALS', ['43'], ['00042'], false],
  ['employeeId', 'Greater_Than_OR_EQUALS', ['0'], ['0'], true],
  ['employeeId', 'Greater_Than_OR_EQUALS', ['0'], null, false],
  ['employeeId', 'Greater_Than_OR_EQUALS', ['0'], [''], false],

  ['department', 'Includes', ['Sales'], ['Field Sales'], true],
  ['department', 'Includes', ['sales'], ['Field Sales'], false],
  ['department', 'Includes', ['Legal', 'Field'], ['Field Sales'], true],
  ['department', 'Includes', ['Sales'], null, false],
  ['department', 'Includes', ['Sales'], [''], false],
  ['mail', 'ENDS_WITH', ['@lab.example'], ['a@lab.example'], true],
  ['mail', 'ENDS_WITH', ['@LAB.example'], ['a@lab.example'], false],
  ['mail', 'ENDS_WITH', ['a@lab'], ['a@lab.example'], false],
  ['mail', 'ENDS_WITH', ['.org', '.example'], ['a@lab.example'], true],
  ['mail', 'ENDS_WITH', ['.example'], null, false],
  ['mail', 'ENDS_WITH', ['.example'], [''], false],

  ['country', '&', ['DE,FR,PT'], ['PT'], true],
  ['country', '&', ['DE,FR,PT'], ['pt'], false],
  ['country', '&', ['DE,FR,PT'], ['ES'], false],
  ['country', '&', ['DE', 'PT'], ['PT'], true],
  ['country', '&', ['DE,FR,PT'], null, false],
  ['country', '&', ['DE,FR,PT'], [''], false],
  ['country', '!&', ['DE,FR,PT'], ['ES'], true],
  ['country', '!&', ['DE,FR,PT'], ['pt'], true],
  ['country', '!&', ['DE,FR,PT'], ['PT'], false],
  ['country', '!&', ['DE', 'PT'], ['PT'], false],
  ['country', '!&', ['DE,FR,PT'], null, false],
  ['country', '!&', ['DE,FR,PT'], [''], false],
];

describe('an operator', () => {
  it.each(cases)('%s %s %j of %j is %s', (attribute, operator, constants, values, expected) => {
    const filter = aFilter(aGroup('Only', aClause(attribute, operator, ...constants)));

    const { inScope, warnings } = evaluate(filter, values === null ? {} : { [attribute]: values });

    expect({ inScope, warnings }).toEqual({ inScope: expected, warnings: [] });
  });

  it('is defined for every name there is, in the order of the documentation', () => {
    expect([...operators.keys()]).toEqual(operatorNames);
  });

  it.each([
    ['ort', 'REGEX MATCH', true],
    ['ort', 'NOT REGEX MATCH', false],
    ['^ort', 'REGEX MATCH', false],
  ])('that searches for %s finds it within the value: %s is %s', (pattern, operator, expected) => {
    const filter = aFilter(aGroup('Only', aClause('city', operator, pattern)));

    expect(evaluate(filter, { city: ['Porto'] }, 'search').inScope).toBe(expected);
  });

  it.each(['forty', '-5', '4.2', ' 42', '0x2A', '1e3', '٤٢'])(
    'that compares numbers is false of %j and warns without repeating it',
    (value) => {
      const filter = aFilter(aGroup('Only', aClause('employeeId', 'Greater_Than', '7')));

      const { inScope, warnings } = evaluate(filter, { employeeId: [value] });

      expect(inScope).toBe(false);
      expect(warnings).toEqual([
        "Only.employeeId Greater_Than '7' counts as false: the value is no whole number of 0 or more",
      ]);
    },
  );
});

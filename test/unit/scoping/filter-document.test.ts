import { describe, expect, it } from '@jest/globals';
import { filterDocument, inlineFilter, toFilter } from '../../../src/scoping/index.js';
import { aClause, aFilter, aGroup } from './builders.js';

const clause = { sourceOperandName: 'city', operatorName: 'EQUALS', targetOperand: { values: ['Porto'] } };

describe("a filter in Entra's form", () => {
  it.each([
    ['nothing', {}, aFilter()],
    ['an annotation', { '@odata.type': '#microsoft.graph.filter' }, aFilter()],
    ['null lists', { groups: null, inputFilterGroups: null }, aFilter()],
    ['unknown keys', { groups: [{ name: 'A', clauses: [{ ...clause, id: 1 }], x: 1 }], x: 1 }, oneGroup('A')],
    ['no name', { groups: [{ clauses: [clause] }] }, oneGroup('')],
    [
      'no operand',
      { groups: [{ name: 'A', clauses: [{ ...clause, operatorName: 'IS NULL', targetOperand: null }] }] },
      aFilter(aGroup('A', aClause('city', 'IS NULL'))),
    ],
    [
      'numbers and Booleans',
      { groups: [{ name: 'A', clauses: [{ ...clause, targetOperand: { values: [41, true] } }] }] },
      aFilter(aGroup('A', aClause('city', 'EQUALS', '41', 'True'))),
    ],
    ['other lists only', { inputFilterGroups: [] }, aFilter()],
  ])('may have %s', (_, json, expected) => {
    expect(filterDocument.parse(json)).toEqual(expected);
  });

  it.each([
    ['null', null],
    ['a text', 'x'],
    ['a list', []],
    ['a clause without operator', { groups: [{ clauses: [{ sourceOperandName: 'city' }] }] }],
    ['a list that is none', { groups: { name: 'A' } }],
    [
      'a number that has lost digits',
      { groups: [{ clauses: [{ ...clause, targetOperand: { values: [2 ** 60] } }] }] },
    ],
    ['a group in place of the filter', { name: 'A', clauses: [clause] }],
    ['a misspelt list', { Groups: [] }],
  ])('is refused when it is %s', (_, json) => {
    expect(filterDocument.safeParse(json).success).toBe(false);
  });

  function oneGroup(name: string) {
    return aFilter(aGroup(name, aClause('city', 'EQUALS', 'Porto')));
  }
});

describe('inline filters', () => {
  it('stand for groups of clauses', () => {
    const filters = [
      { name: 'Staff', clauses: [{ attribute: 'department', operator: 'EQUALS', value: 'Field Sales' }] },
      {
        name: 'Others',
        clauses: [
          { attribute: 'city', operator: 'IS NULL' },
          { attribute: 'employeeId', operator: 'Greater_Than', value: 41 },
          { attribute: 'accountEnabled', operator: 'EQUALS', values: [true, 'True'] },
        ],
      },
    ];

    expect(toFilter(filters)).toEqual(
      aFilter(
        aGroup('Staff', aClause('department', 'EQUALS', 'Field Sales')),
        aGroup(
          'Others',
          aClause('city', 'IS NULL'),
          aClause('employeeId', 'Greater_Than', '41'),
          aClause('accountEnabled', 'EQUALS', 'True', 'True'),
        ),
      ),
    );
  });

  it.each([
    ['both value and values', { attribute: 'city', operator: 'EQUALS', value: 'a', values: ['b'] }],
    ['a key that is none', { attribute: 'city', operator: 'EQUALS', vaule: 'a' }],
    ['no attribute', { operator: 'EQUALS', value: 'a' }],
  ])('are refused with %s', (_, inline) => {
    expect(inlineFilter.safeParse({ name: 'A', clauses: [inline] }).success).toBe(false);
  });
});

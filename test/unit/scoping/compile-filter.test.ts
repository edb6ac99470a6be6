import { describe, expect, it } from '@jest/globals';
import { attributesOfFilter, compileFilter, FilterError, type Filter } from '../../../src/scoping/index.js';
import { aClause, aFilter, aGroup, options } from './builders.js';

function problemsOf(filter: Filter): FilterError['problems'] {
  try {
    compileFilter(filter, options);
  } catch (error) {
    if (error instanceof FilterError) return error.problems;
    throw error;
  }
  return [];
}

const clausePath = (...rest: readonly (string | number)[]) => ['groups', 0, 'clauses', 0, ...rest];
const OPERATOR = clausePath('operatorName');
const ATTRIBUTE = clausePath('sourceOperandName');
const VALUES = clausePath('targetOperand', 'values');

describe('a clause is refused', () => {
  it.each([
    ['an operator in other letter case', aClause('city', 'Equals', 'x'), OPERATOR, 'did you mean EQUALS?'],
    [
      'a misspelt operator',
      aClause('employeeId', 'GREATER THAN', '1'),
      OPERATOR,
      'did you mean Greater_Than?',
    ],
    ['a strange operator', aClause('city', '==', 'x'), OPERATOR, 'the operators are EQUALS, NOT EQUALS'],
    ['an empty operator', aClause('city', ''), OPERATOR, 'is no operator'],
    ['membership', aClause('city', 'IsMemberOf', 'x'), OPERATOR, 'assign the app to the group'],
    ['a unary operator with a value', aClause('city', 'IS NULL', 'x'), VALUES, 'IS NULL takes no value'],
    ['a binary operator without value', aClause('city', 'EQUALS'), VALUES, 'EQUALS needs a value'],
    [
      'a number of a Boolean',
      aClause('accountEnabled', 'Greater_Than', '1'),
      OPERATOR,
      'accountEnabled is Boolean',
    ],
    ['a text within a Boolean', aClause('accountEnabled', 'Includes', 'T'), OPERATOR, 'use one of EQUALS'],
    ['the truth of a text', aClause('city', 'IS TRUE'), OPERATOR, 'for attributes of type Boolean'],
    [
      'a text within an integer',
      aClause('badgeNumber', 'ENDS_WITH', '1'),
      OPERATOR,
      'badgeNumber is Integer',
    ],
    ['bytes that equal', aClause('thumbprint', 'EQUALS', 'x'), OPERATOR, 'use one of IS NULL, IS NOT NULL'],
    ['an unknown attribute', aClause('departement', 'EQUALS', 'x'), ATTRIBUTE, 'did you mean department?'],
    [
      'a strange attribute',
      aClause('shoeSize', 'EQUALS', 'x'),
      ATTRIBUTE,
      'declare it among the source attributes',
    ],
    ['no attribute', aClause('', 'EQUALS', 'x'), ATTRIBUTE, 'no attribute ""'],
    [
      'a number that is none',
      aClause('employeeId', 'Greater_Than', 'x'),
      [...VALUES, 0],
      'whole number of 0 or more',
    ],
    [
      'a negative number',
      aClause('employeeId', 'Greater_Than_OR_EQUALS', '1', '-1'),
      [...VALUES, 1],
      'whole number',
    ],
    ['a fraction', aClause('employeeId', 'Greater_Than', '4.2'), [...VALUES, 0], 'whole number'],
    [
      'a broken pattern',
      aClause('city', 'REGEX MATCH', 'a', '(b'),
      [...VALUES, 1],
      'of the regular expression',
    ],
    [
      'a broken negative one',
      aClause('city', 'NOT REGEX MATCH', '['),
      [...VALUES, 0],
      'of the regular expression',
    ],
    ['no Boolean for one', aClause('accountEnabled', 'EQUALS', 'yes'), [...VALUES, 0], '"True" or "False"'],
    ['an empty text to look for', aClause('city', 'Includes', ''), [...VALUES, 0], 'use IS NOT NULL'],
    ['an empty end', aClause('city', 'ENDS_WITH', ''), [...VALUES, 0], 'use IS NOT NULL'],
    [
      'a value without end',
      aClause('city', 'EQUALS', 'x'.repeat(10_001)),
      [...VALUES, 0],
      'longer than 10000',
    ],
  ])('with %s', (_, clause, path, text) => {
    const problems = problemsOf(aFilter(aGroup('Only', clause)));

    expect(problems).toEqual([{ path, problem: expect.stringContaining(text) }]);
  });

  it.each([
    'members',
    'Members',
    'appRoleAssignments',
    'userType',
    'manager',
    'proxyAddresses',
    'otherMails',
    'skills',
    'createdDateTime',
    'employeeHireDate',
    'extension_0123456789abcdef0123456789abcdef_teams',
  ])('that looks at %s', (name) => {
    const problems = problemsOf(aFilter(aGroup('Only', aClause(name, 'IS NOT NULL'))));

    expect(problems).toEqual([{ path: ATTRIBUTE, problem: expect.stringContaining(`"${name}": `) }]);
  });

  it('naming no more of a long text than a person reads', () => {
    const [problem] = problemsOf(aFilter(aGroup('Only', aClause('city', 'x'.repeat(5_000), 'x'))));

    expect(problem?.problem.length).toBeLessThan(400);
  });
});

describe('a filter', () => {
  it('is refused with all its mistakes, in every list of groups', () => {
    const filter: Filter = {
      groups: [aGroup('One', aClause('city', 'EQUALS', 'x'), aClause('cty', 'IS NUL', 'x')), aGroup('None')],
      inputFilterGroups: [aGroup('In', aClause('manager', 'IS NULL'))],
      categoryFilterGroups: [aGroup('Kind', aClause('city', 'REGEX MATCH', '('))],
    };

    expect(problemsOf(filter).map(({ path }) => path.join('.'))).toEqual([
      'groups.0.clauses.1.operatorName',
      'groups.0.clauses.1.sourceOperandName',
      'inputFilterGroups.0.clauses.0.sourceOperandName',
      'categoryFilterGroups.0.clauses.0.targetOperand.values.0',
      'groups.1.clauses',
    ]);
  });

  it('names every place in its message', () => {
    const compile = () =>
      compileFilter(aFilter(aGroup('Only', aClause('city', 'equals', 'x')), aGroup('None')), options);

    expect(compile).toThrow(
      'The scoping filter cannot be used:\n' +
        '- groups[0].clauses[0].operatorName: "equals" is no operator; did you mean EQUALS?\n' +
        '- groups[1].clauses: a group needs a clause; add one or remove the group',
    );
  });

  const clause = aClause('city', 'EQUALS', 'x');
  it.each([
    ['groups', aFilter(...Array.from({ length: 101 }, () => aGroup('Many', clause))), ['groups']],
    [
      'clauses',
      aFilter(aGroup('Only', ...Array.from({ length: 101 }, () => clause))),
      ['groups', 0, 'clauses'],
    ],
    [
      'values',
      aFilter(aGroup('Only', aClause('city', 'EQUALS', ...Array.from({ length: 10_001 }, String)))),
      [],
    ],
    ['characters in a name', aFilter(aGroup('x'.repeat(1_001), clause)), ['groups', 0, 'name']],
  ])('with too many %s is refused', (_, filter, path) => {
    expect(problemsOf(filter).map((problem) => problem.path)).toEqual([path]);
  });

  it('suggests the names it is told of', () => {
    const filter = aFilter(aGroup('Only', aClause('shoesize', 'EQUALS', '46')));

    expect(() => compileFilter(filter, { ...options, sourceNames: ['shoeSizes'] })).toThrow(
      'did you mean shoeSizes?',
    );
  });

  it('tells which attributes it looks at, each once', () => {
    const filter: Filter = {
      groups: [aGroup('One', clause, aClause('department', 'IS NULL')), aGroup('Two', clause)],
      inputFilterGroups: [aGroup('In', aClause('mail', 'IS NULL'))],
      categoryFilterGroups: [aGroup('Kind', aClause('country', 'IS NULL'))],
    };

    expect(attributesOfFilter(filter)).toEqual(['city', 'department', 'mail', 'country']);
  });
});

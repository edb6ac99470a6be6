import { describe, expect, it } from '@jest/globals';
import { aClause, aFilter, aGroup, evaluate, sample } from './builders.js';

describe('the sample person', () => {
  it.each([
    ['department', 'EQUALS', ['Field Sales'], true],
    ['department', 'EQUALS', ['field sales'], false],
    ['department', 'NOT EQUALS', ['Legal'], true],
    ['city', 'NOT EQUALS', ['Porto'], false],
    ['city', 'IS NULL', [], true],
    ['department', 'Includes', ['Sales'], true],
    ['userPrincipalName', 'ENDS_WITH', ['@lab.example'], true],
    ['employeeId', 'Greater_Than', ['41'], true],
    ['userPrincipalName', 'REGEX MATCH', ['.*@lab\\.example'], true],
    ['accountEnabled', 'IS TRUE', [], true],
    ['accountEnabled', 'EQUALS', ['true'], true],
    ['accountEnabled', 'NOT EQUALS', ['TRUE'], false],
    ['DEPARTMENT', 'EQUALS', ['Field Sales'], true],
  ])('%s %s %j is %s', (attribute, operator, values, expected) => {
    const filter = aFilter(aGroup('Only', aClause(attribute, operator, ...values)));

    expect(evaluate(filter, sample).inScope).toBe(expected);
  });
});

const yes = aClause('department', 'EQUALS', 'Field Sales');
const no = aClause('department', 'EQUALS', 'Legal');

describe('a filter', () => {
  it.each([
    ['nothing', [], true],
    ['yes', [[yes]], true],
    ['no', [[no]], false],
    ['yes and no', [[yes, no]], false],
    ['no, or yes', [[no], [yes]], true],
    [
      'yes and no, or no and yes',
      [
        [yes, no],
        [no, yes],
      ],
      false,
    ],
    [
      'no and no, or yes and yes',
      [
        [no, no],
        [yes, yes],
      ],
      true,
    ],
  ])('that says %s: in scope is %s', (_, groups, expected) => {
    const filter = aFilter(...groups.map((clauses, index) => aGroup(`Group ${index}`, ...clauses)));

    expect(evaluate(filter, sample).inScope).toBe(expected);
  });

  it('answers its three lists of groups one by one', () => {
    const filter = {
      groups: [aGroup('Meant', yes)],
      inputFilterGroups: [aGroup('Read', no)],
      categoryFilterGroups: [aGroup('Kind', no), aGroup('Other kind', yes)],
    };

    const { inScope, isRead, applies } = evaluate(filter, sample);

    expect({ inScope, isRead, applies }).toEqual({ inScope: true, isRead: false, applies: true });
  });

  it('finds several values of an attribute that was declared to have one', () => {
    const filter = aFilter(
      aGroup('Only', aClause('city', 'EQUALS', 'Porto'), aClause('city', 'NOT EQUALS', 'Faro')),
    );

    expect(evaluate(filter, { city: ['Lisbon', 'Porto'] }).inScope).toBe(true);
    expect(evaluate(filter, { city: ['Faro', 'Porto'] }).inScope).toBe(false);
  });
});

describe('the trace', () => {
  it('is empty where there is no filter', () => {
    expect(evaluate(aFilter(), sample).trace).toEqual({});
  });

  it('has every clause of every group, also behind one that decided', () => {
    const filter = aFilter(
      aGroup('Field staff', no, aClause('jobTitle', 'IS NOT NULL')),
      aGroup('Contractors', aClause('employeeType', 'EQUALS', 'Contractor', 'Vendor')),
      aGroup('', aClause('userPrincipalName', 'ENDS_WITH', '@lab.example')),
    );

    expect(evaluate(filter, sample).trace).toEqual({
      "Field staff.department EQUALS 'Legal'": false,
      'Field staff.jobTitle IS NOT NULL': false,
      "Contractors.employeeType EQUALS 'Contractor', 'Vendor'": false,
      "Filter 3.userPrincipalName ENDS_WITH '@lab.example'": true,
    });
  });

  it('keeps the answers of different clauses apart where their texts are the same', () => {
    const filter = aFilter(
      aGroup('Only', aClause('city', 'EQUALS', "Porto', 'Faro")),
      aGroup('Only', aClause('city', 'EQUALS', 'Porto', 'Faro')),
      aGroup('Only', aClause('city', 'EQUALS', 'Porto', 'Faro')),
    );

    expect(evaluate(filter, { city: ['Faro'] }).trace).toEqual({
      "Only.city EQUALS 'Porto', 'Faro'": false,
      "Only.city EQUALS 'Porto', 'Faro' (2)": true,
    });
  });

  it('repeats no value of the person', () => {
    const filter = aFilter(
      aGroup('Only', aClause('employeeId', 'Greater_Than', '1'), aClause('city', 'REGEX MATCH', '.*')),
    );

    const evaluation = evaluate(filter, { employeeId: ['hunter2'], city: ['hunter2'] });

    expect(JSON.stringify(evaluation)).not.toContain('hunter2');
  });
});

describe('a regular expression that takes too long', () => {
  const endless = (count: number) => `(?=(a+)+$)a*b{${count}}`;
  const attributes = { city: [`${'a'.repeat(60)}c`] };

  it.each(['REGEX MATCH', 'NOT REGEX MATCH'])('makes %s false and warns', (operator) => {
    const evaluation = evaluate(aFilter(aGroup('Only', aClause('city', operator, endless(1)))), attributes);

    const title = `Only.city ${operator} '${endless(1)}'`;
    expect(evaluation).toMatchObject({
      inScope: false,
      trace: { [title]: false },
      warnings: [`${title} counts as false: the regular expression took too long on the value`],
    });
  });

  it('is followed by few others, and never keeps other operators from being asked', () => {
    const patterns = Array.from({ length: 50 }, (_, index) =>
      aClause('city', 'REGEX MATCH', endless(index + 1)),
    );
    const filter = aFilter(aGroup('Slow', ...patterns), aGroup('Quick', aClause('city', 'ENDS_WITH', 'c')));

    const { inScope, warnings } = evaluate(filter, attributes);

    expect(inScope).toBe(true);
    expect(warnings.filter((warning) => warning.endsWith('was not tried'))).toHaveLength(46);
  });
});

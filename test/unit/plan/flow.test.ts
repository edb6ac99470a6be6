import { describe, expect, it } from '@jest/globals';
import { changesTo, flowOfCreation, type PlanRules } from '../../../src/plan/index.js';
import type { InlineMapping } from '../../../src/schema/inline-mappings.js';
import type { TargetValues } from '../../../src/schema/model.js';
import { anAttribute, compiled, userName, type SchemaParts } from '../schema/some-schema.js';
import { aLink, aRole, aUser, defaultAccess, noMatch, plan, someRules } from './builders.js';

const BADGE = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User:badge';
const TAGS = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User:tags';
const tags = anAttribute(TAGS, { multivalued: true });

function changed(
  mapping: InlineMapping,
  current: TargetValues,
  yielded: TargetValues,
  schema: SchemaParts = {},
): readonly unknown[] {
  const { mappings } = compiled([userName, mapping], schema);
  const [, second] = mappings;
  const empty = new Set(second !== undefined && yielded[second.path] === undefined ? [second.path] : []);
  return changesTo(current, { values: yielded, empty }, mappings).map((change) => ({
    ...change,
    path: undefined,
  }));
}

describe('what flows to an existing account', () => {
  it.each<[string, TargetValues, TargetValues]>([
    ['letter case', { title: 'CTO' }, { title: 'cto' }],
    ['what the source lacks', { title: 'CTO' }, {}],
    ['what is not mapped', { title: 'CTO', nickName: 'x' }, { title: 'CTO' }],
  ])('is nothing for %s', (_, current, yielded) => {
    expect(changed({ target: 'title', source: 'jobTitle' }, current, yielded)).toEqual([]);
  });

  it.each<[string, InlineMapping, TargetValues, TargetValues, unknown]>([
    [
      'another text',
      { target: 'title', source: 'jobTitle' },
      { title: 'CTO' },
      { title: 'CEO' },
      { oldValue: 'CTO', newValue: 'CEO' },
    ],
    [
      'a first text',
      { target: 'title', source: 'jobTitle' },
      {},
      { title: 'CEO' },
      { oldValue: null, newValue: 'CEO' },
    ],
    [
      'an empty text',
      { target: 'title', source: 'jobTitle' },
      { title: 'CTO' },
      { title: '' },
      { oldValue: 'CTO', newValue: '' },
    ],
    [
      'a Boolean',
      { target: 'active', source: 'accountEnabled' },
      { active: false },
      { active: true },
      { oldValue: false, newValue: true },
    ],
    [
      'case where it is exact',
      { target: 'externalId', source: 'objectId' },
      { externalId: 'A' },
      { externalId: 'a' },
      { oldValue: 'A', newValue: 'a' },
    ],
    [
      'what is equal, under FlowAlways',
      { target: 'title', source: 'jobTitle', flowBehavior: 'FlowAlways' },
      { title: 'CTO' },
      { title: 'CTO' },
      { oldValue: 'CTO', newValue: 'CTO' },
    ],
    [
      'a first value, when empty',
      { target: 'title', source: 'jobTitle', apply: 'when-empty' },
      {},
      { title: 'CTO' },
      { oldValue: null, newValue: 'CTO' },
    ],
    [
      'a first value, adding',
      { target: 'title', source: 'jobTitle', apply: 'add-values' },
      {},
      { title: 'CTO' },
      { oldValue: null, newValue: 'CTO' },
    ],
    [
      'one value, adding to lists only',
      { target: 'title', source: 'jobTitle', apply: 'add-multi-values' },
      { title: 'CTO' },
      { title: 'CEO' },
      { oldValue: 'CTO', newValue: 'CEO' },
    ],
    [
      'a default where the account has nothing',
      { target: 'title', default: 'Guest' },
      {},
      {},
      { oldValue: null, newValue: 'Guest' },
    ],
    [
      'a redacted value',
      { target: 'title', expression: 'Redact([jobTitle])' },
      {},
      { title: 'CTO' },
      { oldValue: null, newValue: 'CTO', isRedacted: true },
    ],
  ])('is %s', (_, mapping, current, yielded, change) => {
    expect(changed(mapping, current, yielded)).toEqual([change]);
  });

  it.each<[string, InlineMapping, TargetValues, TargetValues]>([
    [
      'a value there is, when empty',
      { target: 'title', source: 'jobTitle', apply: 'when-empty' },
      { title: 'CTO' },
      { title: 'CEO' },
    ],
    [
      'a single value there is, adding',
      { target: 'title', source: 'jobTitle', apply: 'add-values' },
      { title: 'CTO' },
      { title: 'CEO' },
    ],
    [
      'creation only',
      { target: 'title', source: 'jobTitle', apply: 'create' },
      { title: 'CTO' },
      { title: 'CEO' },
    ],
    [
      'a default where the account has something',
      { target: 'title', default: 'Guest' },
      { title: 'CTO' },
      {},
    ],
    [
      'the default of a mapping with a source',
      { target: 'title', source: 'jobTitle', default: 'Guest' },
      {},
      {},
    ],
  ])('leaves alone %s', (_, mapping, current, yielded) => {
    expect(changed(mapping, current, yielded)).toEqual([]);
  });

  it.each<[string, InlineMapping['apply'], readonly string[], unknown]>([
    ['replaced', 'always', ['b', 'c'], [{ oldValue: ['a', 'b'], newValue: ['b', 'c'] }]],
    ['equal in another order and case', 'always', ['B', 'a'], []],
    ['added to', 'add-values', ['b', 'c'], [{ oldValue: ['a', 'b'], newValue: ['a', 'b', 'c'], adds: true }]],
    [
      'added to, lists only',
      'add-multi-values',
      ['c'],
      [{ oldValue: ['a', 'b'], newValue: ['a', 'b', 'c'], adds: true }],
    ],
    ['complete already', 'add-values', ['A'], []],
  ])('a list is %s', (_, apply, yielded, expected) => {
    const mapping = { target: TAGS, expression: 'Split([department], ",")', apply };

    expect(
      changed(mapping, { [TAGS]: ['a', 'b'] }, { [TAGS]: yielded }, { targetAttributes: [tags] }),
    ).toEqual(expected);
  });

  it('adds to a list of which nothing is known: the account may hold what others gave it', () => {
    const mapping: InlineMapping = {
      target: TAGS,
      expression: 'Split([department], ",")',
      apply: 'add-values',
    };

    expect(changed(mapping, {}, { [TAGS]: ['a'] }, { targetAttributes: [tags] })).toEqual([
      { oldValue: null, newValue: ['a'], adds: true },
    ]);
  });

  it.each<[InlineMapping['apply'], unknown]>([
    ['add-values', []],
    ['add-multi-values', [{ oldValue: '1', newValue: '2' }]],
  ])('makes no list of one value by %s where nobody said that there may be several', (apply, expected) => {
    const mapping: InlineMapping = { target: BADGE, source: 'employeeId', apply };

    expect(changed(mapping, { [BADGE]: '1' }, { [BADGE]: '2' })).toEqual(expected);
  });

  it('never changes an attribute that is immutable', () => {
    const targetAttributes = [anAttribute(BADGE, { mutability: 'Immutable' })];

    expect(
      changed(
        { target: BADGE, source: 'employeeId' },
        { [BADGE]: '1' },
        { [BADGE]: '2' },
        { targetAttributes },
      ),
    ).toEqual([]);
  });

  it.each([
    [true, true, 'always', [{ oldValue: 'CTO', newValue: null }]],
    [true, true, 'add-multi-values', [{ oldValue: 'CTO', newValue: null }]],
    [true, true, 'add-values', []],
    [true, true, 'when-empty', []],
    [true, true, 'create', []],
    [true, false, 'always', []],
    [false, true, 'always', []],
  ] as const)(
    'clears the target only where mapping (%s), source attribute (%s) and flow type (%s) allow it',
    (mapping, attribute, apply, expected) => {
      const sourceAttributes = [anAttribute('jobTitle', { flowNullValues: attribute })];

      expect(
        changed(
          { target: 'title', source: 'jobTitle', flowNullValues: mapping, apply },
          { title: 'CTO' },
          {},
          { sourceAttributes },
        ),
      ).toEqual(expected);
    },
  );
});

describe('a plan by the mapping language', () => {
  const rules = (...mappings: readonly InlineMapping[]): PlanRules =>
    someRules({ mappings: [userName, ...mappings] });

  it('writes integers as numbers and sends what is declared to be exact', () => {
    const planned = plan(
      aUser({ attributes: { employeeId: ['00042'] } }),
      aLink({ exported: { userName: 'ann@x.example', [BADGE]: 41 } }),
      null,
      someRules({
        mappings: [userName, { target: BADGE, source: 'employeeId' }],
        schema: { targetAttributes: [anAttribute(BADGE, { type: 'Integer' })] },
      }),
    );

    expect(planned).toMatchObject({
      action: 'update',
      changes: [{ path: BADGE, oldValue: 41, newValue: 42 }],
    });
  });

  it('compares letter by letter what is declared caseExact', () => {
    const given = (caseExact: boolean) =>
      plan(
        aUser({ attributes: { department: ['field sales'] } }),
        aLink({ exported: { userName: 'ann@x.example', [BADGE]: 'Field Sales' } }),
        null,
        someRules({
          mappings: [userName, { target: BADGE, source: 'department' }],
          schema: { targetAttributes: [anAttribute(BADGE, { caseExact })] },
        }),
      ).action;

    expect([given(true), given(false)]).toEqual(['update', 'skip']);
  });

  it('cannot create an account without a declared required value', () => {
    const planned = plan(
      aUser(),
      null,
      noMatch,
      someRules({
        mappings: [userName, { target: BADGE, source: 'employeeId' }],
        schema: { targetAttributes: [anAttribute(BADGE, { required: true })] },
      }),
    );

    expect(planned).toMatchObject({ action: 'fail', errorCode: 'MandatoryFieldsMissing' });
    expect(planned).toHaveProperty('description', expect.stringContaining(BADGE));
  });

  it('applies no default where the flow was dropped', () => {
    const mapping = { target: 'title', default: 'Guest' };
    const create = (expression: string) => plan(aUser(), null, noMatch, rules({ ...mapping, expression }));

    expect(create('IgnoreFlowIfNullOrEmpty([jobTitle])')).toMatchObject({
      values: { userName: 'ann@x.example' },
    });
    expect(create('IgnoreFlowIfNullOrEmpty([jobTitle])')).not.toHaveProperty('values.title');
    expect(create('Append([jobTitle], "!")')).toHaveProperty('values.title', 'Guest');
  });

  it.each([
    ['no account', null],
    ['an account', aLink()],
  ])('leaves alone an object that objectFilter ignores, with %s', (_, link) => {
    const filter = {
      target: 'objectFilter',
      expression: 'IIF([department] = "HQ", IgnoreObjectFlow, "False")',
    };
    const at = (department: string) =>
      plan(aUser({ attributes: { department: [department] } }), link, noMatch, rules(filter));

    expect(at('HQ')).toMatchObject({ action: 'skip', reason: 'EntrySynchronizationSkipped' });
    expect(at('Field').action).toBe(link === null ? 'create' : 'skip');
  });

  it('leaves alone who is not read', () => {
    const filter = {
      name: 'Staff',
      clauses: [
        { sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['HQ'] } },
      ],
    };
    const scope = { groups: [], inputFilterGroups: [filter], categoryFilterGroups: [] };
    const given = plan(aUser({ roles: [] }), aLink(), null, someRules({ schema: { scope } }));

    expect(given).toMatchObject({ action: 'skip', reason: 'EntrySynchronizationSkipped' });
  });

  it.each([
    ['without an account is passed over', null, { action: 'skip', reason: 'NotInScope' }],
    [
      'with an account is disabled',
      aLink(),
      { action: 'disable', changes: [{ path: 'active', newValue: false }] },
    ],
  ])('a person whom the filter leaves out and %s, with the reason', (_, link, expected) => {
    const clause = {
      sourceOperandName: 'department',
      operatorName: 'EQUALS',
      targetOperand: { values: ['HQ'] },
    };
    const scope = {
      groups: [{ name: 'HQ only', clauses: [clause] }],
      inputFilterGroups: [],
      categoryFilterGroups: [],
    };
    const planned = plan(
      aUser({ attributes: { department: ['Field'] } }),
      link,
      null,
      someRules({ schema: { scope } }),
    );

    expect(planned).toMatchObject(expected);
    expect(planned.steps[1]?.details).toMatchObject({
      'Scoping filter evaluation passed': 'False',
      ScopeEvaluationResult: `{"HQ only.department EQUALS 'HQ'":false}`,
    });
  });

  it.each<[string, string, string, unknown, unknown]>([
    [
      'the complex function adds',
      'AppRoleAssignmentsComplex([appRoleAssignments])',
      'roles',
      [{ value: 'Old', display: 'Old', type: 'WindowsAzureActiveDirectoryRole', primary: false }],
      { adds: true, newValue: [{ value: 'Old' }, { value: 'user' }] },
    ],
    [
      'the assertive function replaces',
      'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])',
      'roles',
      [{ value: 'Old', display: 'Old', type: 'WindowsAzureActiveDirectoryRole', primary: false }],
      { newValue: [{ value: 'user' }] },
    ],
    [
      'the single function sets one value',
      'SingleAppRoleAssignment([appRoleAssignments])',
      'roles[primary eq "True"].value',
      'Old',
      { newValue: 'user' },
    ],
  ])('app roles: %s', (_, expression, target, current, change) => {
    const planned = plan(
      aUser(),
      aLink({ exported: { userName: 'ann@x.example', [target]: current } as TargetValues }),
      null,
      rules({ target, expression }),
    );

    expect(planned).toMatchObject({ action: 'update', changes: [change] });
  });

  it('a single role is created with its type, and no role with nothing', () => {
    const role = {
      target: 'roles[primary eq "True"].value',
      expression: 'SingleAppRoleAssignment([appRoleAssignments])',
    };

    expect(plan(aUser(), null, noMatch, rules(role))).toMatchObject({
      values: {
        'roles[primary eq "True"].value': 'user',
        'roles[primary eq "True"].type': 'WindowsAzureActiveDirectoryRole',
      },
    });
    const roleless = plan(aUser({ roles: [defaultAccess] }), null, noMatch, {
      ...rules(role),
      defaultAccessRole: 'include',
    });
    expect(roleless).toMatchObject({ action: 'create', values: { userName: 'ann@x.example' } });
    expect(Object.keys(roleless.action === 'create' ? roleless.values : {})).toEqual(['userName']);
  });

  it('warns of several roles where one counts', () => {
    const role = {
      target: 'roles[primary eq "True"].value',
      expression: 'SingleAppRoleAssignment([appRoleAssignments])',
    };
    const several = aUser({
      roles: [aRole({ appRoleId: 'r2', value: 'Viewer' }), aRole({ value: 'Editor' })],
    });
    const planned = plan(several, null, noMatch, rules(role));

    expect(planned).toHaveProperty(
      'values',
      expect.objectContaining({ 'roles[primary eq "True"].value': 'Editor' }),
    );
    expect(planned.steps.filter(({ status }) => status === 'warning')).toHaveLength(1);
  });

  it('carries the candidates of a unique value to the create', () => {
    const mapping: InlineMapping = {
      target: 'nickName',
      expression: 'SelectUniqueValue([mailNickname], Append([mailNickname], "2"))',
      apply: 'create',
    };

    expect(plan(aUser(), null, noMatch, rules(mapping))).toMatchObject({
      values: { nickName: 'ann' },
      uniqueValues: [{ path: 'nickName', candidates: ['ann', 'ann2'] }],
    });
  });

  it.each([
    ['no account', null],
    ['an account', aLink()],
  ])('fails, and neither gives nor takes, while a filter cannot be decided: %s', (_, link) => {
    const clause = {
      sourceOperandName: 'department',
      operatorName: 'NOT REGEX MATCH',
      targetOperand: { values: ['(?=(a+)+$)b'] },
    };
    const scope = {
      groups: [{ name: 'Slow', clauses: [clause] }],
      inputFilterGroups: [],
      categoryFilterGroups: [],
    };
    const rules = someRules({ schema: { scope } });

    expect(
      plan(aUser({ attributes: { department: [`${'a'.repeat(40)}!`] } }), link, null, rules),
    ).toMatchObject({
      action: 'fail',
      errorCode: 'ExpressionEvaluationError',
    });
  });

  it('keeps what an account has that turns out to exist, in place of a default', () => {
    const withDefault = rules({ target: 'title', source: 'jobTitle', default: 'Guest' });
    const create = plan(aUser(), null, noMatch, withDefault);
    const flowing = flowOfCreation(create.action === 'create' ? create.changes : []);

    expect(create).toMatchObject({ values: { title: 'Guest' } });
    expect(
      changesTo({ userName: 'ann@x.example', title: 'CEO' }, flowing, withDefault.mapping.mappings),
    ).toEqual([]);
  });

  it('lets a filter ask for IsSoftDeleted as assignment and directory have it', () => {
    const clause = {
      sourceOperandName: 'IsSoftDeleted',
      operatorName: 'IS FALSE',
      targetOperand: { values: [] },
    };
    const groups = [{ name: 'Active', clauses: [clause] }];
    const rules = someRules({
      schema: { scope: { groups, inputFilterGroups: [], categoryFilterGroups: [] } },
    });

    expect(plan(aUser(), null, noMatch, rules)).toMatchObject({ action: 'create' });
    expect(plan(aUser({ isActive: false }), aLink(), null, rules)).toMatchObject({ action: 'disable' });
  });
});

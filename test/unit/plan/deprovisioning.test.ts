import { describe, expect, it } from '@jest/globals';
import type { Link, PlannedOperation, SkipReason, Subject } from '../../../src/plan/model.js';
import type { PlanRules } from '../../../src/plan/index.js';
import { aClause, aFilter, aGroup as aFilterGroup } from '../scoping/builders.js';
import {
  aGroup,
  aLink,
  aUser,
  defaultMappings,
  everyCapability,
  exportedOfSales,
  groupCapabilities,
  noMatch,
  plan,
  someGroupRules,
  someRules,
  updatableOfAnn,
} from './builders.js';

/** What a table's cell says: an action, or why there is none. */
const inWords = (operation: PlannedOperation): string =>
  operation.action === 'skip' ? operation.reason : operation.action;

const named = (name: string): Pick<Subject, 'attributes'> => ({ attributes: { displayName: [name] } });
const scope = aFilter(aFilterGroup('Not leaving', aClause('displayName', 'NOT EQUALS', 'Leaving')));

const events = {
  unassigned: { roles: [] },
  filtered: named('Leaving'),
  blocked: { isActive: false },
  softDeleted: { state: 'softDeleted', roles: [] },
  deleted: { state: 'deleted', roles: [] },
} as const satisfies Record<string, Partial<Subject>>;
type Event = keyof typeof events;
const eventNames = Object.keys(events) as readonly Event[];

const REASONS: Readonly<Record<string, SkipReason>> = {
  capability: 'CapabilityNotSupported',
  action: 'TargetObjectActionDisabled',
  outOfScope: 'OutOfScopeDeletionSkipped',
  nothing: 'EntrySynchronizationSkipped',
};
/** `cells`: what happens to whoever is unassigned, filtered out, blocked, in the recycle bin, deleted for good. */
type Row = readonly [name: string, rules: Parameters<typeof someRules>[0], cells: string];

const meantBy = (cell: string): string => REASONS[cell] ?? cell;

const cannot = (...names: readonly (keyof PlanRules['capabilities'])[]) => ({
  ...everyCapability,
  ...Object.fromEntries(names.map((name) => [name, false])),
});
const unmapped = defaultMappings.filter(({ target }) => target !== 'active');

const userTable: readonly Row[] = [
  ['everything is allowed', {}, 'disable disable disable disable delete'],
  [
    'out-of-scope deletions are skipped',
    { skipsOutOfScopeDeletions: true },
    'outOfScope outOfScope disable disable delete',
  ],
  [
    'the app cannot disable and accounts are left',
    { capabilities: cannot('disable') },
    'capability capability capability capability delete',
  ],
  [
    'the app cannot disable and accounts are deleted instead',
    { capabilities: cannot('disable'), withoutDisabling: 'delete' },
    'delete delete delete delete delete',
  ],
  [
    'accounts are deleted instead and out-of-scope deletions are skipped',
    { capabilities: cannot('disable'), withoutDisabling: 'delete', skipsOutOfScopeDeletions: true },
    'outOfScope outOfScope delete delete delete',
  ],
  [
    'accounts are to be deleted instead and the app cannot delete',
    { capabilities: cannot('disable', 'delete'), withoutDisabling: 'delete' },
    'capability capability capability capability capability',
  ],
  [
    'accounts are to be deleted instead and the mapping does not delete',
    { capabilities: cannot('disable'), withoutDisabling: 'delete', flowTypes: ['Add', 'Update'] },
    'action action action action action',
  ],
  [
    'the app can do either and would delete if it could not disable',
    { withoutDisabling: 'delete' },
    'disable disable disable disable delete',
  ],
  ['the app cannot delete', { capabilities: cannot('delete') }, 'disable disable disable disable disable'],
  [
    'the mapping does not delete',
    { flowTypes: ['Add', 'Update'] },
    'disable disable disable disable disable',
  ],
  ['the mapping does not update', { flowTypes: ['Add', 'Delete'] }, 'action action action action delete'],
  ['the mapping only creates', { flowTypes: ['Add'] }, 'action action action action action'],
  [
    'the mapping does not create',
    { flowTypes: ['Update', 'Delete'] },
    'disable disable disable disable delete',
  ],
  ['IsSoftDeleted is not mapped', { mappings: unmapped }, 'nothing nothing nothing nothing delete'],
  [
    'IsSoftDeleted is not mapped and the app cannot delete',
    { mappings: unmapped, capabilities: cannot('delete') },
    'nothing nothing nothing nothing nothing',
  ],
  [
    'the app can neither disable nor delete',
    { capabilities: cannot('disable', 'delete') },
    'capability capability capability capability capability',
  ],
  [
    'the app cannot change accounts otherwise',
    { capabilities: cannot('update') },
    'disable disable disable disable delete',
  ],
];

/** A group has nothing that could be disabled. `blocked`: security is switched off. */
const groupTable: readonly Row[] = [
  ['everything is allowed', {}, 'delete delete delete delete delete'],
  [
    'out-of-scope deletions are skipped',
    { skipsOutOfScopeDeletions: true },
    'outOfScope outOfScope delete delete delete',
  ],
  [
    'the app cannot delete groups',
    { capabilities: { ...groupCapabilities, delete: false } },
    'capability capability capability capability capability',
  ],
  ['the mapping does not delete', { flowTypes: ['Add', 'Update'] }, 'action action action action action'],
  ['the mapping does not update', { flowTypes: ['Add', 'Delete'] }, 'delete delete delete delete delete'],
  [
    'accounts would be deleted instead of disabled',
    { withoutDisabling: 'delete' },
    'delete delete delete delete delete',
  ],
];

const cases = (table: readonly Row[]) =>
  table.flatMap(([name, rules, cells]) =>
    cells.split(' ').map((cell, column) => ({ name, rules, event: required(eventNames[column]), cell })),
  );
const withScope = (rules: Parameters<typeof someRules>[0]) => ({ ...rules, schema: { scope } });
const groupLink = (changes: Partial<Link> = {}): Link => aLink({ exported: exportedOfSales, ...changes });

describe('the account of a user who', () => {
  it.each(cases(userTable))('is $event, where $name: $cell', ({ rules, event, cell }) => {
    const operation = plan(aUser(events[event]), aLink(), null, someRules(withScope(rules)));

    expect(inWords(operation)).toBe(meantBy(cell));
    expect(operation.targetId).toBe('t1');
    if (operation.action === 'disable')
      expect(operation.changes).toEqual([{ path: 'active', oldValue: true, newValue: false }]);
  });

  it.each(cases(userTable).filter(({ event }) => event !== 'blocked'))(
    'is $event and not managed any more is left alone, where $name',
    ({ rules, event }) => {
      const link = aLink({ state: 'unmanaged', exported: { ...updatableOfAnn, active: false } });

      expect(plan(aUser(events[event]), link, null, someRules(withScope(rules)))).toMatchObject({
        action: 'skip',
        reason: 'EntrySynchronizationSkipped',
        values: null,
      });
    },
  );

  it.each(cases(userTable))('is $event and never had one is passed over, where $name', ({ rules, event }) => {
    expect(plan(aUser(events[event]), null, noMatch, someRules(withScope(rules)))).toMatchObject({
      action: 'skip',
      reason: event === 'filtered' ? 'NotInScope' : 'NotEffectivelyEntitled',
      values: null,
      targetId: null,
    });
  });
});

describe('a user who lost the app, and is assigned again while blocked', () => {
  it.each([
    ['stays disabled', { ...updatableOfAnn, active: false }, 'RedundantExport'],
    ['is disabled again where someone enabled the account by hand', updatableOfAnn, 'disable'],
  ])('%s', (_, exported, expected) => {
    const link = aLink({ state: 'unmanaged', exported });

    expect(inWords(plan(aUser(events.blocked), link, null, someRules()))).toBe(expected);
  });

  it('is left alone if blocked and not assigned', () => {
    const link = aLink({ state: 'unmanaged' });

    expect(inWords(plan(aUser({ isActive: false, roles: [] }), link, null, someRules()))).toBe(
      'EntrySynchronizationSkipped',
    );
  });
});

describe('a disabled account whose user', () => {
  const disabled = aLink({ exported: { ...updatableOfAnn, active: false } });

  it.each(eventNames.filter((event) => event !== 'deleted'))('is %s is not disabled again', (event) => {
    expect(inWords(plan(aUser(events[event]), disabled, null, someRules(withScope({}))))).toBe(
      'RedundantExport',
    );
  });

  it.each<[string, Parameters<typeof someRules>[0], string]>([
    ['is deleted', {}, 'delete'],
    ['cannot be', { capabilities: cannot('delete') }, 'CapabilityNotSupported'],
    ['may not be', { flowTypes: ['Add', 'Update'] }, 'TargetObjectActionDisabled'],
  ])('is deleted for good %s', (_, rules, expected) => {
    expect(inWords(plan(aUser(events.deleted), disabled, null, someRules(rules)))).toBe(expected);
  });
});

describe('a group that', () => {
  it.each(cases(groupTable))('is $event, where $name: $cell', ({ rules, event, cell }) => {
    const operation = plan(aGroup(events[event]), groupLink(), null, someGroupRules(withScope(rules)));

    expect(inWords(operation)).toBe(meantBy(cell));
    expect(operation.targetId).toBe('t1');
  });

  it.each(cases(groupTable).filter(({ event }) => event !== 'blocked'))(
    'is $event and not managed any more is left alone, where $name',
    ({ rules, event }) => {
      const operation = plan(
        aGroup(events[event]),
        groupLink({ state: 'unmanaged' }),
        null,
        someGroupRules(withScope(rules)),
      );

      expect(inWords(operation)).toBe('EntrySynchronizationSkipped');
    },
  );

  it.each(eventNames)('is %s and not in the app is not looked for', (event) => {
    expect(plan(aGroup(events[event]), null, null, someGroupRules(withScope({})))).toMatchObject({
      action: 'skip',
      reason: event === 'filtered' ? 'NotInScope' : 'NotEffectivelyEntitled',
    });
  });
});

describe('whoever comes back', () => {
  it.each<[string, Link, object]>([
    [
      'after the app was lost',
      aLink({ state: 'unmanaged', exported: { ...updatableOfAnn, active: false } }),
      {},
    ],
    ['after being blocked', aLink({ exported: { ...updatableOfAnn, active: false } }), {}],
    [
      'restored',
      aLink({ exported: { ...updatableOfAnn, active: false } }),
      { skipsOutOfScopeDeletions: true },
    ],
  ])('%s is enabled again, with the same account', (_, link, rules) => {
    expect(plan(aUser(), link, null, someRules(rules))).toMatchObject({
      action: 'update',
      targetId: 't1',
      changes: [{ path: 'active', oldValue: false, newValue: true }],
    });
  });

  it('is looked for like somebody new once the account was deleted', () => {
    expect(plan(aUser(), null, noMatch)).toMatchObject({ action: 'create' });
  });
});

function required(event: Event | undefined): Event {
  if (event === undefined) throw new Error('A row of the table has more cells than there are events');
  return event;
}

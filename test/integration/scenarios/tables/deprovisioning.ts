import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { App, Scenario } from '../harness/scenario.js';

const disabling = [{ op: 'replace', path: 'active', value: false }];
const enabling = [{ op: 'replace', path: 'active', value: true }];

/** Only accounts are of interest: the app's groups are left alone. */
const withoutGroups: Partial<App> = { groups: { provision: false } };

const inSales: Partial<App> = {
  scopingFilters: [
    { name: 'Sales', clauses: [{ attribute: 'department', operator: 'EQUALS', value: 'Sales' }] },
  ],
};

/** An app in which accounts are there or not, and nothing between. */
const withoutDisabling = (instead: 'delete' | 'leave'): Partial<App> => ({
  connector: 'on-or-off',
  connectorProfile: {
    extends: 'generic-scim',
    capabilities: { users: { disable: false } },
    withoutDisabling: instead,
  },
});

const withoutActive: Partial<App> = {
  mappings: [
    { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
    { target: 'displayName', source: 'displayName', apply: 'always' },
  ],
};

const adaAndBob = tenant({ people: ['ada', 'bob'], assigned: ['ada', 'bob'] });
const bothCreated = { writes: { 'POST /Users': 2 }, accounts: { ada: 'active', bob: 'active' } } as const;
const adaDisabled = {
  writes: { 'PATCH /Users/ada': 1 },
  bodies: { 'PATCH /Users/ada': [disabling] },
  accounts: { ada: 'disabled', bob: 'active' },
  log: ['disable ada: success'],
} as const;
const adaEnabled = {
  writes: { 'PATCH /Users/ada': 1 },
  bodies: { 'PATCH /Users/ada': [enabling] },
  accounts: { ada: 'active', bob: 'active' },
  log: ['update ada: success'],
} as const;
const adaDeleted = {
  writes: { 'DELETE /Users/ada': 1 },
  accounts: { bob: 'active' },
  log: ['delete ada: success'],
} as const;

/** Accounts of people who lose the app, and what becomes of them later. */
export const deprovisioning: readonly Scenario[] = [
  {
    name: 'somebody who is unassigned is disabled',
    isGeneric: true,
    proves: { deprovisioning: 'unassigned: disabled' },
    directory: adaAndBob,
    initially: bothCreated,
    then: [{ when: [events.unassign('ada')], expect: adaDisabled }],
  },
  {
    name: 'somebody who is assigned again is enabled again, as the same account',
    isGeneric: true,
    proves: { deprovisioning: 'back in scope: enabled' },
    directory: adaAndBob,
    initially: bothCreated,
    then: [
      { when: [events.unassign('ada')], expect: adaDisabled },
      { when: [events.assign('ada')], expect: adaEnabled },
    ],
  },
  {
    name: 'what changed while somebody was unassigned is written when they come back',
    directory: adaAndBob,
    initially: bothCreated,
    then: [
      { when: [events.unassign('ada')], expect: adaDisabled },
      {
        when: [events.change('ada', { jobTitle: 'Director' })],
        expect: { writes: {}, log: ['skip ada: EntrySynchronizationSkipped'] },
      },
      {
        when: [events.assign('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          accounts: { ada: { active: true, title: 'Director' }, bob: 'active' },
        },
      },
    ],
  },
  {
    name: 'somebody who leaves the group that they are assigned through is disabled',
    proves: { deprovisioning: 'assigned through a group no more: disabled' },
    directory: tenant({ people: ['ada', 'bob'], groups: { Sales: ['ada', 'bob'] }, assigned: ['Sales'] }),
    app: withoutGroups,
    initially: { ...bothCreated, groups: {} },
    then: [{ when: [events.leave('Sales', 'ada')], expect: adaDisabled }],
  },
  {
    name: 'the members of a group that is unassigned are disabled, but for who is assigned as well',
    proves: { deprovisioning: 'assigned through a group no more: disabled' },
    directory: tenant({
      people: ['ada', 'bob'],
      groups: { Sales: ['ada', 'bob'] },
      assigned: ['Sales', 'bob'],
    }),
    app: withoutGroups,
    initially: bothCreated,
    then: [{ when: [events.unassign('Sales')], expect: { ...adaDisabled, log: undefined } }],
  },
  {
    name: 'somebody whom the scoping filter leaves out is disabled, and enabled when it does not any more',
    isGeneric: true,
    proves: { deprovisioning: 'filtered out: disabled' },
    directory: tenant({
      people: [
        { displayName: 'ada', department: 'Sales' },
        { displayName: 'bob', department: 'Sales' },
        { displayName: 'cyd', department: 'Legal' },
      ],
      assigned: ['ada', 'bob', 'cyd'],
    }),
    app: inSales,
    initially: bothCreated,
    then: [
      { when: [events.change('ada', { department: 'Legal' })], expect: adaDisabled },
      { when: [events.change('ada', { department: 'Sales' })], expect: adaEnabled },
    ],
  },
  {
    name: 'somebody who is blocked from signing in is disabled',
    isGeneric: true,
    proves: { deprovisioning: 'blocked from signing in: disabled' },
    directory: adaAndBob,
    initially: bothCreated,
    then: [{ when: [events.block('ada')], expect: adaDisabled }],
  },
  {
    name: 'somebody who is unblocked is enabled',
    proves: { deprovisioning: 'unblocked: enabled' },
    directory: adaAndBob,
    initially: bothCreated,
    then: [
      { when: [events.block('ada')], expect: adaDisabled },
      { when: [events.unblock('ada')], expect: adaEnabled },
    ],
  },
  {
    name: 'somebody who is blocked before they have an account gets none until they are unblocked',
    directory: tenant({
      people: [{ displayName: 'ada', accountEnabled: false }, 'bob'],
      assigned: ['ada', 'bob'],
    }),
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { bob: 'active' },
      log: ['create bob: success', 'skip ada: NotEffectivelyEntitled'],
    },
    then: [
      {
        when: [events.unblock('ada')],
        expect: {
          writes: { 'POST /Users': 1 },
          reads: { 'GET /Users?filter=userName eq "ada@contoso.example"': 1 },
          accounts: { ada: 'active', bob: 'active' },
        },
      },
    ],
  },
  {
    name: 'somebody who is soft-deleted is disabled',
    isGeneric: true,
    proves: { deprovisioning: 'soft-deleted: disabled' },
    directory: adaAndBob,
    initially: bothCreated,
    then: [{ when: [events.removeUser('ada')], expect: adaDisabled }],
  },
  {
    name: 'somebody who is restored from the recycle bin is enabled',
    proves: { deprovisioning: 'restored: enabled' },
    directory: adaAndBob,
    initially: bothCreated,
    then: [
      { when: [events.removeUser('ada')], expect: adaDisabled },
      { when: [events.restoreUser('ada')], expect: adaEnabled },
    ],
  },
  {
    name: 'a restore that the change feed does not tell of is found by its assignment',
    proves: { deprovisioning: 'restored: enabled' },
    directory: adaAndBob,
    before: [events.directoryBehaves({ restoreInvisible: true })],
    initially: bothCreated,
    then: [
      { when: [events.removeUser('ada')], expect: adaDisabled },
      { when: [events.restoreUser('ada')], expect: adaEnabled },
    ],
  },
  {
    name: 'somebody who is gone for good after 30 days in the recycle bin is deleted',
    isGeneric: true,
    proves: { deprovisioning: 'hard-deleted: deleted' },
    directory: adaAndBob,
    initially: bothCreated,
    then: [
      { when: [events.removeUser('ada')], expect: adaDisabled },
      {
        when: [events.timePasses('29d')],
        expect: { writes: {}, accounts: { ada: 'disabled', bob: 'active' } },
      },
      { when: [events.timePasses('2d')], expect: adaDeleted },
    ],
  },
  {
    name: 'somebody who is deleted for good at once is deleted',
    proves: { deprovisioning: 'hard-deleted: deleted' },
    directory: adaAndBob,
    initially: bothCreated,
    then: [{ when: [events.removeUser('ada'), events.purge('ada')], expect: adaDeleted }],
  },
  {
    name: 'an account that is gone already needs no deleting',
    proves: { deprovisioning: 'hard-deleted: deleted' },
    directory: adaAndBob,
    initially: bothCreated,
    then: [
      {
        when: [events.removeUser('ada'), events.purge('ada'), events.accountVanishes('ada')],
        expect: {
          writes: { 'DELETE /Users/ada -> 404': 1 },
          accounts: { bob: 'active' },
          log: ['delete ada: success'],
        },
      },
    ],
  },
  {
    name: 'somebody of that name who is hired after the first one is gone gets an account of their own',
    directory: adaAndBob,
    initially: bothCreated,
    then: [
      { when: [events.removeUser('ada'), events.purge('ada')], expect: adaDeleted },
      {
        when: [events.hire('ada'), events.assign('ada')],
        expect: {
          writes: { 'POST /Users': 1 },
          reads: { 'GET /Users?filter=userName eq "ada@contoso.example"': 1 },
          accounts: { 'ada#2': 'active', bob: 'active' },
        },
      },
    ],
  },
  {
    name: 'an app that cannot disable deletes the account of who is unassigned, and makes a new one when they come back',
    proves: { deprovisioning: 'lost, in an app without disabling: deleted' },
    directory: adaAndBob,
    app: withoutDisabling('delete'),
    initially: bothCreated,
    then: [
      { when: [events.unassign('ada')], expect: adaDeleted },
      {
        when: [events.assign('ada')],
        expect: {
          writes: { 'POST /Users': 1 },
          reads: { 'GET /Users?filter=userName eq "ada@contoso.example"': 1 },
          accounts: { 'ada#2': 'active', bob: 'active' },
          log: ['create ada: success'],
        },
      },
    ],
  },
  {
    name: 'an app that cannot disable deletes who is blocked or soft-deleted as well',
    proves: { deprovisioning: 'lost, in an app without disabling: deleted' },
    directory: adaAndBob,
    app: withoutDisabling('delete'),
    initially: bothCreated,
    then: [
      {
        when: [events.block('ada'), events.removeUser('bob')],
        expect: {
          writes: { 'DELETE /Users/ada': 1, 'DELETE /Users/bob': 1 },
          accounts: {},
          log: ['delete ada: success', 'delete bob: success'],
        },
      },
    ],
  },
  {
    name: 'an app that cannot disable and must not lose accounts keeps them as they are, and says so',
    directory: adaAndBob,
    app: withoutDisabling('leave'),
    initially: bothCreated,
    then: [
      {
        when: [events.unassign('ada')],
        expect: {
          writes: {},
          accounts: { ada: 'active', bob: 'active' },
          log: ['skip ada: CapabilityNotSupported'],
        },
      },
    ],
  },
  {
    name: 'where IsSoftDeleted is not mapped nothing happens to accounts of people who lose the app',
    isGeneric: true,
    proves: { deprovisioning: 'lost, IsSoftDeleted not mapped: nothing' },
    directory: adaAndBob,
    app: withoutActive,
    initially: bothCreated,
    then: [
      {
        when: [events.unassign('ada'), events.block('bob')],
        expect: {
          writes: {},
          accounts: { ada: 'active', bob: 'active' },
          log: ['skip ada: EntrySynchronizationSkipped', 'skip bob: EntrySynchronizationSkipped'],
        },
      },
    ],
  },
  {
    name: 'somebody who was unassigned before they were deleted for good keeps their disabled account',
    isGeneric: true,
    proves: { deprovisioning: 'unassigned, later deleted: not deleted' },
    directory: adaAndBob,
    initially: bothCreated,
    then: [
      { when: [events.unassign('ada')], expect: adaDisabled },
      {
        when: [events.removeUser('ada'), events.purge('ada')],
        expect: {
          writes: {},
          accounts: { ada: 'disabled', bob: 'active' },
          log: ['skip ada: EntrySynchronizationSkipped'],
        },
      },
    ],
  },
  {
    name: 'with out-of-scope deletions skipped, who is unassigned or filtered out is left as they are',
    directory: tenant({
      people: [
        { displayName: 'ada', department: 'Sales' },
        { displayName: 'bob', department: 'Sales' },
      ],
      assigned: ['ada', 'bob'],
    }),
    app: { ...inSales, skipOutOfScopeDeletions: true },
    initially: bothCreated,
    then: [
      {
        when: [events.unassign('ada'), events.change('bob', { department: 'Legal' })],
        expect: {
          writes: {},
          accounts: { ada: 'active', bob: 'active' },
          log: ['skip ada: OutOfScopeDeletionSkipped', 'skip bob: OutOfScopeDeletionSkipped'],
        },
      },
    ],
  },
  {
    name: 'with out-of-scope deletions skipped, who is blocked, soft-deleted or gone for good is still dealt with',
    directory: tenant({ people: ['ada', 'bob', 'cyd'], assigned: ['ada', 'bob', 'cyd'] }),
    app: { skipOutOfScopeDeletions: true },
    initially: { writes: { 'POST /Users': 3 } },
    then: [
      {
        when: [events.block('ada'), events.removeUser('bob'), events.removeUser('cyd'), events.purge('cyd')],
        expect: {
          writes: { 'PATCH /Users/ada': 1, 'PATCH /Users/bob': 1, 'DELETE /Users/cyd': 1 },
          accounts: { ada: 'disabled', bob: 'disabled' },
          log: ['disable ada: success', 'disable bob: success', 'delete cyd: success'],
        },
      },
    ],
  },
];

import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { Scenario } from '../harness/scenario.js';
import {
  withoutGroups,
  inSales,
  adaAndBob,
  bothCreated,
  adaDisabled,
  adaEnabled,
  adaDeleted,
} from './leavers.js';

/** Accounts of people who lose the app, and what becomes of them later. */
export const deprovisioning: readonly Scenario[] = [
  {
    name: 'somebody who is unassigned is disabled, and enabled again, as the same account, when assigned again',
    isGeneric: true,
    proves: { deprovisioning: ['unassigned: disabled', 'back in scope: enabled'] },
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
    proves: { deprovisioning: ['assigned through a group no more: disabled'] },
    directory: tenant({ people: ['ada', 'bob'], groups: { Sales: ['ada', 'bob'] }, assigned: ['Sales'] }),
    app: withoutGroups,
    initially: { ...bothCreated, groups: {} },
    then: [{ when: [events.leave('Sales', 'ada')], expect: adaDisabled }],
  },
  {
    name: 'the members of a group that is unassigned are disabled, but for who is assigned as well',
    proves: { deprovisioning: ['assigned through a group no more: disabled'] },
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
    proves: { deprovisioning: ['filtered out: disabled'] },
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
    name: 'somebody who is blocked from signing in is disabled, and enabled when unblocked',
    proves: { deprovisioning: ['blocked from signing in: disabled', 'unblocked: enabled'] },
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
    name: 'somebody who is soft-deleted is disabled, and enabled when restored',
    proves: { deprovisioning: ['soft-deleted: disabled', 'restored: enabled'] },
    directory: adaAndBob,
    initially: bothCreated,
    then: [
      { when: [events.removeUser('ada')], expect: adaDisabled },
      { when: [events.restoreUser('ada')], expect: adaEnabled },
    ],
  },
  {
    name: 'a restore that the change feed does not tell of is found by its assignment',
    proves: { deprovisioning: ['restored: enabled'] },
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
    proves: { deprovisioning: ['hard-deleted: deleted'] },
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
    name: 'an account that is gone already needs no deleting',
    proves: { deprovisioning: ['hard-deleted: deleted'] },
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
    name: 'somebody deleted for good at once is deleted, and who is hired under that name gets an account of their own',
    proves: { deprovisioning: ['hard-deleted: deleted'] },
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
];

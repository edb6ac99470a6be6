import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { Scenario } from '../harness/scenario.js';
import {
  inSales,
  withoutDisabling,
  withoutActive,
  adaAndBob,
  bothCreated,
  adaDisabled,
  adaDeleted,
} from './leavers.js';

/** Where an app, or its configuration, does not disable whoever loses it. */
export const deprovisioningLimits: readonly Scenario[] = [
  {
    name: 'an app that cannot disable deletes the account of who is unassigned, and makes a new one when they come back',
    proves: { deprovisioning: ['lost, in an app without disabling: deleted'] },
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
    proves: { deprovisioning: ['lost, in an app without disabling: deleted'] },
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
    proves: { deprovisioning: ['lost, IsSoftDeleted not mapped: nothing'] },
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
    proves: { deprovisioning: ['unassigned, later deleted: not deleted'] },
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

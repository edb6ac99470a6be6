import { expect } from '@jest/globals';
import { APP, tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { Scenario } from '../harness/scenario.js';
import { people, withSales, created, createdEmpty, adding, lookingFor, salesByName } from './sales.js';

/** Groups as objects of the app. */
export const groups: readonly Scenario[] = [
  {
    name: 'a group is created with its members',
    isGeneric: true,
    directory: withSales(['ada']),
    initially: {
      ...created(['ada']),
      reads: {
        'GET /Users?filter=userName eq "{guid}"': 1,
        'GET /Groups?excludedAttributes=members&filter=displayName eq "{guid}"': 1,
        'GET /Users?startIndex=1&count=100': 1,
        'GET /Groups?excludedAttributes=members&startIndex=1&count=100': 1,
      },
      bodies: {
        'POST /Groups': [
          expect.objectContaining({
            displayName: 'Sales',
            externalId: expect.any(String) as unknown,
            members: [{ value: '{ada}' }],
          }),
        ],
      },
    },
  },
  {
    name: 'a group that is not security-enabled entitles nobody and is not provisioned until it is',
    directory: tenant({
      people: ['ada', 'bob'],
      groups: { Letters: { securityEnabled: false, members: ['ada'] } },
      assigned: ['bob', 'Letters'],
    }),
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { bob: 'active' },
      groups: {},
      log: ['create bob: success', 'skip Letters: NotEffectivelyEntitled'],
    },
    then: [
      {
        when: [events.changeGroup('Letters', { securityEnabled: true })],
        expect: {
          writes: { 'POST /Users': 1, 'POST /Groups': 1 },
          reads: {
            'GET /Users?filter=userName eq "ada@contoso.example"': 1,
            ...lookingFor('Letters'),
          },
          groups: { Letters: ['ada'] },
        },
      },
    ],
  },
  {
    name: 'a group gets its new name',
    isGeneric: true,
    directory: withSales(['ada']),
    initially: created(['ada']),
    then: [
      {
        when: [events.changeGroup('Sales', { displayName: 'Sales EMEA' })],
        expect: {
          writes: { 'PATCH /Groups/Sales': 1 },
          bodies: { 'PATCH /Groups/Sales': [[{ op: 'replace', path: 'displayName', value: 'Sales EMEA' }]] },
          groups: { Sales: { displayName: 'Sales EMEA', members: ['ada'] } },
        },
      },
    ],
  },
  {
    name: 'Dialpad keeps the name of a group, which is said and not tried; its members still change',
    directory: withSales(['ada']),
    app: { connector: 'dialpad' },
    strict: { profile: 'dialpad' },
    initially: { ...createdEmpty(['ada']), bodies: { 'PATCH /Groups/Sales': [[adding('ada')]] } },
    then: [
      {
        when: [events.changeGroup('Sales', { displayName: 'Sales EMEA' })],
        expect: {
          writes: {},
          groups: { Sales: { displayName: 'Sales' } },
          log: ['skip Sales EMEA: CapabilityNotSupported'],
        },
      },
      {
        when: [events.join('Sales EMEA', 'bob')],
        expect: { writes: { 'PATCH /Groups/Sales': 1 }, groups: { Sales: ['ada', 'bob'] } },
      },
    ],
  },
  {
    name: 'Atlassian keeps the name of a group, which is said and not tried',
    directory: withSales(['ada']),
    app: { connector: 'atlassian-cloud' },
    strict: { profile: 'atlassian' },
    initially: created(['ada']),
    then: [
      {
        when: [events.changeGroup('Sales', { displayName: 'Sales EMEA' })],
        expect: { writes: {}, log: ['skip Sales EMEA: CapabilityNotSupported'] },
      },
    ],
  },
  {
    name: 'a group that the app has already is adopted, and who is in it stays',
    isGeneric: true,
    directory: withSales(['ada']),
    existing: { users: [{ userName: 'zoe' }], groups: [{ displayName: 'Sales' }] },
    before: [events.memberAppears('Sales', 'zoe')],
    initially: {
      writes: { 'POST /Users': 5, 'PATCH /Groups/Sales': 2 },
      groups: { Sales: ['ada', 'zoe'] },
    },
  },
  {
    name: 'of two groups of the app with one name none is taken, and it is said why',
    directory: withSales(['ada']),
    existing: { groups: [{ displayName: 'Sales' }, { displayName: 'Sales' }] },
    initially: {
      writes: { 'POST /Users': 5 },
      groups: { Sales: [], 'Sales#2': [] },
      log: [...people.map((name) => `create ${name}: success`), 'fail Sales: failure DuplicateTargetEntries'],
    },
    finally: { because: 'the group is looked for again', reads: { [salesByName]: 1 } },
  },
  {
    name: 'of two groups of the directory with one name the second gets none of its own',
    directory: withSales([]),
    initially: created([]),
    then: [
      {
        when: [events.found('Sales', ['ada'], { assign: [APP] })],
        expect: {
          writes: {},
          reads: { [salesByName]: 1 },
          groups: { Sales: [] },
          log: ['fail Sales: failure DuplicateSourceEntries', 'skip ada: RedundantExport'],
        },
      },
    ],
    finally: { because: 'the second group is looked for again', reads: { [salesByName]: 1 } },
  },
  {
    name: 'a group without a value to find it by is passed over, with its members',
    directory: withSales(['ada']),
    app: {
      groups: {
        mappings: [
          { target: 'displayName', source: 'description', matching: 1, apply: 'always' },
          { target: 'members', source: 'members', apply: 'always' },
        ],
      },
    },
    initially: {
      writes: { 'POST /Users': 5 },
      groups: {},
      log: [
        ...people.map((name) => `create ${name}: success`),
        'skip Sales: EntryJoiningPropertyValueIsMissing',
      ],
    },
  },
  {
    name: 'groups are not asked about where they are not to be provisioned',
    directory: withSales(['ada']),
    app: { groups: { provision: false } },
    initially: {
      writes: { 'POST /Users': 5 },
      reads: { 'GET /Users?filter=userName eq "{guid}"': 1, 'GET /Users?startIndex=1&count=100': 1 },
      groups: {},
    },
    then: [
      {
        when: [events.changeGroup('Sales', { displayName: 'Sales EMEA' })],
        expect: { writes: {}, groups: {} },
      },
    ],
  },
  {
    name: 'a group that vanished from the app is created again with all its members in the same cycle',
    isGeneric: true,
    directory: withSales(['ada', 'bob']),
    initially: created(['ada', 'bob']),
    then: [
      {
        when: [events.groupVanishes('Sales'), events.changeGroup('Sales', { displayName: 'Sales EMEA' })],
        expect: {
          writes: { 'PATCH /Groups/Sales -> 404': 1, 'POST /Groups': 1, 'PATCH /Groups/Sales EMEA': 1 },
          reads: { 'GET /Groups/Sales?excludedAttributes=members -> 404': 1, ...lookingFor('Sales EMEA') },
          groups: { 'Sales EMEA': ['ada', 'bob'] },
        },
      },
    ],
  },
  {
    name: 'a group that vanished is created again when only its members change',
    directory: withSales(['ada', 'bob']),
    initially: created(['ada', 'bob']),
    then: [
      {
        when: [events.groupVanishes('Sales'), events.join('Sales', 'cyd')],
        expect: {
          writes: { 'PATCH /Groups/Sales -> 404': 1, 'POST /Groups': 1, 'PATCH /Groups/Sales#2': 1 },
          reads: { 'GET /Groups/Sales?excludedAttributes=members -> 404': 2, ...lookingFor('Sales') },
          groups: { 'Sales#2': ['ada', 'bob', 'cyd'] },
          log: ['skip cyd: RedundantExport', 'update Sales: warning InvalidAnchor'],
        },
      },
    ],
  },
  {
    name: 'a group that is unassigned is deleted, and made again with its members when assigned anew',
    isGeneric: true,
    proves: { deprovisioning: ['group unassigned: deleted'] },
    directory: withSales(['ada']),
    initially: created(['ada']),
    then: [
      {
        when: [events.unassign('Sales')],
        expect: { writes: { 'DELETE /Groups/Sales': 1 }, groups: {} },
      },
      {
        when: [events.assign('Sales')],
        expect: {
          writes: { 'POST /Groups': 1 },
          reads: lookingFor('Sales'),
          groups: { 'Sales#2': ['ada'] },
        },
      },
    ],
  },
  {
    name: 'a security group that is deleted is deleted in the app',
    proves: { deprovisioning: ['group deleted: deleted'] },
    directory: withSales(['ada']),
    initially: created(['ada']),
    then: [
      {
        when: [events.removeGroup('Sales')],
        expect: { writes: { 'DELETE /Groups/Sales': 1 }, groups: {} },
      },
    ],
  },
  {
    name: 'a Microsoft 365 group that is deleted and restored is deleted and made again with its members',
    proves: { deprovisioning: ['group deleted: deleted'] },
    directory: tenant({
      people: ['ada', 'bob'],
      groups: { Team: { groupTypes: ['Unified'], mailEnabled: true, members: ['ada', 'bob'] } },
      assigned: ['ada', 'bob', 'Team'],
    }),
    initially: {
      writes: { 'POST /Users': 2, 'POST /Groups': 1 },
      groups: { Team: ['ada', 'bob'] },
    },
    then: [
      {
        when: [events.removeGroup('Team')],
        expect: { writes: { 'DELETE /Groups/Team': 1 }, groups: {} },
      },
      {
        when: [events.restoreGroup('Team')],
        expect: {
          writes: { 'POST /Groups': 1 },
          reads: lookingFor('Team'),
          groups: { 'Team#2': ['ada', 'bob'] },
        },
      },
    ],
  },
  {
    name: 'only groups that the scoping filter means are provisioned',
    directory: tenant({
      people: ['ada'],
      groups: { Sales: ['ada'], Legal: ['ada'] },
      assigned: ['Sales', 'Legal'],
    }),
    app: {
      groups: {
        scopingFilters: [
          { name: 'Sales', clauses: [{ attribute: 'displayName', operator: 'EQUALS', value: 'Sales' }] },
        ],
      },
    },
    initially: {
      writes: { 'POST /Users': 1, 'POST /Groups': 1 },
      groups: { Sales: ['ada'] },
    },
    then: [
      {
        when: [events.changeGroup('Sales', { displayName: 'Marketing' })],
        expect: { writes: { 'DELETE /Groups/Sales': 1 }, groups: {} },
      },
    ],
  },
];

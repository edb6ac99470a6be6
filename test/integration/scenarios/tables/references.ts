import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { App, Scenario } from '../harness/scenario.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const MANAGER = `${ENTERPRISE}:manager`;

/** People whose managers are somebody's aliases. */
const managed = (managers: Readonly<Record<string, string | null>>, assigned = Object.keys(managers)) =>
  tenant({
    people: Object.entries(managers).map(([displayName, manager]) => ({
      displayName,
      ...(manager === null ? {} : { manager }),
    })),
    assigned,
  });

const clearing: Partial<App> = {
  sourceAttributes: [
    {
      name: 'manager',
      type: 'Reference',
      required: false,
      multivalued: false,
      caseExact: false,
      mutability: 'ReadWrite',
      flowNullValues: true,
    },
  ],
  mappings: [
    { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
    { target: 'displayName', source: 'displayName', apply: 'always' },
    { target: MANAGER, source: 'manager', apply: 'always', flowNullValues: true },
  ],
};

const bobIsAdasManager = {
  writes: { 'POST /Users': 2 },
  accounts: { ada: { 'manager.value': '{bob}' }, bob: 'active' },
} as const;

/** Who is whose manager. */
export const references: readonly Scenario[] = [
  {
    name: 'a manager is made before who reports to them, and named in the making',
    isGeneric: true,
    directory: managed({ ada: 'bob', bob: null }),
    initially: {
      writes: { 'POST /Users': 2 },
      bodies: {
        'POST /Users': [
          { userName: 'bob@contoso.example' },
          { userName: 'ada@contoso.example', [ENTERPRISE]: { manager: { value: '{bob}' } } },
        ],
      },
      accounts: { ada: { 'manager.value': '{bob}' }, bob: { 'manager.value': null } },
    },
  },
  {
    name: 'a chain of managers is made from the top',
    directory: managed({ ada: 'bob', bob: 'cyd', cyd: null }),
    initially: {
      writes: { 'POST /Users': 3 },
      accounts: { ada: { 'manager.value': '{bob}' }, bob: { 'manager.value': '{cyd}' }, cyd: 'active' },
    },
  },
  {
    name: 'of two who manage each other the second is named once both accounts are there',
    directory: managed({ ada: 'bob', bob: 'ada' }),
    initially: {
      writes: { 'POST /Users': 2, 'PATCH /Users/bob': 1 },
      bodies: { 'PATCH /Users/bob': [[{ path: MANAGER, value: { value: '{ada}' } }]] },
      accounts: { ada: { 'manager.value': '{bob}' }, bob: { 'manager.value': '{ada}' } },
    },
  },
  {
    name: 'a manager who comes into scope later is named in that cycle, without a restart',
    isGeneric: true,
    directory: managed({ ada: 'bob', bob: null }, ['ada']),
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { ada: { 'manager.value': null } },
      log: ['create ada: success', 'skip ada: UnableToResolveReferenceAttributeValue'],
    },
    then: [
      {
        when: [events.assign('bob')],
        expect: {
          writes: { 'POST /Users': 1, 'PATCH /Users/ada': 1 },
          reads: { 'GET /Users?filter=userName eq "bob@contoso.example"': 1 },
          accounts: { ada: { 'manager.value': '{bob}' }, bob: 'active' },
          log: ['create bob: success', 'update ada: success'],
        },
      },
    ],
  },
  {
    name: 'a new manager takes the place of the old one',
    directory: managed({ ada: 'bob', bob: null, cyd: null }),
    initially: { writes: { 'POST /Users': 3 } },
    then: [
      {
        when: [events.manage('ada', 'cyd')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          accounts: { ada: { 'manager.value': '{cyd}' }, bob: 'active', cyd: 'active' },
        },
      },
    ],
  },
  {
    name: 'a new manager who has no account does not take the place of the old one until they have',
    directory: managed({ ada: 'bob', bob: null, cyd: null }, ['ada', 'bob']),
    initially: bobIsAdasManager,
    then: [
      {
        when: [events.manage('ada', 'cyd')],
        expect: {
          writes: {},
          accounts: { ada: { 'manager.value': '{bob}' }, bob: 'active' },
        },
      },
      {
        when: [events.assign('cyd')],
        expect: {
          writes: { 'POST /Users': 1, 'PATCH /Users/ada': 1 },
          reads: { 'GET /Users?filter=userName eq "cyd@contoso.example"': 1 },
          accounts: { ada: { 'manager.value': '{cyd}' }, bob: 'active', cyd: 'active' },
        },
      },
    ],
  },
  {
    name: 'a manager who is a contact, not a user, is not named',
    directory: tenant({
      people: [{ displayName: 'ada', manager: 'Agency' }],
      contacts: ['Agency'],
      assigned: ['ada'],
    }),
    initially: { writes: { 'POST /Users': 1 }, accounts: { ada: { 'manager.value': null } } },
  },
  {
    name: 'a manager who loses the app is disabled, and still named',
    directory: managed({ ada: 'bob', bob: null }),
    initially: bobIsAdasManager,
    then: [
      {
        when: [events.unassign('bob')],
        expect: {
          writes: { 'PATCH /Users/bob': 1 },
          accounts: { ada: { 'manager.value': '{bob}' }, bob: 'disabled' },
        },
      },
    ],
  },
  {
    name: 'a manager who is taken away stays where the mapping does not clear',
    directory: managed({ ada: 'bob', bob: null }),
    initially: bobIsAdasManager,
    then: [
      {
        when: [events.manage('ada', null)],
        expect: { writes: {}, accounts: { ada: { 'manager.value': '{bob}' }, bob: 'active' } },
      },
    ],
  },
  {
    name: 'a manager who is taken away is removed where the mapping clears',
    isGeneric: true,
    directory: managed({ ada: 'bob', bob: null }),
    app: clearing,
    initially: bobIsAdasManager,
    then: [
      {
        when: [events.manage('ada', null)],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          bodies: { 'PATCH /Users/ada': [[{ op: 'remove', path: MANAGER }]] },
          accounts: { ada: { 'manager.value': null }, bob: 'active' },
        },
      },
    ],
  },
  {
    name: 'where the mapping clears, a new manager without an account does not take the old one away',
    directory: managed({ ada: 'bob', bob: null, cyd: null }, ['ada', 'bob']),
    app: clearing,
    initially: bobIsAdasManager,
    then: [
      {
        when: [events.manage('ada', 'cyd')],
        expect: { writes: {}, accounts: { ada: { 'manager.value': '{bob}' }, bob: 'active' } },
      },
    ],
  },
  {
    name: 'a manager whose account vanished is named again by the account that replaces it',
    directory: managed({ ada: 'bob', bob: null }),
    initially: bobIsAdasManager,
    then: [
      {
        when: [events.accountVanishes('bob'), events.change('bob', { jobTitle: 'Director' })],
        expect: {
          writes: { 'PATCH /Users/bob -> 404': 1, 'POST /Users': 1, 'PATCH /Users/ada': 1 },
          reads: { 'GET /Users/bob -> 404': 1, 'GET /Users?filter=userName eq "bob@contoso.example"': 1 },
          accounts: { ada: { 'manager.value': '{bob#2}' }, 'bob#2': 'active' },
        },
      },
    ],
  },
];

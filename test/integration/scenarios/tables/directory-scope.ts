import { expect } from '@jest/globals';
import { tenant, USER_ROLE } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { App, Scenario } from '../harness/scenario.js';

const EDITOR = {
  id: '5d0ba2a4-7c5b-4f0d-9a57-0f2f3f6c2c11',
  displayName: 'Editor',
  value: 'editor',
  allowedMemberTypes: ['User' as const],
};
const RETIRED = {
  id: '7f3c1c52-9c43-4b0e-8a9e-9d0a2c9f4b22',
  displayName: 'Retired',
  isEnabled: false,
  allowedMemberTypes: ['User' as const],
};

/** The directory is the subject. */
const notOn = { scimmy: 'the target is asked nothing special' };
const withoutGroups: Partial<App> = { groups: { provision: false } };
const rolesMapped: Partial<App> = {
  mappings: [
    { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
    {
      target: 'roles[primary eq "True"].value',
      expression: 'SingleAppRoleAssignment([appRoleAssignments])',
      apply: 'always',
    },
  ],
};

const defaultAccess = tenant({ people: ['ada', 'bob'], assigned: ['ada', { principal: 'bob' }] });

/** Who is meant at all. */
export const directoryScope: readonly Scenario[] = [
  {
    name: 'one assigned user first: only that one is provisioned, and it shows; the others follow when assigned',
    isGeneric: true,
    directory: tenant({ people: ['ada', 'bob', 'cyd'], assigned: ['ada'] }),
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { ada: 'active' },
      status: {
        code: 'Active',
        lastExecution: { state: 'Succeeded', countEntitled: 1, countExported: 1, counts: { created: 1 } },
        synchronizedEntryCountByType: expectingUsers(1),
      },
    },
    then: [
      {
        when: [events.assign('bob'), events.assign('cyd')],
        expect: {
          writes: { 'POST /Users': 2 },
          reads: {
            'GET /Users?filter=userName eq "bob@contoso.example"': 1,
            'GET /Users?filter=userName eq "cyd@contoso.example"': 1,
          },
          accounts: { ada: 'active', bob: 'active', cyd: 'active' },
          status: { lastExecution: { countEntitled: 3 }, synchronizedEntryCountByType: expectingUsers(3) },
        },
      },
    ],
  },
  {
    name: 'scope all: everybody and every group, whatever is assigned',
    directory: tenant({ people: ['ada', 'bob'], groups: { Sales: ['bob'] }, assigned: ['ada'] }),
    app: { scope: 'all' },
    initially: {
      writes: { 'POST /Users': 2, 'POST /Groups': 1 },
      accounts: { ada: 'active', bob: 'active' },
      groups: { Sales: ['bob'] },
    },
    then: [
      { when: [events.unassign('ada')], expect: { writes: {}, accounts: { ada: 'active', bob: 'active' } } },
    ],
  },
  {
    name: 'from scope all to assigned: who is not assigned is disabled, without a restart by hand',
    directory: tenant({ people: ['ada', 'bob'], assigned: ['ada'] }),
    app: { scope: 'all' },
    initially: { writes: { 'POST /Users': 2 }, accounts: { ada: 'active', bob: 'active' } },
    then: [
      {
        when: [events.configure({ scope: 'assigned' })],
        expect: { writes: { 'PATCH /Users/bob': 1 }, accounts: { ada: 'active', bob: 'disabled' } },
      },
    ],
  },
  {
    name: 'Default Access alone provisions nobody where the connector skips it',
    directory: defaultAccess,
    app: { connector: 'dialpad' },
    strict: { profile: 'dialpad' },
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { ada: 'active' },
      log: ['create ada: success', 'skip bob: NotEffectivelyEntitled'],
    },
    then: [
      {
        when: [events.assign('bob', 'User')],
        expect: {
          writes: { 'POST /Users': 1 },
          reads: { 'GET /Users?filter=userName eq "bob@contoso.example"': 1 },
          accounts: { ada: 'active', bob: 'active' },
        },
      },
    ],
  },
  {
    name: 'Default Access provisions where the connector includes it',
    directory: defaultAccess,
    initially: { writes: { 'POST /Users': 2 }, accounts: { ada: 'active', bob: 'active' } },
  },
  {
    name: 'Default Access counts all the same in an app that has no role for users',
    notOn,
    directory: tenant({ people: ['ada'], assigned: [{ principal: 'ada' }], roles: [] }),
    app: { defaultAccessRole: 'skip' },
    initially: { writes: { 'POST /Users': 1 }, accounts: { ada: 'active' } },
  },
  {
    name: 'somebody whose role is disabled is not provisioned',
    notOn,
    directory: tenant({
      people: ['ada', 'bob'],
      roles: [USER_ROLE, RETIRED],
      assigned: ['ada', { principal: 'bob', role: 'Retired' }],
    }),
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { ada: 'active' },
      log: ['create ada: success', 'skip bob: NotEffectivelyEntitled'],
    },
  },
  {
    name: 'somebody whom both an assignment and a group lead to keeps the account until both are gone',
    notOn,
    directory: tenant({ people: ['ada'], groups: { Sales: ['ada'] }, assigned: ['ada', 'Sales'] }),
    app: withoutGroups,
    initially: { writes: { 'POST /Users': 1 } },
    then: [
      { when: [events.unassign('ada')], expect: { writes: {}, accounts: { ada: 'active' } } },
      {
        when: [events.leave('Sales', 'ada')],
        expect: { writes: { 'PATCH /Users/ada': 1 }, accounts: { ada: 'disabled' } },
      },
    ],
  },
  {
    name: 'who joins an assigned group gets an account',
    notOn,
    directory: tenant({ people: ['ada', 'bob'], groups: { Sales: ['ada'] }, assigned: ['Sales'] }),
    app: withoutGroups,
    initially: { writes: { 'POST /Users': 1 }, accounts: { ada: 'active' } },
    then: [
      {
        when: [events.join('Sales', 'bob')],
        expect: {
          writes: { 'POST /Users': 1 },
          reads: { 'GET /Users?filter=userName eq "bob@contoso.example"': 1 },
          accounts: { ada: 'active', bob: 'active' },
        },
      },
    ],
  },
  {
    name: 'a group in an assigned group leads nobody to the app',
    notOn,
    directory: tenant({
      people: ['ada', 'bob'],
      groups: { Outer: ['ada', 'Inner'], Inner: ['bob'] },
      assigned: ['Outer'],
    }),
    app: withoutGroups,
    initially: { writes: { 'POST /Users': 1 }, accounts: { ada: 'active' } },
  },
  {
    name: 'a guest is called as at home',
    notOn,
    directory: tenant({
      people: [
        {
          userPrincipalName: 'mo_van_dam_fabrikam.example#EXT#@contoso.example',
          displayName: 'mo',
          userType: 'Guest',
          mail: 'mo_van_dam@fabrikam.example',
        },
      ],
      assigned: ['mo_van_dam_fabrikam.example#EXT#'],
    }),
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { 'mo_van_dam@fabrikam.example': { userName: 'mo_van_dam@fabrikam.example' } },
    },
  },
  {
    name: 'a guest is called as here where originalUserPrincipalName is mapped',
    notOn,
    directory: tenant({
      people: [{ userPrincipalName: 'mo_fabrikam.example#EXT#@contoso.example', displayName: 'mo' }],
      assigned: ['mo_fabrikam.example#EXT#'],
    }),
    app: {
      mappings: [{ target: 'userName', source: 'originalUserPrincipalName', matching: 1, apply: 'always' }],
    },
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { 'mo_fabrikam.example#ext#': { userName: 'mo_fabrikam.example#EXT#@contoso.example' } },
    },
  },
  {
    name: 'a new role reaches the account, although nothing of the user changed',
    directory: tenant({ people: ['ada'], roles: [USER_ROLE, EDITOR], assigned: ['ada'] }),
    app: rolesMapped,
    initially: { writes: { 'POST /Users': 1 }, accounts: { ada: { 'roles.0.value': 'User' } } },
    then: [
      {
        when: [events.unassign('ada'), events.assign('ada', 'Editor')],
        expect: { writes: { 'PATCH /Users/ada': 1 }, accounts: { ada: { 'roles.0.value': 'editor' } } },
      },
    ],
  },
  {
    name: 'an assignment that shows late takes effect when it shows',
    notOn,
    directory: tenant({ people: ['ada', 'bob'], assigned: ['ada'] }),
    before: [events.directoryBehaves({ assignmentLag: 1 })],
    initially: { writes: { 'POST /Users': 1 } },
    then: [
      { when: [events.assign('bob')], expect: { writes: {}, accounts: { ada: 'active' } } },
      {
        when: [],
        expect: {
          writes: { 'POST /Users': 1 },
          reads: { 'GET /Users?filter=userName eq "bob@contoso.example"': 1 },
          accounts: { ada: 'active', bob: 'active' },
        },
      },
    ],
  },
  {
    name: 'a directory that tells changes again and again causes no further request',
    notOn,
    directory: tenant({
      people: ['ada', 'bob'],
      groups: { Sales: ['ada'] },
      assigned: ['ada', 'bob', 'Sales'],
    }),
    before: [events.directoryBehaves({ replays: 5 })],
    initially: { writes: { 'POST /Users': 2, 'POST /Groups': 1 } },
    then: [
      {
        when: [events.change('ada', { jobTitle: 'Director' }), events.join('Sales', 'bob')],
        expect: {
          writes: { 'PATCH /Users/ada': 1, 'PATCH /Groups/Sales': 1 },
          groups: { Sales: ['ada', 'bob'] },
        },
      },
      { when: [], expect: { writes: {} } },
    ],
  },
  {
    name: 'a change of the mappings reaches every account',
    directory: tenant({ people: ['ada', 'bob'], assigned: ['ada', 'bob'] }),
    app: {
      mappings: [{ target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' }],
    },
    initially: { writes: { 'POST /Users': 2 }, accounts: { ada: { displayName: null }, bob: 'active' } },
    then: [
      {
        when: [
          events.configure({
            mappings: [
              { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
              { target: 'displayName', source: 'displayName', apply: 'always' },
            ],
          }),
        ],
        expect: {
          writes: { 'PATCH /Users/ada': 1, 'PATCH /Users/bob': 1 },
          accounts: { ada: { displayName: 'ada' }, bob: { displayName: 'bob' } },
        },
      },
    ],
  },
];

function expectingUsers(value: number): unknown {
  return expect.arrayContaining([{ key: expect.stringMatching(/user/i) as unknown, value }]);
}

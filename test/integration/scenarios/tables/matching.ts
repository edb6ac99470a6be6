import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { App, Scenario } from '../harness/scenario.js';

const ada = tenant({ people: ['ada'], assigned: ['ada'] });
const nobodyYet = tenant({ people: ['ada'] });
const byUserName = 'GET /Users?filter=userName eq "ada@contoso.example"';
const byExternalId = 'GET /Users?filter=externalId eq "ada"';
const byEmail = 'GET /Users?filter=emails[type eq "work"].value eq "ada@contoso.example"';

const byTwoAttributes: Partial<App> = {
  mappings: [
    { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
    { target: 'externalId', source: 'mailNickname', matching: 2, apply: 'always' },
    { target: 'displayName', source: 'displayName', apply: 'always' },
  ],
};
const byExternalIdAlone: Partial<App> = {
  mappings: [
    { target: 'externalId', source: 'mailNickname', matching: 1, apply: 'always' },
    { target: 'userName', source: 'userPrincipalName', apply: 'always' },
  ],
};
const byNickname: Partial<App> = {
  mappings: [
    { target: 'userName', source: 'mailNickname', matching: 1, apply: 'always' },
    { target: 'displayName', source: 'displayName', apply: 'always' },
  ],
};

const complete = {
  userName: 'ada@contoso.example',
  displayName: 'ada',
  externalId: 'ada',
  active: true,
  name: { givenName: 'ada', familyName: 'Example', formatted: 'ada Example' },
  emails: [{ type: 'work', primary: true, value: 'ada@contoso.example' }],
};

/** Which account is already somebody's. */
export const matching: readonly Scenario[] = [
  {
    name: 'an account of that user name is adopted, and brought in step',
    isGeneric: true,
    directory: ada,
    existing: { users: [{ userName: 'ada@contoso.example', displayName: 'Countess' }] },
    initially: {
      writes: { 'PATCH /Users/ada': 1 },
      accounts: { ada: { displayName: 'ada', 'name.familyName': 'Example' } },
      log: ['update ada: success'],
    },
  },
  {
    name: 'an account that is as it should be is adopted without a word',
    isGeneric: true,
    directory: ada,
    existing: { users: [complete] },
    initially: { writes: {}, accounts: { ada: 'active' }, log: ['skip ada: RedundantExport'] },
    then: [
      {
        when: [events.block('ada')],
        expect: { writes: { 'PATCH /Users/ada': 1 }, accounts: { ada: 'disabled' } },
      },
    ],
  },
  {
    name: 'somebody assigned later is looked for by asking, and adopted',
    directory: nobodyYet,
    existing: { users: [{ ...complete, displayName: 'Countess' }] },
    initially: { writes: {}, accounts: { ada: 'active' } },
    then: [
      {
        when: [events.assign('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          reads: { [byUserName]: 1 },
          bodies: { 'PATCH /Users/ada': [[{ op: 'replace', path: 'displayName', value: 'ada' }]] },
          accounts: { ada: { displayName: 'ada' } },
        },
      },
    ],
  },
  {
    name: 'an account that nobody matches is never touched',
    isGeneric: true,
    directory: ada,
    existing: { users: [{ userName: 'zoe@contoso.example', active: true }] },
    initially: { writes: { 'POST /Users': 1 }, accounts: { ada: 'active', zoe: 'active' } },
    then: [
      {
        when: [events.unassign('ada')],
        expect: { writes: { 'PATCH /Users/ada': 1 }, accounts: { ada: 'disabled', zoe: 'active' } },
      },
    ],
  },
  {
    name: 'where the first matching attribute finds nobody the second one is asked',
    isGeneric: true,
    directory: nobodyYet,
    app: byTwoAttributes,
    existing: { users: [{ userName: 'ada.byron', externalId: 'ada', displayName: 'ada' }] },
    initially: { writes: {} },
    then: [
      {
        when: [events.assign('ada')],
        expect: {
          writes: { 'PATCH /Users/ada.byron': 1 },
          reads: { [byUserName]: 1, [byExternalId]: 1 },
          bodies: { 'PATCH /Users/ada.byron': [[{ path: 'userName', value: 'ada@contoso.example' }]] },
          accounts: { 'ada.byron': { userName: 'ada@contoso.example' } },
        },
      },
    ],
  },
  {
    name: 'what the first matching attribute finds is taken, whatever the second would find',
    directory: ada,
    app: byTwoAttributes,
    existing: {
      users: [
        { userName: 'impostor', externalId: 'ada' },
        { userName: 'ada@contoso.example', externalId: 'byron' },
      ],
    },
    initially: {
      writes: { 'PATCH /Users/ada': 1 },
      accounts: { ada: { externalId: 'ada' }, impostor: 'active' },
    },
  },
  {
    name: 'a matching attribute without value is passed over',
    directory: tenant({ people: [{ displayName: 'ada', employeeId: null }], assigned: ['ada'] }),
    app: {
      mappings: [
        { target: 'externalId', source: 'employeeId', matching: 1, apply: 'always' },
        { target: 'userName', source: 'userPrincipalName', matching: 2, apply: 'always' },
        { target: 'displayName', source: 'displayName', apply: 'always' },
      ],
    },
    existing: { users: [{ userName: 'ada@contoso.example' }] },
    initially: { writes: { 'PATCH /Users/ada': 1 }, accounts: { ada: { displayName: 'ada' } } },
  },
  {
    name: 'somebody without a value of any matching attribute is passed over',
    directory: tenant({
      people: [{ displayName: 'ada', mailNickname: null }, 'bob'],
      assigned: ['ada', 'bob'],
    }),
    app: byNickname,
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { bob: 'active' },
      log: ['create bob: success', 'skip ada: EntryJoiningPropertyValueIsMissing'],
    },
  },
  {
    name: 'of two accounts with the matching value none is taken, and it is said why',
    isGeneric: true,
    directory: ada,
    app: byExternalIdAlone,
    existing: {
      users: [
        { userName: 'ada.one', externalId: 'ada' },
        { userName: 'ada.two', externalId: 'ada' },
      ],
    },
    initially: {
      writes: {},
      accounts: { 'ada.one': 'active', 'ada.two': 'active' },
      log: ['fail ada: failure DuplicateTargetEntries'],
    },
    then: [
      {
        when: [events.accountVanishes('ada.two')],
        expect: {
          writes: { 'PATCH /Users/ada.one': 1 },
          reads: { [byExternalId]: 1 },
          accounts: { 'ada.one': { userName: 'ada@contoso.example' } },
        },
      },
    ],
  },
  {
    name: 'of two people with the matching value the second gets no account, and it is said why',
    directory: tenant({
      people: [
        { displayName: 'ada', mailNickname: 'sales' },
        { displayName: 'bob', mailNickname: 'sales' },
      ],
      assigned: ['ada'],
    }),
    app: byNickname,
    initially: { writes: { 'POST /Users': 1 }, accounts: { sales: { displayName: 'ada' } } },
    then: [
      {
        when: [events.assign('bob')],
        expect: {
          writes: {},
          reads: { 'GET /Users?filter=userName eq "sales"': 1 },
          accounts: { sales: { displayName: 'ada' } },
          log: ['fail bob: failure DuplicateSourceEntries'],
        },
      },
      {
        when: [events.change('bob', { mailNickname: 'bob' })],
        expect: {
          writes: { 'POST /Users': 1 },
          reads: { 'GET /Users?filter=userName eq "bob"': 1 },
          accounts: { sales: 'active', bob: 'active' },
        },
      },
    ],
  },
  {
    name: 'of two people with the matching value who are new together only one gets an account',
    directory: tenant({
      people: [
        { displayName: 'ada', mailNickname: 'sales' },
        { displayName: 'bob', mailNickname: 'SALES' },
      ],
      assigned: ['ada', 'bob'],
    }),
    notOn: { scimmy: 'its filter compares letter by letter' },
    app: byNickname,
    initially: { writes: { 'POST /Users': 1 }, accounts: { sales: 'active' } },
    finally: {
      because: 'the second is looked for again',
      reads: { 'GET /Users?filter=userName eq "sales"': 1 },
    },
  },
  {
    name: 'an account that the filter hides is found by its e-mail address once the app says that it exists',
    directory: nobodyYet,
    existing: { users: [{ ...complete, displayName: 'Countess' }] },
    strict: { switches: { blindFilters: ['userName'] } },
    notOn: { scimmy: 'its filter hides nobody' },
    initially: { writes: {} },
    then: [
      {
        when: [events.assign('ada')],
        expect: {
          writes: { 'POST /Users -> 409': 1, 'PATCH /Users/ada': 1 },
          reads: { [byUserName]: 2, [byEmail]: 1 },
          accounts: { ada: { displayName: 'ada' } },
          log: ['update ada: success'],
        },
      },
    ],
  },
  {
    name: 'an account that exists and that nothing finds is not fought over',
    directory: nobodyYet,
    existing: { users: [complete] },
    strict: { switches: { blindFilters: ['userName', 'emails.value', 'emails'] } },
    notOn: { scimmy: 'its filter hides nobody' },
    initially: { writes: {} },
    then: [
      {
        when: [events.assign('ada')],
        expect: {
          writes: { 'POST /Users -> 409': 1 },
          reads: { [byUserName]: 2, [byEmail]: 1 },
          accounts: { ada: 'active' },
          log: ['create ada: failure EntryConflict'],
        },
      },
    ],
    finally: {
      because: 'it is tried again',
      writes: { 'POST /Users -> 409': 1 },
      reads: { [byUserName]: 2, [byEmail]: 1 },
    },
  },
  {
    name: 'an app that answers a create with the account that exists gets no second one',
    directory: nobodyYet,
    existing: { users: [complete] },
    strict: { switches: { blindFilters: ['userName'], existingUserAnswer: 'existing' } },
    notOn: { scimmy: 'its filter hides nobody' },
    initially: { writes: {} },
    then: [
      {
        when: [events.assign('ada')],
        expect: { writes: { 'POST /Users': 1 }, reads: { [byUserName]: 1 }, accounts: { ada: 'active' } },
      },
    ],
  },
  {
    name: 'an account that vanished is created again in the same cycle',
    isGeneric: true,
    directory: ada,
    initially: { writes: { 'POST /Users': 1 } },
    then: [
      {
        when: [events.accountVanishes('ada'), events.change('ada', { jobTitle: 'Director' })],
        expect: {
          writes: { 'PATCH /Users/ada -> 404': 1, 'POST /Users': 1 },
          reads: { 'GET /Users/ada -> 404': 1, [byUserName]: 1 },
          accounts: { 'ada#2': { title: 'Director', active: true } },
          log: ['create ada: warning InvalidAnchor'],
        },
      },
    ],
  },
  {
    name: 'an account that vanished while another one of that name appeared is exchanged for it',
    isGeneric: true,
    directory: ada,
    initially: { writes: { 'POST /Users': 1 } },
    then: [
      {
        when: [
          events.accountVanishes('ada'),
          events.accountAppears({ userName: 'ada@contoso.example', displayName: 'Countess' }),
          events.change('ada', { jobTitle: 'Director' }),
        ],
        expect: {
          writes: { 'PATCH /Users/ada -> 404': 1, 'PATCH /Users/ada#2': 1 },
          reads: { 'GET /Users/ada -> 404': 1, [byUserName]: 1 },
          accounts: { 'ada#2': { title: 'Director', displayName: 'ada' } },
          log: ['update ada: warning InvalidAnchor'],
        },
      },
    ],
  },
  {
    name: 'an account that vanished needs no disabling',
    directory: ada,
    initially: { writes: { 'POST /Users': 1 } },
    then: [
      {
        when: [events.accountVanishes('ada'), events.unassign('ada')],
        expect: {
          writes: { 'PATCH /Users/ada -> 404': 1 },
          reads: { 'GET /Users/ada -> 404': 1 },
          accounts: {},
          log: ['disable ada: success'],
        },
      },
      {
        when: [events.assign('ada')],
        expect: {
          writes: { 'POST /Users': 1 },
          reads: { [byUserName]: 1 },
          accounts: { 'ada#2': 'active' },
        },
      },
    ],
  },
  {
    name: 'an account whose user name differs in letter case is the same, and keeps its letters',
    directory: ada,
    existing: { users: [{ ...complete, userName: 'ADA@Contoso.example' }] },
    initially: {
      writes: {},
      accounts: { ada: { userName: 'ADA@Contoso.example' } },
      log: ['skip ada: RedundantExport'],
    },
  },
  {
    name: 'an account in small letters is found where the app compares letter by letter',
    directory: tenant({ people: [{ displayName: 'ada', mailNickname: 'Ada' }] }),
    app: byNickname,
    existing: { users: [{ userName: 'ada', displayName: 'ada' }] },
    strict: { switches: { filtersUserNameExactly: true } },
    initially: { writes: {} },
    then: [
      {
        when: [events.assign('ada')],
        expect: {
          writes: {},
          reads: { 'GET /Users?filter=userName eq "Ada"': 1, 'GET /Users?filter=userName eq "ada"': 1 },
          accounts: { ada: 'active' },
        },
      },
    ],
  },
  {
    name: 'an identifier that the app compares letter by letter is not matched in other letters',
    directory: ada,
    app: {
      ...byExternalIdAlone,
      targetAttributes: [
        {
          name: 'externalId',
          type: 'String',
          required: false,
          multivalued: false,
          caseExact: true,
          mutability: 'ReadWrite',
          flowNullValues: false,
        },
      ],
    },
    existing: { users: [{ userName: 'other', externalId: 'ADA' }] },
    initially: { writes: { 'POST /Users': 1 }, accounts: { ada: { externalId: 'ada' }, other: 'active' } },
  },
  {
    name: 'quotes, backslashes and ampersands in a matching value are asked for as they are',
    directory: tenant({ people: [{ displayName: 'ada', mailNickname: 'a"d\\a & co?' }] }),
    app: byNickname,
    notOn: { scimmy: 'its filters cannot hold escaped quotes' },
    existing: { users: [{ userName: 'a"d\\a & co?', displayName: 'Countess' }] },
    initially: { writes: {} },
    then: [
      {
        when: [events.assign('ada')],
        expect: {
          writes: { 'PATCH /Users/a"d\\a & co?': 1 },
          reads: { 'GET /Users?filter=userName eq "a\\"d\\\\a & co?"': 1 },
          accounts: { 'a"d\\a & co?': { displayName: 'ada' } },
        },
      },
    ],
  },
  {
    name: 'somebody whose value the app refuses to look for fails alone',
    directory: tenant({ people: ['ada', 'bob'] }),
    initially: { writes: {} },
    then: [
      {
        when: [
          events.assign('ada'),
          events.assign('bob'),
          events.targetFails({
            method: 'GET',
            path: `/Users?filter=${encodeURIComponent('userName eq "ada')}`,
            status: 400,
          }),
        ],
        expect: {
          writes: { 'POST /Users': 1 },
          reads: { [`${byUserName} -> 400`]: 1, 'GET /Users?filter=userName eq "bob@contoso.example"': 1 },
          accounts: { bob: 'active' },
        },
      },
      {
        when: [],
        expect: {
          writes: { 'POST /Users': 1 },
          reads: { [byUserName]: 1 },
          accounts: { ada: 'active', bob: 'active' },
        },
      },
    ],
    notOn: { scimmy: 'its faults do not tell one query from another' },
  },
  {
    name: 'a restart that forgets the links finds every account and group again and doubles none',
    directory: tenant({
      people: ['ada', 'bob'],
      groups: { Sales: ['ada'] },
      assigned: ['ada', 'bob', 'Sales'],
    }),
    initially: {
      writes: { 'POST /Users': 2, 'POST /Groups': 1, 'PATCH /Groups/Sales': 1 },
    },
    then: [
      {
        when: [events.restart('Full')],
        expect: {
          writes: { 'PATCH /Groups/Sales': 1 },
          accounts: { ada: 'active', bob: 'active' },
          groups: { Sales: ['ada'] },
        },
      },
    ],
    notOn: { scimmy: 'it doubles a member who is added again' },
  },
];

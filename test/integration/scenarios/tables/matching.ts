import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { Scenario } from '../harness/scenario.js';
import {
  ada,
  nobodyYet,
  byUserName,
  byExternalId,
  byTwoAttributes,
  byNickname,
  complete,
  byExternalIdAlone,
} from './ada.js';

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
    name: 'a restart that forgets the links finds every account and group again and doubles none',
    directory: tenant({
      people: ['ada', 'bob'],
      groups: { Sales: ['ada'] },
      assigned: ['ada', 'bob', 'Sales'],
    }),
    initially: {
      writes: { 'POST /Users': 2, 'POST /Groups': 1 },
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

import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { Scenario } from '../harness/scenario.js';
import {
  ada,
  nobodyYet,
  byUserName,
  byExternalId,
  byEmail,
  byExternalIdAlone,
  byNickname,
  complete,
} from './ada.js';

/** Where several could be somebody's account, or none is any more. */
export const matchConflicts: readonly Scenario[] = [
  {
    name: 'of two accounts with the matching value none is taken, and it is said why',
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
];

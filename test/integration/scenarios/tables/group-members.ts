import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { Scenario } from '../harness/scenario.js';
import { people, withSales, created, adding, removing, twoMembersARequest } from './sales.js';

/** Who is in the groups of the app. */
export const groupMembers: readonly Scenario[] = [
  {
    name: 'a group without members is created, and filled when it has some',
    directory: withSales([]),
    initially: created([]),
    then: [
      {
        when: [events.join('Sales', 'ada')],
        expect: { writes: { 'PATCH /Groups/Sales': 1 }, groups: { Sales: ['ada'] } },
      },
    ],
  },
  {
    name: 'many members come in as many requests as the app needs',
    isGeneric: true,
    directory: withSales(people),
    app: twoMembersARequest,
    strict: { switches: { maxMembersPerRequest: 2 } },
    initially: {
      writes: { 'POST /Users': 5, 'POST /Groups': 1, 'PATCH /Groups/Sales': 2 },
      groups: { Sales: people },
    },
    then: [
      {
        when: [events.leave('Sales', 'ada', 'bob', 'cyd')],
        expect: { writes: { 'PATCH /Groups/Sales': 2 }, groups: { Sales: ['dan', 'eve'] } },
      },
    ],
  },
  {
    name: 'a change of members that is too large for the app is cut in halves until it fits',
    directory: withSales(people),
    strict: { switches: { maxMembersPerRequest: 2 } },
    notOn: { scimmy: 'it takes any number of members' },
    initially: {
      writes: {
        'POST /Users': 5,
        'POST /Groups -> 413': 1,
        'POST /Groups': 1,
        'PATCH /Groups/Sales -> 413': 2,
        'PATCH /Groups/Sales': 3,
      },
      groups: { Sales: people },
    },
  },
  {
    name: 'who joins is added, who leaves is removed, both in one request, and nobody else is spoken of',
    isGeneric: true,
    proves: { deprovisioning: ['member leaves: removed'] },
    directory: withSales(['ada', 'bob']),
    initially: created(['ada', 'bob']),
    then: [
      {
        when: [events.join('Sales', 'cyd')],
        expect: {
          writes: { 'PATCH /Groups/Sales': 1 },
          bodies: { 'PATCH /Groups/Sales': [[adding('cyd')]] },
          groups: { Sales: ['ada', 'bob', 'cyd'] },
          log: ['skip cyd: RedundantExport', 'update Sales: success'],
        },
      },
      {
        when: [events.leave('Sales', 'ada')],
        expect: {
          writes: { 'PATCH /Groups/Sales': 1 },
          bodies: { 'PATCH /Groups/Sales': [[removing('ada')]] },
          groups: { Sales: ['bob', 'cyd'] },
        },
      },
      {
        when: [events.join('Sales', 'ada'), events.leave('Sales', 'cyd')],
        expect: {
          writes: { 'PATCH /Groups/Sales': 1 },
          bodies: { 'PATCH /Groups/Sales': [[adding('ada'), removing('cyd')]] },
          groups: { Sales: ['ada', 'bob'] },
        },
      },
    ],
  },
  {
    name: 'who leaves and comes back before the next cycle is not spoken of, and later is added again',
    directory: withSales(['ada', 'bob']),
    initially: created(['ada', 'bob']),
    then: [
      {
        when: [events.leave('Sales', 'ada'), events.join('Sales', 'ada')],
        expect: { writes: {}, groups: { Sales: ['ada', 'bob'] } },
      },
      { when: [events.leave('Sales', 'ada')], expect: { writes: { 'PATCH /Groups/Sales': 1 } } },
      {
        when: [events.join('Sales', 'ada')],
        expect: {
          writes: { 'PATCH /Groups/Sales': 1 },
          bodies: { 'PATCH /Groups/Sales': [[adding('ada')]] },
          groups: { Sales: ['ada', 'bob'] },
        },
      },
    ],
  },
  {
    name: 'a group in a group gives nobody an account, and is no member',
    directory: tenant({
      people: ['ada', 'bob'],
      groups: { Outer: ['ada', 'Inner'], Inner: ['bob'] },
      assigned: ['Outer'],
    }),
    initially: {
      writes: { 'POST /Users': 1, 'POST /Groups': 1 },
      accounts: { ada: 'active' },
      groups: { Outer: ['ada'] },
    },
  },
  {
    name: 'a member who comes into scope later is added in the same cycle, without a restart',
    directory: tenant({
      people: [{ displayName: 'ada', department: 'Sales' }, 'bob'],
      groups: { Sales: ['ada', 'bob'] },
      assigned: ['Sales'],
    }),
    app: {
      scopingFilters: [
        { name: 'Sales', clauses: [{ attribute: 'department', operator: 'EQUALS', value: 'Sales' }] },
      ],
    },
    initially: {
      writes: { 'POST /Users': 1, 'POST /Groups': 1 },
      groups: { Sales: ['ada'] },
    },
    then: [
      {
        when: [events.change('bob', { department: 'Sales' })],
        expect: {
          writes: { 'POST /Users': 1, 'PATCH /Groups/Sales': 1 },
          reads: { 'GET /Users?filter=userName eq "bob@contoso.example"': 1 },
          bodies: { 'PATCH /Groups/Sales': [[adding('bob')]] },
          groups: { Sales: ['ada', 'bob'] },
        },
      },
    ],
  },
  {
    name: 'whom somebody adds to a group by hand stays in it: nobody asks the app who its members are',
    isGeneric: true,
    directory: withSales(['ada', 'bob']),
    initially: created(['ada', 'bob']),
    then: [
      {
        when: [events.memberAppears('Sales', 'eve'), events.leave('Sales', 'ada')],
        expect: {
          writes: { 'PATCH /Groups/Sales': 1 },
          bodies: { 'PATCH /Groups/Sales': [[removing('ada')]] },
          groups: { Sales: ['bob', 'eve'] },
        },
      },
    ],
  },
  {
    name: 'who is blocked is disabled and stays in the group',
    directory: withSales(['ada', 'bob']),
    initially: created(['ada', 'bob']),
    then: [
      {
        when: [events.block('ada')],
        expect: { writes: { 'PATCH /Users/ada': 1 }, groups: { Sales: ['ada', 'bob'] } },
      },
    ],
  },
  {
    name: 'who is deleted for good leaves the group with their account',
    directory: withSales(['ada', 'bob']),
    initially: created(['ada', 'bob']),
    notOn: { scimmy: 'it keeps deleted accounts in groups' },
    then: [
      {
        when: [events.removeUser('ada'), events.purge('ada')],
        expect: { writes: { 'DELETE /Users/ada': 1 }, groups: { Sales: ['bob'] } },
      },
    ],
  },
];

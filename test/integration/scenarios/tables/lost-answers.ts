import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { App, Scenario } from '../harness/scenario.js';

const nobodyYet = tenant({ people: ['ada'] });
const ada = tenant({ people: ['ada'], assigned: ['ada'] });
const byUserName = 'GET /Users?filter=userName eq "ada@contoso.example"';
const withSales = (members: readonly string[]) =>
  tenant({ people: ['ada', 'bob'], groups: { Sales: members }, assigned: ['ada', 'bob', 'Sales'] });
const salesCreated = { writes: { 'POST /Users': 2, 'POST /Groups': 1 } };

const doubling: Partial<App> = {
  connector: 'doubling',
  connectorProfile: { extends: 'generic-scim', quirks: ['additionsDoubled'] },
};

/** Connections that break and servers that fail at the wrong moment. */
export const lostAnswers: readonly Scenario[] = [
  {
    name: 'a create that was carried out and whose answer was lost makes one account',
    directory: nobodyYet,
    initially: { writes: {} },
    then: [
      {
        when: [
          events.assign('ada'),
          events.targetFails({ method: 'POST', path: '/Users', dropConnection: 'after' }),
        ],
        expect: {
          writes: { 'POST /Users -> cut': 1 },
          reads: { [byUserName]: 2 },
          accounts: { ada: 'active' },
          log: ['create ada: success'],
        },
      },
    ],
  },
  {
    name: 'a create that never arrived is sent again',
    directory: nobodyYet,
    initially: { writes: {} },
    then: [
      {
        when: [
          events.assign('ada'),
          events.targetFails({ method: 'POST', path: '/Users', dropConnection: 'before' }),
        ],
        expect: {
          writes: { 'POST /Users -> cut': 1, 'POST /Users': 1 },
          reads: { [byUserName]: 2 },
          accounts: { ada: 'active' },
        },
      },
    ],
  },
  {
    name: 'a create that is lost a second time, and was carried out then, makes one account',
    directory: nobodyYet,
    initially: { writes: {} },
    then: [
      {
        when: [
          events.assign('ada'),
          events.targetFails(
            { method: 'POST', path: '/Users', dropConnection: 'before' },
            { method: 'POST', path: '/Users', dropConnection: 'after' },
          ),
        ],
        expect: {
          writes: { 'POST /Users -> cut': 2 },
          reads: { [byUserName]: 3 },
          accounts: { ada: 'active' },
          log: ['create ada: success'],
        },
      },
    ],
  },
  {
    name: 'an update whose answer was lost is sent again, and nothing is doubled',
    directory: ada,
    initially: { writes: { 'POST /Users': 1 } },
    then: [
      {
        when: [
          events.change('ada', { jobTitle: 'Director', mobilePhone: '+1 425 555 0100' }),
          events.targetFails({ method: 'PATCH', path: '/Users', dropConnection: 'after' }),
        ],
        expect: {
          writes: { 'PATCH /Users/ada -> cut': 1, 'PATCH /Users/ada': 1 },
          accounts: { ada: { title: 'Director', 'phoneNumbers.mobile.value': '+1 425 555 0100' } },
        },
      },
    ],
    notOn: { scimmy: 'it doubles a phone number that is added again' },
  },
  {
    name: 'where additions are doubled, an update whose answer was lost is compared with what is there',
    directory: ada,
    app: doubling,
    initially: { writes: { 'POST /Users': 1 } },
    then: [
      {
        when: [
          events.change('ada', { mobilePhone: '+1 425 555 0100' }),
          events.targetFails({ method: 'PATCH', path: '/Users', dropConnection: 'after' }),
        ],
        expect: {
          writes: { 'PATCH /Users/ada -> cut': 1 },
          reads: { 'GET /Users/ada': 1 },
          accounts: { ada: { 'phoneNumbers.0.value': '+1 425 555 0100', 'phoneNumbers.1.value': null } },
        },
      },
    ],
  },
  {
    name: 'a group whose creation was carried out and whose answer was lost is made once',
    directory: tenant({ people: ['ada'], groups: { Sales: ['ada'] }, assigned: ['ada'] }),
    initially: { writes: { 'POST /Users': 1 } },
    then: [
      {
        when: [
          events.assign('Sales'),
          events.targetFails({ method: 'POST', path: '/Groups', dropConnection: 'after' }),
        ],
        expect: {
          writes: { 'POST /Groups -> cut': 1 },
          reads: {
            'GET /Groups/Sales': 1,
            'GET /Groups?excludedAttributes=members&filter=displayName eq "Sales"': 2,
            'GET /Groups?excludedAttributes=members&filter=displayName eq "sales"': 1,
          },
          groups: { Sales: ['ada'] },
        },
      },
    ],
  },
  {
    name: 'members whose addition was carried out and whose answer was lost are in the group once',
    directory: withSales(['ada']),
    initially: salesCreated,
    then: [
      {
        when: [
          events.join('Sales', 'bob'),
          events.targetFails({ method: 'PATCH', path: '/Groups', dropConnection: 'after' }),
        ],
        expect: {
          writes: { 'PATCH /Groups/Sales -> cut': 1, 'PATCH /Groups/Sales': 1 },
          groups: { Sales: ['ada', 'bob'] },
        },
      },
    ],
    notOn: { scimmy: 'it doubles a member who is added again' },
  },
  {
    name: 'where additions are doubled, only members who are not there yet are added after a lost answer',
    directory: withSales(['ada']),
    app: doubling,
    strict: { switches: { doublesMembers: true } },
    proves: { quirks: ['additionsDoubled'] },
    initially: { ...salesCreated, groups: { Sales: ['ada'] } },
    then: [
      {
        when: [
          events.join('Sales', 'bob'),
          events.targetFails({ method: 'PATCH', path: '/Groups', dropConnection: 'after' }),
        ],
        expect: {
          writes: { 'PATCH /Groups/Sales -> cut': 1 },
          reads: { 'GET /Groups/Sales': 1 },
          groups: { Sales: ['ada', 'bob'] },
        },
      },
      {
        when: [events.leave('Sales', 'ada')],
        expect: { writes: { 'PATCH /Groups/Sales': 1 }, groups: { Sales: ['bob'] } },
      },
    ],
  },
  {
    name: 'a removal of members whose answer was lost is sent again',
    directory: withSales(['ada', 'bob']),
    initially: salesCreated,
    then: [
      {
        when: [
          events.leave('Sales', 'bob'),
          events.targetFails({ method: 'PATCH', path: '/Groups', dropConnection: 'after' }),
        ],
        expect: {
          writes: { 'PATCH /Groups/Sales -> cut': 1, 'PATCH /Groups/Sales': 1 },
          groups: { Sales: ['ada'] },
        },
      },
    ],
  },
  {
    name: 'a delete whose answer was lost is done, whatever the second attempt is told',
    directory: ada,
    initially: { writes: { 'POST /Users': 1 } },
    then: [
      {
        when: [
          events.removeUser('ada'),
          events.purge('ada'),
          events.targetFails({ method: 'DELETE', path: '/Users', dropConnection: 'after' }),
        ],
        expect: {
          writes: { 'DELETE /Users/ada -> cut': 1, 'DELETE /Users/ada -> 404': 1 },
          accounts: {},
          log: ['delete ada: success'],
        },
      },
    ],
  },
  {
    name: 'a target that is busy is asked again',
    directory: ada,
    initially: { writes: { 'POST /Users': 1 } },
    then: [
      {
        when: [
          events.block('ada'),
          events.targetFails(
            { method: 'PATCH', path: '/Users', status: 429, retryAfter: '0' },
            { method: 'PATCH', path: '/Users', status: 503, retryAfter: '0' },
          ),
        ],
        expect: {
          writes: { 'PATCH /Users/ada -> 429': 1, 'PATCH /Users/ada -> 503': 1, 'PATCH /Users/ada': 1 },
          accounts: { ada: 'disabled' },
        },
      },
    ],
  },
  {
    name: 'somebody whom the target refuses fails alone, is tried again in the next cycle, and then succeeds',
    directory: tenant({ people: ['ada', 'bob'], assigned: ['ada', 'bob'] }),
    initially: { writes: { 'POST /Users': 2 } },
    then: [
      {
        when: [
          events.change('ada', { jobTitle: 'Director' }),
          events.targetFails({ method: 'PATCH', path: '/Users', status: 400 }),
        ],
        expect: {
          writes: { 'PATCH /Users/ada -> 400': 1 },
          accounts: { ada: { title: null }, bob: 'active' },
        },
      },
      {
        when: [],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          accounts: { ada: { title: 'Director' }, bob: 'active' },
        },
      },
    ],
  },
];

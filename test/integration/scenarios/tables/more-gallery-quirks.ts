import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { Scenario } from '../harness/scenario.js';
import { notOn, ada, adaCreated, disabling } from './odd-apps.js';

/** Quirks of other apps of the gallery, on a server with the limits of each. */
export const moreGalleryQuirks: readonly Scenario[] = [
  {
    name: 'Slack: who is deleted is only disabled there, and is enabled when hired again under that name',
    proves: { quirks: ['deletionDisables'] },
    directory: ada,
    app: { connector: 'slack' },
    strict: { profile: 'slack' },
    notOn,
    initially: adaCreated,
    then: [
      {
        when: [events.removeUser('ada'), events.purge('ada')],
        expect: { writes: { 'DELETE /Users/ada': 1 }, accounts: { ada: 'disabled' } },
      },
      {
        when: [events.hire('ada'), events.assign('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          reads: { 'GET /Users?filter=userName eq "ada"': 1 },
          accounts: { ada: 'active' },
          log: ['update ada: success'],
        },
      },
    ],
  },
  {
    name: 'Slack: addresses go without a type, and whole',
    proves: { quirks: ['untypedAddresses'] },
    directory: tenant({ people: [{ displayName: 'ada', city: 'London', country: 'UK' }], assigned: ['ada'] }),
    app: { connector: 'slack' },
    strict: { profile: 'slack' },
    notOn,
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: {
        ada: { 'addresses.0.locality': 'London', 'addresses.0.country': 'UK', 'addresses.0.type': null },
      },
    },
    then: [
      {
        when: [events.change('ada', { city: 'Ockham' })],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          bodies: {
            'PATCH /Users/ada': [
              [{ op: 'replace', path: 'addresses', value: [{ locality: 'Ockham', country: 'UK' }] }],
            ],
          },
          accounts: { ada: { 'addresses.0.locality': 'Ockham', 'addresses.1': null } },
        },
      },
    ],
  },
  {
    name: 'Slack: a user name that is too long is not tried',
    directory: tenant({
      people: [{ displayName: 'ada', mailNickname: 'augusta.ada.king.noel' }, 'bob'],
      assigned: ['ada', 'bob'],
    }),
    app: { connector: 'slack' },
    strict: { profile: 'slack' },
    notOn,
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { bob: 'active' },
      log: ['create bob: success', 'fail ada: failure UnprocessableEntity'],
    },
    finally: {
      because: 'it is looked for again',
      reads: { 'GET /Users?filter=userName eq "augusta.ada.king.noel"': 1 },
    },
  },
  {
    name: 'Zoom: attributes are changed by PUT, activity by PATCH, and awkward ids reach the right account',
    proves: { quirks: ['usersPatchedForActiveOnly'] },
    directory: ada,
    app: { connector: 'zoom' },
    strict: { profile: 'zoom' },
    notOn,
    initially: adaCreated,
    then: [
      {
        when: [events.change('ada', { surname: 'Lovelace' })],
        expect: {
          writes: { 'PUT /Users/ada': 1 },
          reads: { 'GET /Users/ada': 1 },
          accounts: { ada: { 'name.familyName': 'Lovelace', 'name.givenName': 'ada', active: true } },
        },
      },
      {
        when: [events.block('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          bodies: { 'PATCH /Users/ada': [disabling] },
          accounts: { ada: 'disabled' },
        },
      },
      {
        when: [events.unblock('ada'), events.change('ada', { department: 'Analysis' })],
        expect: {
          writes: { 'PATCH /Users/ada': 1, 'PUT /Users/ada': 1 },
          reads: { 'GET /Users/ada': 1 },
          accounts: { ada: { active: true, department: 'Analysis' } },
        },
      },
    ],
  },
  {
    name: 'GitLab: a user name that is taken gets a number, which nobody tries to take away',
    directory: ada,
    app: { connector: 'gitlab-groups' },
    strict: { profile: 'gitlab' },
    notOn,
    existing: {
      users: [{ userName: 'ada', externalId: 'somebody-else', emails: [{ value: 'a@b.example' }] }],
    },
    initially: { writes: { 'POST /Users': 1 }, accounts: { ada: 'active', ada1: 'active' } },
    then: [
      {
        when: [events.block('ada')],
        expect: { writes: { 'PATCH /Users/ada1': 1 }, accounts: { ada: 'active', ada1: 'disabled' } },
      },
    ],
  },
  {
    name: 'GitHub: one member a request, and users and groups are matched by externalId alone',
    directory: tenant({
      people: ['ada', 'bob'],
      groups: { Sales: ['ada', 'bob'] },
      assigned: ['ada', 'bob', 'Sales'],
    }),
    app: { connector: 'github-enterprise-managed-users' },
    strict: { profile: 'github-emu' },
    notOn,
    existing: { groups: [{ displayName: 'Sales', externalId: 'of-somebody-else' }] },
    initially: {
      writes: { 'POST /Users': 2, 'POST /Groups': 1, 'PATCH /Groups/Sales#2': 1 },
      groups: { Sales: [], 'Sales#2': ['ada', 'bob'] },
    },
  },
  {
    name: 'Dialpad: the number that it gives an account stays, and offices are found by department and country',
    directory: tenant({
      people: [{ displayName: 'ada', department: 'Sales', country: 'UK' }],
      assigned: ['ada'],
    }),
    app: { connector: 'dialpad' },
    strict: { profile: 'dialpad' },
    notOn: { scimmy: 'it gives nobody a number' },
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: {
        ada: { department: 'Sales', 'addresses.work.country': 'UK', 'phoneNumbers.0.type': 'Dialpad' },
      },
    },
    then: [
      {
        when: [events.restart()],
        expect: { writes: {}, accounts: { ada: { 'phoneNumbers.0.type': 'Dialpad' } } },
      },
    ],
  },
];

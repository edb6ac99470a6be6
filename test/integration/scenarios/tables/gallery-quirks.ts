import { expect } from '@jest/globals';
import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { Scenario } from '../harness/scenario.js';
import { notOn, ada, adaCreated, byUserName } from './odd-apps.js';

/** Quirks of Atlassian and AWS, on a server with their limits. */
export const galleryQuirks: readonly Scenario[] = [
  {
    name: 'Atlassian: who is deleted is only disabled there, and hidden; whoever comes back with that name is told of',
    proves: { quirks: ['deletionDisables'] },
    directory: ada,
    app: { connector: 'atlassian-cloud' },
    strict: { profile: 'atlassian' },
    notOn,
    initially: adaCreated,
    then: [
      {
        when: [events.removeUser('ada'), events.purge('ada')],
        expect: {
          writes: { 'DELETE /Users/ada': 1 },
          accounts: { ada: 'disabled' },
          log: ['delete ada: success'],
        },
      },
    ],
  },
  {
    name: 'Atlassian: a disabled account that nobody can see is enabled by what is known of it',
    proves: { quirks: ['disabledUsersHidden'] },
    directory: ada,
    app: { connector: 'atlassian-cloud' },
    strict: { profile: 'atlassian' },
    notOn,
    initially: adaCreated,
    then: [
      {
        when: [events.unassign('ada')],
        expect: { writes: { 'PATCH /Users/ada': 1 }, accounts: { ada: 'disabled' } },
      },
      {
        when: [events.assign('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          accounts: { ada: 'active' },
          log: ['update ada: success'],
        },
      },
    ],
  },
  {
    name: 'Atlassian: an account that somebody deleted there, and that is hidden, is enabled again with its user',
    proves: { quirks: ['disabledUsersHidden'] },
    directory: ada,
    app: { connector: 'atlassian-cloud' },
    strict: { profile: 'atlassian' },
    notOn,
    initially: adaCreated,
    then: [
      {
        when: [events.accountVanishes('ada'), events.block('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          accounts: { ada: 'disabled' },
          log: ['disable ada: success'],
        },
      },
      {
        when: [events.unblock('ada')],
        expect: { writes: { 'PATCH /Users/ada': 1 }, accounts: { ada: 'active' } },
      },
    ],
  },
  {
    name: 'AWS: lists are read with a cursor, and queries do not ask to leave members out',
    proves: { quirks: ['listsByCursor', 'excludedAttributesRefused'] },
    directory: tenant({ people: ['ada'], groups: { Sales: ['ada'] }, assigned: ['ada', 'Sales'] }),
    app: { connector: 'aws-iam-identity-center' },
    strict: { profile: 'aws', pageSize: 2 },
    notOn,
    existing: {
      users: ['zoe', 'yan', 'xia'].map((userName) => ({ userName })),
      groups: [{ displayName: 'Legal' }],
    },
    initially: {
      writes: { 'POST /Users': 1, 'POST /Groups': 1 },
      reads: expect.objectContaining({
        'GET /Users?cursor=&count=100': 1,
        'GET /Groups?cursor=&count=100': 1,
      }) as never,
      groups: { Sales: ['ada'], Legal: [] },
    },
    then: [
      {
        when: [events.found('Marketing', ['ada'], { assign: ['App'] })],
        expect: {
          writes: { 'POST /Groups': 1 },
          reads: {
            'GET /Groups?filter=displayName eq "Marketing"': 1,
            'GET /Groups?filter=displayName eq "marketing"': 1,
          },
          groups: { Sales: ['ada'], Marketing: ['ada'], Legal: [] },
        },
      },
    ],
  },
  {
    name: 'AWS: a list attribute has one element, which is replaced as a whole',
    proves: { quirks: ['singleElements'] },
    directory: tenant({
      people: [{ displayName: 'ada', businessPhones: ['+1 425 555 0100'], city: 'London' }],
      assigned: ['ada'],
    }),
    app: { connector: 'aws-iam-identity-center' },
    strict: { profile: 'aws' },
    notOn,
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { ada: { 'phoneNumbers.0.value': '+1 425 555 0100', 'addresses.0.locality': 'London' } },
    },
    then: [
      {
        when: [
          events.change('ada', {
            businessPhones: ['+1 425 555 0111'],
            streetAddress: '12 St James Square',
            mail: 'countess@contoso.example',
          }),
        ],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          accounts: {
            ada: {
              'phoneNumbers.0.value': '+1 425 555 0111',
              'phoneNumbers.1': null,
              'addresses.0.locality': 'London',
              'addresses.0.streetAddress': '12 St James Square',
              'addresses.1': null,
              'emails.0.value': 'countess@contoso.example',
              'emails.1': null,
            },
          },
        },
      },
    ],
  },
  {
    name: 'AWS: more than a hundred members come in requests of a hundred',
    directory: tenant({
      people: Array.from({ length: 120 }, (_, index) => `user${index}`),
      groups: { Everybody: Array.from({ length: 120 }, (_, index) => `user${index}`) },
      assigned: ['Everybody'],
    }),
    app: { connector: 'aws-iam-identity-center' },
    strict: { profile: 'aws' },
    notOn,
    initially: { writes: { 'POST /Users': 120, 'POST /Groups': 1, 'PATCH /Groups/Everybody': 1 } },
  },
  {
    name: 'AWS: who lacks a name that it needs, or has a character that it refuses, is left out before it is asked',
    directory: tenant({
      people: [
        { displayName: 'ada', surname: null },
        { displayName: 'bob', jobTitle: 'Sales; Marketing' },
        'cyd',
      ],
      assigned: ['ada', 'bob', 'cyd'],
    }),
    app: { connector: 'aws-iam-identity-center' },
    strict: { profile: 'aws' },
    notOn,
    initially: {
      writes: { 'POST /Users': 1 },
      accounts: { cyd: 'active' },
      log: [
        'create cyd: success',
        'fail ada: failure MandatoryFieldsMissing',
        'fail bob: failure UnprocessableEntity',
      ],
    },
    finally: {
      because: 'they are looked for again',
      reads: {
        [byUserName]: 1,
        'GET /Users?filter=userName eq "bob@contoso.example"': 1,
        'GET /Users?filter=externalId eq "{guid}"': 2,
      },
    },
  },
];

import { expect } from '@jest/globals';
import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { Scenario } from '../harness/scenario.js';
import {
  ENTERPRISE,
  CUSTOM,
  notOn,
  ada,
  adaWorksForBob,
  withSales,
  adaCreated,
  withQuirks,
} from './odd-apps.js';

/** How other apps, which operators describe, want changes to be written. */
export const writingQuirks: readonly Scenario[] = [
  {
    name: 'PATCH operations that begin with a capital letter',
    proves: { quirks: ['capitalizedOperations'] },
    directory: ada,
    app: withQuirks('capitalizedOperations'),
    strict: { switches: { operationNames: 'capitalized' } },
    notOn,
    initially: adaCreated,
    then: [
      {
        when: [events.block('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          bodies: { 'PATCH /Users/ada': [[{ op: 'Replace', path: 'active', value: false }]] },
          accounts: { ada: 'disabled' },
        },
      },
    ],
  },
  {
    name: 'Booleans as text',
    proves: { quirks: ['textBooleans'] },
    directory: ada,
    app: withQuirks('textBooleans'),
    strict: { switches: { booleans: 'text', answeredBooleans: 'text' } },
    notOn,
    initially: { ...adaCreated, bodies: { 'POST /Users': [{ active: 'True' }] } },
    then: [
      {
        when: [events.block('ada')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          bodies: { 'PATCH /Users/ada': [[{ path: 'active', value: 'False' }]] },
          accounts: { ada: 'disabled' },
        },
      },
      { when: [events.restart()], expect: { writes: {} } },
    ],
  },
  {
    name: 'several attributes in one operation without path',
    proves: { quirks: ['combinedReplace'] },
    directory: ada,
    app: withQuirks('combinedReplace'),
    strict: { switches: { acceptsDottedKeys: true } },
    notOn,
    initially: adaCreated,
    then: [
      {
        when: [events.change('ada', { displayName: 'Countess', jobTitle: 'Analyst' })],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          bodies: {
            'PATCH /Users/ada': [[{ op: 'replace', value: { displayName: 'Countess', title: 'Analyst' } }]],
          },
          accounts: { ada: { displayName: 'Countess', title: 'Analyst' } },
        },
      },
    ],
  },
  {
    name: 'first elements by value path',
    proves: { quirks: ['valuePathsMakeElements'] },
    directory: ada,
    app: withQuirks('valuePathsMakeElements'),
    strict: { switches: { valuePathsCreateElements: true } },
    notOn,
    initially: adaCreated,
    then: [
      {
        when: [events.change('ada', { mobilePhone: '+1 425 555 0100' })],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          bodies: {
            'PATCH /Users/ada': [
              [{ path: 'phoneNumbers[type eq "mobile"].value', value: '+1 425 555 0100' }],
            ],
          },
          accounts: { ada: { 'phoneNumbers.mobile.value': '+1 425 555 0100' } },
        },
      },
    ],
  },
  {
    name: 'a manager as bare id',
    proves: { quirks: ['referencesAsText'] },
    directory: adaWorksForBob,
    app: withQuirks('referencesAsText'),
    strict: { switches: { acceptsLooseReferences: true } },
    notOn,
    initially: {
      writes: { 'POST /Users': 3 },
      accounts: { ada: { 'manager.value': '{bob}' }, bob: 'active', cyd: 'active' },
    },
    then: [
      {
        when: [events.manage('ada', 'cyd')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          bodies: { 'PATCH /Users/ada': [[{ path: `${ENTERPRISE}:manager`, value: '{cyd}' }]] },
          accounts: { ada: { 'manager.value': '{cyd}' }, bob: 'active', cyd: 'active' },
        },
      },
    ],
  },
  {
    name: 'a manager as list of one',
    proves: { quirks: ['referencesAsArray'] },
    directory: adaWorksForBob,
    app: withQuirks('referencesAsArray'),
    strict: { switches: { acceptsLooseReferences: true } },
    notOn,
    initially: {
      writes: { 'POST /Users': 3 },
      accounts: { ada: { 'manager.value': '{bob}' }, bob: 'active', cyd: 'active' },
    },
    then: [
      {
        when: [events.manage('ada', 'cyd')],
        expect: {
          writes: { 'PATCH /Users/ada': 1 },
          bodies: { 'PATCH /Users/ada': [[{ path: `${ENTERPRISE}:manager`, value: [{ value: '{cyd}' }] }]] },
          accounts: { ada: { 'manager.value': '{cyd}' }, bob: 'active', cyd: 'active' },
        },
      },
    ],
  },
  {
    name: 'a custom extension that is not to be named among the schemas',
    proves: { quirks: ['customSchemasUnlisted'] },
    directory: tenant({ people: [{ displayName: 'ada', employeeId: '1815' }], assigned: ['ada'] }),
    app: {
      ...withQuirks('customSchemasUnlisted'),
      mappings: [
        { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
        { target: `${CUSTOM}:badge`, source: 'employeeId', apply: 'always' },
      ],
      targetAttributes: [
        {
          name: `${CUSTOM}:badge`,
          type: 'String',
          required: false,
          multivalued: false,
          caseExact: false,
          mutability: 'ReadWrite',
          flowNullValues: false,
        },
      ],
    },
    strict: { switches: { additionalAttributes: [`${CUSTOM}:badge`], requiresListedExtensions: false } },
    notOn,
    initially: {
      writes: { 'POST /Users': 1 },
      bodies: { 'POST /Users': [{ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'] }] },
      accounts: { ada: { badge: '1815' } },
    },
  },
  {
    name: 'e-mail addresses of which none is called the primary one',
    proves: { quirks: ['primaryEmailUnmarked'] },
    directory: ada,
    app: withQuirks('primaryEmailUnmarked'),
    notOn,
    initially: {
      ...adaCreated,
      bodies: { 'POST /Users': [{ emails: [expect.not.objectContaining({ primary: true })] }] },
    },
  },
  {
    name: 'roles without a type',
    proves: { quirks: ['untypedRoles'] },
    directory: ada,
    app: {
      ...withQuirks('untypedRoles'),
      mappings: [
        { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
        {
          target: 'roles[primary eq "True"].value',
          expression: 'SingleAppRoleAssignment([appRoleAssignments])',
          apply: 'always',
        },
      ],
    },
    notOn,
    initially: {
      ...adaCreated,
      bodies: {
        'POST /Users': [{ roles: [expect.not.objectContaining({ type: expect.anything() as unknown })] }],
      },
      accounts: { ada: { 'roles.0.value': 'User', 'roles.0.primary': true } },
    },
  },
  {
    name: 'bodies that must be called plain JSON',
    proves: { quirks: ['plainJson'] },
    directory: ada,
    app: withQuirks('plainJson'),
    strict: { switches: { requestMediaType: 'application/json' } },
    notOn,
    initially: adaCreated,
    then: [
      {
        when: [events.block('ada')],
        expect: { writes: { 'PATCH /Users/ada': 1 }, accounts: { ada: 'disabled' } },
      },
    ],
  },
  {
    name: 'users who are replaced as a whole, with what nobody maps',
    proves: { quirks: ['usersWithoutPatch'] },
    directory: ada,
    app: withQuirks('usersWithoutPatch'),
    strict: { switches: { userPatch: 'refused' } },
    notOn,
    existing: { users: [{ userName: 'ada@contoso.example', nickName: 'Countess' }] },
    initially: {
      writes: { 'PUT /Users/ada': 1 },
      accounts: { ada: { nickName: 'Countess', displayName: 'ada' } },
    },
    then: [
      {
        when: [events.block('ada')],
        expect: {
          writes: { 'PUT /Users/ada': 1 },
          reads: { 'GET /Users/ada': 1 },
          accounts: { ada: { nickName: 'Countess', active: false } },
        },
      },
    ],
  },
  {
    name: 'groups that are replaced as a whole, by name, by members, and by none',
    proves: { quirks: ['groupsWithoutPatch'] },
    directory: withSales,
    app: withQuirks('groupsWithoutPatch'),
    strict: { switches: { groupPatch: 'refused', missingMethodStatus: 501 } },
    notOn: { scimmy: 'its groups know PATCH; what is sent is the same' },
    initially: {
      writes: { 'POST /Users': 3, 'POST /Groups': 1 },
      groups: { Sales: ['ada', 'bob'] },
    },
    then: [
      {
        when: [events.changeGroup('Sales', { displayName: 'Sales EMEA' })],
        expect: {
          writes: { 'PUT /Groups/Sales': 1 },
          reads: { 'GET /Groups/Sales': 1 },
          groups: { Sales: { displayName: 'Sales EMEA', members: ['ada', 'bob'] } },
        },
      },
      {
        when: [events.join('Sales EMEA', 'cyd'), events.leave('Sales EMEA', 'ada')],
        expect: {
          writes: { 'PUT /Groups/Sales': 1 },
          reads: { 'GET /Groups/Sales': 1 },
          groups: { Sales: ['bob', 'cyd'] },
        },
      },
      {
        when: [events.leave('Sales EMEA', 'bob', 'cyd')],
        expect: {
          writes: { 'PUT /Groups/Sales': 1 },
          reads: { 'GET /Groups/Sales': 1 },
          groups: { Sales: [] },
        },
      },
    ],
  },
  {
    name: 'members who are removed by a list of ids',
    proves: { quirks: ['memberRemovalByValue'] },
    directory: withSales,
    app: withQuirks('memberRemovalByValue'),
    strict: { switches: { filteredRemoval: 'refused', rfcLiteralRemoval: false } },
    notOn,
    initially: { writes: { 'POST /Users': 3, 'POST /Groups': 1 } },
    then: [
      {
        when: [events.leave('Sales', 'ada')],
        expect: {
          writes: { 'PATCH /Groups/Sales': 1 },
          bodies: {
            'PATCH /Groups/Sales': [[{ op: 'remove', path: 'members', value: [{ value: '{ada}' }] }]],
          },
          groups: { Sales: ['bob'] },
        },
      },
    ],
  },
  {
    name: 'a server that takes a removal by ids for "everybody" is never asked so: nobody else leaves',
    directory: withSales,
    strict: { switches: { rfcLiteralRemoval: true } },
    notOn: { scimmy: 'it removes those only' },
    initially: { writes: { 'POST /Users': 3, 'POST /Groups': 1 } },
    then: [
      {
        when: [events.leave('Sales', 'ada')],
        expect: { writes: { 'PATCH /Groups/Sales': 1 }, groups: { Sales: ['bob'] } },
      },
    ],
  },
];

import { expect } from '@jest/globals';
import type { QuirkName } from '../../../../src/scim/quirks/index.js';
import { tenant } from '../harness/directory.js';
import * as events from '../harness/events.js';
import type { App, Scenario } from '../harness/scenario.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const CUSTOM = 'urn:ietf:params:scim:schemas:extension:contoso:2.0:User';

const notOn = { scimmy: 'the subject is a server that differs in this way' };
const ada = tenant({ people: ['ada'], assigned: ['ada'] });
const adaWorksForBob = tenant({
  people: [{ displayName: 'ada', manager: 'bob' }, 'bob'],
  assigned: ['ada', 'bob'],
});
const withSales = tenant({
  people: ['ada', 'bob', 'cyd'],
  groups: { Sales: ['ada', 'bob'] },
  assigned: ['ada', 'bob', 'cyd', 'Sales'],
});
const adaCreated = { writes: { 'POST /Users': 1 }, accounts: { ada: 'active' } } as const;
const byUserName = 'GET /Users?filter=userName eq "ada@contoso.example"';
const disabling = [{ op: 'replace', path: 'active', value: false }];

/** A generic app that differs in these ways. */
const withQuirks = (...quirks: readonly QuirkName[]): Partial<App> => ({
  connector: 'odd',
  connectorProfile: { extends: 'generic-scim', quirks: [...quirks] },
});

/** Quirks of apps in the gallery, on a server with that app's limits. */
const ofTheGallery: readonly Scenario[] = [
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
      writes: { 'POST /Users': 1, 'POST /Groups': 1, 'PATCH /Groups/Sales': 1 },
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
          writes: { 'POST /Groups': 1, 'PATCH /Groups/Marketing': 1 },
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
    initially: { writes: { 'POST /Users': 120, 'POST /Groups': 1, 'PATCH /Groups/Everybody': 2 } },
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
      writes: { 'POST /Users': 2, 'POST /Groups': 1, 'PATCH /Groups/Sales#2': 2 },
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

/** The other quirks, which operators may name in a profile of their own. */
const ofOtherApps: readonly Scenario[] = [
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
      writes: { 'POST /Users': 2, 'PATCH /Users/ada': 1 },
      bodies: { 'PATCH /Users/ada': [[{ path: `${ENTERPRISE}:manager`, value: '{bob}' }]] },
      accounts: { ada: { 'manager.value': '{bob}' }, bob: 'active' },
    },
  },
  {
    name: 'a manager as list of one',
    proves: { quirks: ['referencesAsArray'] },
    directory: adaWorksForBob,
    app: withQuirks('referencesAsArray'),
    strict: { switches: { acceptsLooseReferences: true } },
    notOn,
    initially: {
      writes: { 'POST /Users': 2, 'PATCH /Users/ada': 1 },
      bodies: { 'PATCH /Users/ada': [[{ path: `${ENTERPRISE}:manager`, value: [{ value: '{bob}' }] }]] },
      accounts: { ada: { 'manager.value': '{bob}' }, bob: 'active' },
    },
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
      writes: { 'POST /Users': 3, 'POST /Groups': 1, 'PUT /Groups/Sales': 1 },
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
    initially: { writes: { 'POST /Users': 3, 'POST /Groups': 1, 'PATCH /Groups/Sales': 1 } },
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
    initially: { writes: { 'POST /Users': 3, 'POST /Groups': 1, 'PATCH /Groups/Sales': 1 } },
    then: [
      {
        when: [events.leave('Sales', 'ada')],
        expect: { writes: { 'PATCH /Groups/Sales': 1 }, groups: { Sales: ['bob'] } },
      },
    ],
  },
  {
    name: 'accounts that cannot be listed are asked for one by one',
    proves: { quirks: ['listsNothing'] },
    directory: tenant({ people: ['ada', 'bob'], assigned: ['ada', 'bob'] }),
    app: { ...withQuirks('listsNothing'), groups: { provision: false } },
    existing: { users: [{ userName: 'ada@contoso.example' }] },
    initially: {
      writes: { 'POST /Users': 1, 'PATCH /Users/ada': 1 },
      reads: {
        'GET /Users?filter=userName eq "{guid}"': 1,
        [byUserName]: 1,
        'GET /Users?filter=userName eq "bob@contoso.example"': 1,
      },
      accounts: { ada: { displayName: 'ada' }, bob: 'active' },
    },
  },
  ...(['unknownIdIsBadRequest', 'unknownIdIsForbidden'] as const).map((quirk): Scenario => {
    const status = quirk === 'unknownIdIsBadRequest' ? 400 : 403;
    return {
      name: `an id that is answered with ${status} because nobody knows it`,
      proves: { quirks: [quirk] },
      directory: ada,
      app: withQuirks(quirk),
      strict: { switches: { unknownIdAnswer: status } },
      notOn,
      initially: adaCreated,
      then: [
        {
          when: [events.accountVanishes('ada'), events.change('ada', { jobTitle: 'Analyst' })],
          expect: {
            writes: { [`PATCH /Users/ada -> ${status}`]: 1, 'POST /Users': 1 },
            reads: { [`GET /Users/ada -> ${status}`]: 2, [byUserName]: 1 },
            accounts: { 'ada#2': { title: 'Analyst' } },
          },
        },
      ],
    };
  }),
  ...[
    { quirk: 'entraLegacyDialect', flag: 'AzureAdScimPatch2017', op: 'Replace', value: 'False' } as const,
    { quirk: 'entraCompliantDialect', flag: 'aadOptscim062020', op: 'replace', value: false } as const,
  ].flatMap(({ quirk, flag, op, value }): readonly Scenario[] => {
    const story = {
      directory: withSales,
      strict: { mode: 'entra' as const },
      notOn,
      initially: {
        writes: { 'POST /Users': 3, 'POST /Groups': 1, 'PATCH /Groups/Sales': 1 },
        groups: { Sales: ['ada', 'bob'] },
      },
      then: [
        {
          when: [events.block('cyd'), events.leave('Sales', 'ada')],
          expect: {
            writes: { 'PATCH /Users/cyd': 1, 'PATCH /Groups/Sales': 1 },
            bodies: { 'PATCH /Users/cyd': [[{ op, path: 'active', value }]] },
            accounts: { ada: 'active', bob: 'active', cyd: 'disabled' },
            groups: { Sales: ['bob'] },
          },
        },
      ],
    } as const;
    return [
      {
        name: `an app that knows ${quirk} only`,
        proves: { quirks: [quirk] },
        app: withQuirks(quirk),
        ...story,
      },
      { name: `a tenant URL with Entra's flag ${flag}`, app: { tenantUrl: `?${flag}` }, ...story },
    ];
  }),
];

export const quirks: readonly Scenario[] = [...ofTheGallery, ...ofOtherApps];

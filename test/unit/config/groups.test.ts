import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectorFor } from '../../../src/config/app-connector.js';
import { groupSchemaFor, objectSchemaFor } from '../../../src/config/app-schema.js';
import type { AppConfiguration } from '../../../src/config/configuration.js';
import { exportedSchema } from '../../../src/config/exported-schema.js';
import { loadConfigurationFile, parseConfiguration } from '../../../src/config/load-configuration.js';
import { compileObjectMapping } from '../../../src/schema/compile.js';
import { objectSchemaOf } from '../../../src/schema/document/index.js';
import { configurationOf, mistakesOf } from './mistakes.js';

const appOf = (settings: string): AppConfiguration => {
  const [app] = parseConfiguration('apps.yaml', configurationOf({ settings })).apps;
  if (app === undefined) throw new Error('the configuration has no app');
  return app;
};
const groupsOf = (app: AppConfiguration) => groupSchemaFor(app, connectorFor(app));
const usersOf = (app: AppConfiguration) => objectSchemaFor(app, connectorFor(app));
const mistakesIn = (settings: string) =>
  mistakesOf(() => parseConfiguration('apps.yaml', configurationOf({ settings })));

describe('the groups of an app', () => {
  it('are provisioned by default where the connector has groups, with its mappings', () => {
    expect(groupsOf(appOf('    connector: generic-scim\n'))?.mapping).toMatchObject({
      sourceObjectName: 'Group',
      targetObjectName: 'Group',
      flowTypes: ['Add', 'Update', 'Delete'],
      scope: null,
      attributeMappings: [{ matchingPriority: 1 }, {}, { targetAttributeName: 'members' }],
    });
  });

  it.each([
    ['the connector has none', '    connector: dynamic-signal\n'],
    ['the configuration says so', '    connector: generic-scim\n    groups: { provision: false }\n'],
  ])('are not when %s', (_, settings) => {
    expect(groupsOf(appOf(settings))).toBeNull();
  });

  it('have mappings and filters of their own', () => {
    const schema = groupsOf(
      appOf(`    connector: generic-scim
    groups:
      mappings:
        - { target: displayName, expression: 'Append([displayName], " (Entra)")', matching: 1 }
        - { target: members, source: members }
      scopingFilters:
        - { name: Teams, clauses: [{ attribute: securityEnabled, operator: IS TRUE }] }
    scopingFilters:
      - { name: Staff, clauses: [{ attribute: employeeId, operator: IS NOT NULL }] }
`),
    );

    expect(schema?.mapping.attributeMappings).toHaveLength(2);
    expect(schema?.mapping.scope?.groups.map(({ name }) => name)).toEqual(['Teams']);
  });

  it('are not asked for what is required of users, and the other way round', () => {
    const app = appOf(`    connector: aws-iam-identity-center
    targetAttributes:
      - { name: 'urn:acme:2.0:Group:owner', type: String, multivalued: true }
      - { name: 'urn:acme:2.0:User:badge' }
`);

    expect(groupsOf(app)?.targetAttributes.map(({ name }) => name)).toEqual(['urn:acme:2.0:Group:owner']);
    expect(usersOf(app).targetAttributes.map(({ name }) => name)).toEqual([
      'displayName',
      'name.givenName',
      'name.familyName',
      'urn:acme:2.0:User:badge',
    ]);
  });
});

describe('what an app says of its attributes', () => {
  it('counts before what the connector says of the same ones', () => {
    const app = appOf(`    connector: slack
    mappings: [{ target: userName, source: mailNickname, matching: 1 }]
    targetAttributes: [{ name: 'emails[type eq "work"].value', required: false }]
`);

    expect(usersOf(app).targetAttributes).toMatchObject([{ required: false }]);
  });

  it('is missed where the connector requires more than is mapped', () => {
    expect(
      mistakesIn(`    connector: slack
    mappings: [{ target: userName, source: mailNickname, matching: 1 }]
`),
    ).toEqual([
      'apps.yaml:8:15  apps[0].mappings cannot be used: emails[type eq "work"].value is required by the app and has no mapping',
    ]);
  });
});

describe('object flow types', () => {
  it.each([
    ['generic-scim', '', ['Add', 'Update', 'Delete'], ['Add', 'Update', 'Delete']],
    ['dynamic-signal', '', ['Add', 'Update'], null],
    ['gitlab-groups', '', ['Add', 'Update'], null],
    ['generic-scim', '{ users: [create] }', ['Add'], ['Add', 'Update', 'Delete']],
    ['generic-scim', '{ users: [update, create], groups: [delete] }', ['Add', 'Update'], ['Delete']],
    ['generic-scim', '{ users: [], groups: [] }', [], []],
    ['dynamic-signal', '{ users: [update] }', ['Update'], null],
  ])('of %s with actions %j are those of both', (connector, actions, users, groups) => {
    const app = appOf(
      `    connector: ${connector}\n${actions === '' ? '' : `    targetObjectActions: ${actions}\n`}`,
    );

    expect(usersOf(app).mapping.flowTypes).toEqual(users);
    expect(groupsOf(app)?.mapping.flowTypes ?? null).toEqual(groups);
  });
});

describe('settings that the connector cannot do', () => {
  it.each([
    [
      'groups of an app without',
      '    connector: dynamic-signal\n    groups: { provision: true }\n',
      ['apps.yaml:8:26  apps[0].groups.provision cannot be true: Dynamic Signal has no groups; remove it'],
    ],
    [
      'mappings, filters and actions of groups of an app without',
      `    connector: zoom
    groups:
      mappings: [{ target: displayName, source: displayName, matching: 1 }]
      scopingFilters: []
    targetObjectActions: { users: [create, delete], groups: [create] }
`,
      [
        'apps.yaml:9:17  apps[0].groups.mappings cannot be used: Zoom has no groups; remove it',
        'apps.yaml:10:23  apps[0].groups.scopingFilters cannot be used: Zoom has no groups; remove it',
        'apps.yaml:11:61  apps[0].targetObjectActions.groups cannot be used: Zoom has no groups; remove it',
      ],
    ],
    [
      'deleting where nobody can',
      '    connector: dynamic-signal\n    targetObjectActions: { users: [create, update, delete] }\n',
      [
        'apps.yaml:8:52  apps[0].targetObjectActions.users[2] cannot be "delete": Dynamic Signal does not let anyone delete users; remove it',
      ],
    ],
    [
      'an action that is none',
      '    connector: generic-scim\n    targetObjectActions: { groups: [rename] }\n',
      ['apps.yaml:8:37  apps[0].targetObjectActions.groups[0] must be "create", "update" or "delete"'],
    ],
    [
      'a setting of groups that is none',
      '    connector: generic-scim\n    groups: { provison: true }\n',
      ['apps.yaml:8:15  apps[0].groups.provison is not a setting; did you mean provision?'],
    ],
    [
      'groups without members',
      '    connector: generic-scim\n    groups: { mappings: [{ target: displayName, source: displayName, matching: 1 }] }\n',
      [
        'apps.yaml:8:25  apps[0].groups.mappings cannot be used: groups are mapped without their members; map members to members',
      ],
    ],
    [
      'groups that nothing matches',
      '    connector: generic-scim\n    groups: { mappings: [{ target: displayName, source: displayName }, { target: members, source: members }] }\n',
      [
        'apps.yaml:8:25  apps[0].groups.mappings cannot be used: no mapping has a matching priority; displayName is the usual one',
      ],
    ],
    [
      'attributes of users in mappings and filters of groups',
      `    connector: generic-scim
    groups:
      mappings:
        - { target: displayName, source: displayName, matching: 1 }
        - { target: externalId, expression: 'Coalesce([employeeId], [objectId])' }
        - { target: userName, source: mail }
        - { target: members, source: members }
      scopingFilters:
        - { name: HQ, clauses: [{ attribute: city, operator: EQUALS, value: Porto }] }
`,
      [
        expect.stringMatching(
          /^apps\.yaml:11:45 {2}apps\[0\]\.groups\.mappings\[1\]\.expression cannot be used: externalId: groups have no attribute employeeId, which is one of users; they have .*displayName/,
        ),
        expect.stringMatching(
          /^apps\.yaml:12:21 {2}apps\[0\]\.groups\.mappings\[2\]\.target cannot be used: userName: is no attribute of the core Group schema/,
        ),
        expect.stringMatching(
          /^apps\.yaml:15:46 {2}apps\[0\]\.groups\.scopingFilters\[0\]\.clauses\[0\]\.attribute .*city/,
        ),
      ],
    ],
    [
      'members of users',
      '    connector: generic-scim\n    mappings: [{ target: userName, source: mail, matching: 1 }, { target: members, source: members }]\n',
      [
        expect.stringMatching(/^apps\.yaml:8:75 .*members: is no attribute of the core User schema/),
        expect.stringMatching(/^apps\.yaml:8:92 .*members: the source has no attribute members/),
      ],
    ],
    [
      'two elements where the app takes one',
      `    connector: aws-iam-identity-center
    mappings:
      - { target: userName, source: userPrincipalName, matching: 1 }
      - { target: displayName, source: displayName }
      - { target: name.givenName, source: givenName }
      - { target: name.familyName, source: surname }
      - { target: 'emails[type eq "work"].value', source: mail }
      - { target: 'emails[type eq "work"].primary', constant: 'true' }
      - { target: 'emails[type eq "other"].value', source: userPrincipalName }
`,
      [
        'apps.yaml:15:19  apps[0].mappings[6].target cannot be used: emails[type eq "other"].value: AWS IAM Identity Center takes one element of emails, and a mapping above writes another one; keep one of them',
      ],
    ],
  ])('are refused where they stand: %s', (_, settings, expected) => {
    expect(mistakesIn(settings)).toEqual(expected);
  });

  it.each([
    [
      'irreversible deletes that nobody has allowed',
      '    connector: github-enterprise-managed-users\n    targetObjectActions: { users: [delete] }\n',
    ],
    ['groups that are off where there are none', '    connector: zoom\n    groups: { provision: false }\n'],
    [
      'updates of an app that only enables and disables',
      '    connector: gitlab-groups\n    targetObjectActions: { users: [update] }\n',
    ],
    [
      'mappings of groups that are not provisioned',
      '    connector: generic-scim\n    groups: { provision: false, mappings: [{ target: displayName, source: givenName }] }\n',
    ],
  ])('do not include %s', (_, settings) => {
    expect(mistakesIn(settings)).toEqual([]);
  });
});

describe('a schema document', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scimflow-groups-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const MEMBERS = { targetAttributeName: 'members', source: { type: 'Attribute', name: 'members' } };
  const NAME = {
    targetAttributeName: 'displayName',
    source: { type: 'Attribute', name: 'displayName' },
    matchingPriority: 1,
  };
  const documentWith = (groups: object | null) => ({
    directories: [{ name: 'Azure Active Directory' }, { name: 'Acme' }],
    synchronizationRules: [
      {
        sourceDirectoryName: 'Azure Active Directory',
        targetDirectoryName: 'Acme',
        objectMappings: [
          {
            sourceObjectName: 'User',
            targetObjectName: 'User',
            flowTypes: 'Add, Update, Delete',
            attributeMappings: [
              {
                targetAttributeName: 'userName',
                source: { type: 'Attribute', name: 'mail' },
                matchingPriority: 1,
              },
            ],
          },
          ...(groups === null
            ? []
            : [
                {
                  sourceObjectName: 'Group',
                  targetObjectName: 'urn:ietf:params:scim:schemas:core:2.0:Group',
                  attributeMappings: [NAME, MEMBERS],
                  ...groups,
                },
              ]),
        ],
      },
    ],
  });
  const load = (groups: object | null, settings: string) => {
    writeFileSync(join(folder, 'acme.schema.json'), JSON.stringify(documentWith(groups)));
    const file = join(folder, 'apps.yaml');
    writeFileSync(file, configurationOf({ settings: `    schema: ./acme.schema.json\n${settings}` }));
    return () => loadConfigurationFile(file);
  };
  const loaded = (groups: object | null, settings: string) => {
    const [app] = load(groups, settings)().apps;
    if (app === undefined) throw new Error('the configuration has no app');
    return app;
  };
  const SCOPE = {
    groups: [{ name: 'Teams', clauses: [{ sourceOperandName: 'securityEnabled', operatorName: 'IS TRUE' }] }],
  };

  it('says by its mapping of groups whether and how they are provisioned', () => {
    const app = loaded({ flowTypes: 'Add, Update', scope: SCOPE }, '    connector: generic-scim\n');

    expect(groupsOf(app)?.mapping).toMatchObject({ flowTypes: ['Add', 'Update'], scope: SCOPE });
  });

  it.each([
    ['it has none', null, ''],
    ['it is not enabled', { enabled: false }, ''],
    ['the app does not provision groups', {}, '    groups: { provision: false }\n'],
  ])('does not provision groups when %s', (_, groups, settings) => {
    expect(groupsOf(loaded(groups, `    connector: generic-scim\n${settings}`))).toBeNull();
  });

  it('asks for no more than the configuration allows and the connector can do', () => {
    const app = loaded({}, '    connector: dialpad\n    targetObjectActions: { groups: [update, delete] }\n');
    const other = loaded(null, '    connector: dynamic-signal\n');

    expect(groupsOf(app)?.mapping.flowTypes).toEqual(['Update', 'Delete']);
    expect(usersOf(other).mapping.flowTypes).toEqual(['Add', 'Update']);
  });

  it.each([
    [
      'maps groups of an app without',
      {},
      '    connector: zoom\n',
      /acme\.schema\.json:1:\d+ {2}synchronizationRules\[0\]\.objectMappings\[1\] cannot be used: Zoom has no groups; set enabled to false here, or provision to false under groups of the app$/,
    ],
    [
      'maps groups without their members',
      { attributeMappings: [NAME] },
      '    connector: generic-scim\n',
      /objectMappings\[1\] cannot be used: groups are mapped without their members/,
    ],
    [
      'maps no groups although they are wanted',
      { enabled: false },
      '    connector: generic-scim\n    groups: { provision: true }\n',
      /apps\.yaml:9:26 {2}apps\[0\]\.groups\.provision cannot be true: the schema has no enabled object mapping of the source object Group; enable it there, or remove this$/,
    ],
    [
      'stands beside mappings of groups',
      {},
      '    connector: generic-scim\n    groups: { mappings: [{ target: displayName, source: displayName }] }\n',
      /apps\.yaml:9:25 {2}apps\[0\]\.groups\.mappings cannot be given beside schema, which says it already: remove one of the two$/,
    ],
  ])('is refused when it %s', (_, groups, settings, message) => {
    expect(mistakesOf(load(groups, settings))).toEqual([expect.stringMatching(message)]);
  });
});

describe('the exported schema of an app without one', () => {
  const exportedOf = (settings: string) => {
    const app = appOf(settings);
    return exportedSchema(app, connectorFor(app));
  };

  it('has a rule for groups, that comes to the same again', () => {
    const settings = '    connector: dialpad\n    targetObjectActions: { groups: [create, update] }\n';
    const document = exportedOf(settings);
    const written = groupsOf(appOf(settings));
    const again = objectSchemaOf(document, 'Group')?.schema;
    if (written === null || again === undefined) throw new Error('groups are not exported');
    const options = { scope: 'assigned', regexMatch: 'whole' } as const;

    expect(document.synchronizationRules.map(({ name, priority }) => [name, priority])).toEqual([
      ['USER_OUTBOUND_USER', 1],
      ['GROUP_OUTBOUND_GROUP', 2],
    ]);
    expect(again.mapping.flowTypes).toEqual(['Add', 'Update']);
    expect(JSON.stringify(compileObjectMapping(again, options))).toBe(
      JSON.stringify(compileObjectMapping(written, options)),
    );
  });

  it('lists the attributes of groups, and whom members are', () => {
    const [source, target] = exportedOf('    connector: generic-scim\n').directories.map(
      ({ objects }) => objects ?? [],
    );

    expect(source?.map(({ name }) => name)).toEqual(['User', 'Group']);
    expect(target?.[1]?.attributes).toMatchObject([
      { name: 'id', anchor: true },
      { name: 'displayName', required: true },
      { name: 'externalId', caseExact: true },
      {
        name: 'members',
        type: 'Reference',
        multivalued: true,
        referencedObjects: [{ referencedObjectName: 'User' }],
      },
    ]);
  });

  it('has no rule for groups that are not provisioned', () => {
    expect(exportedOf('    connector: zoom\n').synchronizationRules).toHaveLength(1);
  });
});

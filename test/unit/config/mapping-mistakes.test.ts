import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../../src/config/configuration-error.js';
import { loadConfigurationFile, parseConfiguration } from '../../../src/config/load-configuration.js';
import type { Configuration } from '../../../src/config/configuration.js';

const head = `source: { type: microsoft-graph, tenantId: t, clientId: c, clientSecret: { env: S } }
apps:
  - id: acme
    connector: generic-scim
    servicePrincipalId: 1f0e
    tenantUrl: https://acme.example/scim
    secretToken: { env: T }
`;

const mistakesOf = (load: () => Configuration): readonly string[] => {
  try {
    load();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
};
const mistakesIn = (settings: string) => mistakesOf(() => parseConfiguration('apps.yaml', head + settings));

describe('mistakes of mappings and filters', () => {
  it('are told all at once, each with file, line, attribute and remedy', () => {
    const mistakes = mistakesIn(`    mappings:
      - { target: userName, source: userPrincipleName }
      - { target: dispalyName, source: displayName }
      - { target: active, source: department }
      - { target: title, source: jobTitle }
      - { target: title, source: department }
      - { target: nickName, source: proxyAddresses }
      - { target: userType, expression: 'Tolower([userType])' }
    scopingFilters:
      - name: Staff
        clauses:
          - { attribute: departmnt, operator: equals, value: HQ }
          - { attribute: employeeId, operator: Greater_Than, value: many }
`);

    expect(mistakes).toEqual([
      expect.stringMatching(
        /^apps.yaml:9:7 {2}apps\[0\].mappings cannot be used: no mapping has a matching priority/,
      ),
      expect.stringMatching(
        /^apps.yaml:9:37 .*userName: the source has no attribute userPrincipleName \(did you mean userPrincipalName\?\)/,
      ),
      expect.stringMatching(/^apps.yaml:10:19 .*dispalyName: .*did you mean displayName/),
      expect.stringMatching(
        /^apps.yaml:11:35 .*active: department is a String and the target takes a Boolean; translate it/,
      ),
      expect.stringMatching(/^apps.yaml:13:19 .*title: is the target of more than one mapping; keep one/),
      expect.stringMatching(
        /^apps.yaml:14:37 .*nickName: proxyAddresses holds several values.*Item\(\[proxyAddresses\], 1\)/,
      ),
      expect.stringMatching(
        /^apps.yaml:15:41 .*userType: the expression cannot be read: .*position 1 \(did you mean ToLower\?\)/,
      ),
      expect.stringMatching(/^apps.yaml:19:26 .*departmnt.*department/),
      expect.stringMatching(/^apps.yaml:19:47 .*EQUALS/),
      expect.stringMatching(/^apps.yaml:20:\d+ .*Greater_Than/),
    ]);
  });

  it.each([
    [
      'an expression too long',
      `- { target: title, expression: '"${'x'.repeat(10_000)}"' }`,
      /at most 10000 characters/,
    ],
    [
      'a constant that is no Boolean',
      '- { target: active, constant: yes-please }',
      /the constant does not fit/,
    ],
    [
      'a reference from text',
      `- { target: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager', source: department }`,
      /takes a Reference/,
    ],
    ['text from a reference', '- { target: title, source: manager }', /CStr\(\[manager\]\)/],
    [
      'roles mapped directly',
      '- { target: roles, source: appRoleAssignments }',
      /AssertiveAppRoleAssignmentsComplex/,
    ],
    [
      'a list into one value',
      `- { target: title, expression: 'Split([department], ",")' }`,
      /several values and the target takes one/,
    ],
    [
      'neither source nor default',
      '- { target: title }',
      /needs a source, a constant, an expression, or at least a default/,
    ],
    [
      'a unique value that always flows',
      `- { target: nickName, expression: 'SelectUniqueValue([mail], [displayName])' }`,
      /only when the account is created/,
    ],
    [
      'a unique value to match by',
      `- { target: externalId, expression: 'SelectUniqueValue([mail], [displayName])', apply: create, matching: 2 }`,
      /could not be found by it/,
    ],
    [
      'a list to match by',
      '- { target: emails, source: proxyAddresses, matching: 2 }',
      /holds several values/,
    ],
    [
      'clearing what is matched by',
      '- { target: externalId, source: mail, matching: 2, flowNullValues: true }',
      /cannot clear the target/,
    ],
    [
      'a pattern that .NET alone knows',
      `- { target: title, expression: 'Replace([mail], , "(?>a)", , "", , )' }`,
      /position/,
    ],
  ])('%s is refused', (_, mapping, message) => {
    const mistakes = mistakesIn(`    mappings:
      - { target: userName, source: userPrincipalName, matching: 1 }
      ${mapping}
`);

    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(/^apps\.yaml:10:\d+ /);
    expect(mistakes[0]).toMatch(message);
  });

  it('roles cannot be had with scope all', () => {
    const mistakes = mistakesIn(`    scope: all
    mappings:
      - { target: userName, source: userPrincipalName, matching: 1 }
      - { target: roles, expression: 'AppRoleAssignmentsComplex([appRoleAssignments])' }
`);

    expect(mistakes).toEqual([
      expect.stringContaining('needs assignments and cannot be used with scope "all"'),
    ]);
  });

  it('what is declared is known', () => {
    expect(
      mistakesIn(`    sourceAttributes: [{ name: hairColour }, { name: badge, type: Integer }]
    targetAttributes: [{ name: 'urn:acme:2.0:User:badge', type: Integer, required: true }]
    mappings:
      - { target: userName, source: userPrincipalName, matching: 1 }
      - { target: nickName, source: hairColour }
      - { target: 'urn:acme:2.0:User:badge', source: badge }
      - { target: title, source: extension_0123456789abcdef0123456789abcdef_title }
`),
    ).toEqual([]);
  });

  it('tells declarations that are given twice, or that are of no path', () => {
    expect(
      mistakesIn(`    sourceAttributes: [{ name: mobile }, { name: Mobile, flowNullValues: true }]
    targetAttributes:
      - { name: 'urn:acme:2.0:User:badge', type: Integer }
      - { name: 'urn:acme:2.0:User:Badge' }
      - { name: no path }
`),
    ).toEqual([
      'apps.yaml:8:50  apps[0].sourceAttributes[1].name is declared already: keep one of the two',
      'apps.yaml:11:17  apps[0].targetAttributes[1].name is declared already: keep one of the two',
      'apps.yaml:12:17  apps[0].targetAttributes[2].name is not a SCIM path: expected "[", "." or the end at position 3',
    ]);
  });

  it('what the app requires must be mapped', () => {
    expect(
      mistakesIn(`    targetAttributes: [{ name: 'urn:acme:2.0:User:badge', required: true }]
`),
    ).toEqual([expect.stringContaining('urn:acme:2.0:User:badge is required by the app and has no mapping')]);
  });
});

describe('a schema file', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scimflow-schema-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const load = (schema: unknown, settings = '') => {
    writeFileSync(join(folder, 'acme.schema.json'), JSON.stringify(schema, null, 2));
    const file = join(folder, 'apps.yaml');
    writeFileSync(file, `${head}    schema: ./acme.schema.json\n${settings}`);
    return () => loadConfigurationFile(file);
  };
  const attributeMapping = (target: string, source: object, facts: object = {}) => ({
    targetAttributeName: target,
    source,
    matchingPriority: 0,
    flowType: 'Always',
    ...facts,
  });
  const document = (mappings: readonly object[], scope: object | null = null) => ({
    id: 'acme',
    directories: [
      { name: 'Azure Active Directory', objects: [{ name: 'User', attributes: [] }] },
      { name: 'Acme', objects: [{ name: 'User', attributes: [] }] },
    ],
    synchronizationRules: [
      {
        name: 'USER_OUTBOUND_USER',
        priority: 1,
        sourceDirectoryName: 'Azure Active Directory',
        targetDirectoryName: 'Acme',
        objectMappings: [
          {
            name: 'Users',
            enabled: true,
            flowTypes: 'Add, Update',
            sourceObjectName: 'User',
            targetObjectName: 'User',
            scope,
            attributeMappings: mappings,
          },
        ],
      },
    ],
  });
  const userName = attributeMapping(
    'userName',
    { type: 'Attribute', name: 'userPrincipalName' },
    { matchingPriority: 1 },
  );

  it('is read beside the file that names it and travels as a whole', () => {
    const schema = document([userName]);

    expect(load(schema)().apps[0]?.schema).toEqual(schema);
  });

  it('is refused when its scope has a misspelt list, which would mean everyone', () => {
    expect(mistakesOf(load(document([userName], { Groups: [] })))).toEqual([
      expect.stringMatching(/objectMappings\[0\]\.scope is no filter: it has none of groups/),
    ]);
  });

  it('is refused with every mistake at its own line', () => {
    const mistakes = mistakesOf(
      load(
        document(
          [
            userName,
            attributeMapping('title', { type: 'Attribute', name: 'jobTitel' }),
            attributeMapping('nickName', { type: 'Function', expression: 'Joinn(" ", [mail])' }),
          ],
          {
            groups: [
              {
                name: 'HQ',
                clauses: [
                  { sourceOperandName: 'manager', operatorName: 'IS NULL', targetOperand: { values: [] } },
                ],
              },
            ],
          },
        ),
      ),
    );

    expect(mistakes).toEqual([
      expect.stringMatching(/:42:\d+ {2}.*scope\.groups\[0\]\.clauses\[0\]\.sourceOperandName .*manager/),
      expect.stringMatching(
        /:\d+:\d+ {2}.*attributeMappings\[1\]\.source cannot be used: title: .*did you mean jobTitle/,
      ),
      expect.stringMatching(
        /:\d+:\d+ {2}.*attributeMappings\[2\]\.source\.expression cannot be read: .*did you mean Join/,
      ),
    ]);
    for (const mistake of mistakes) expect(mistake).toContain('acme.schema.json:');
  });

  it.each([
    [
      'does not exist',
      '    schema: ./nowhere.json\n',
      /other\.yaml:8:13 {2}apps\[0\]\.schema names .*nowhere\.json, which does not exist/,
    ],
    [
      'stands beside mappings',
      '    schema: ./acme.schema.json\n    mappings: [{ target: userName, source: mail, matching: 1 }]\n',
      /mappings cannot be given beside schema/,
    ],
  ])('that %s is refused', (_, settings, message) => {
    const file = join(folder, 'other.yaml');
    load(document([userName]));
    writeFileSync(file, head + settings);

    expect(mistakesOf(() => loadConfigurationFile(file)).join('\n')).toMatch(message);
  });
});

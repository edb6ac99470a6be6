import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectorFor } from '../../../src/config/app-connector.js';
import { groupSchemaFor, objectSchemaFor } from '../../../src/config/app-schema.js';
import { jobConfiguration } from '../../../src/config/configuration.js';
import {
  jobConfigurations,
  loadConfigurationFile,
  parseConfiguration,
} from '../../../src/config/load-configuration.js';
import { configurationOf, mistakesOf } from './mistakes.js';

const ACME = '    connector: acme\n';
const withConnectors = (connectors: string, settings = ACME) =>
  configurationOf({ settings, connectors: `connectors:\n${connectors}` });
const mistakesIn = (connectors: string, settings = ACME) =>
  mistakesOf(() => parseConfiguration('apps.yaml', withConnectors(connectors, settings)));

describe('a connector of your own', () => {
  it('is what its profile makes of the one it extends, and travels with the app that names it', () => {
    const text = withConnectors(`  acme:
    extends: generic-scim
    displayName: Acme
    limits: { requestsPerSecond: 2 }
    dialect: { membersPerRequest: 20, filterableGroups: null }
    mappings: [{ target: userName, source: mail, matching: 1 }]
`);

    const [job] = jobConfigurations(parseConfiguration('apps.yaml', text));
    const travelled = jobConfiguration.parse(JSON.parse(JSON.stringify(job)));
    const connector = connectorFor(travelled.app);

    expect(connector).toMatchObject({
      id: 'acme',
      displayName: 'Acme',
      limits: { requestsPerSecond: 2, concurrency: 16, pageSize: 100 },
      dialect: { membersPerRequest: 20, filterableGroups: null },
    });
    expect(objectSchemaFor(travelled.app, connector).mapping.attributeMappings).toHaveLength(1);
    expect(groupSchemaFor(travelled.app, connector)?.mapping.attributeMappings).toHaveLength(3);
  });

  it('may be one that nobody uses, and leaves the apps of the gallery alone', () => {
    const { apps } = parseConfiguration(
      'apps.yaml',
      withConnectors('  acme: { extends: slack }\n', '    connector: dialpad\n'),
    );

    expect(apps[0]?.connectorProfile).toBeUndefined();
    expect(apps.map((app) => connectorFor(app).id)).toEqual(['dialpad']);
  });

  it.each([
    [
      'without what it extends',
      '  acme: {}\n',
      [
        /^apps\.yaml:9:9 {2}connectors\.acme\.extends must be the name of a connector of the gallery: atlassian-cloud, /,
      ],
    ],
    [
      'that extends nothing known',
      '  acme: { extends: generic-scm }\n',
      [
        /^apps\.yaml:9:20 {2}connectors\.acme\.extends must be the name of a connector of the gallery; did you mean generic-scim\?$/,
      ],
    ],
    [
      'that hides one of the gallery',
      '  slack: { extends: generic-scim }\n  acme: { extends: slack }\n',
      [
        /^apps\.yaml:9:3 {2}connectors\.slack is the gallery's own slack: give yours another id, such as my-slack$/,
      ],
    ],
    [
      'whose id is none',
      '  Acme App: { extends: generic-scim }\n  acme: { extends: slack }\n',
      [/^apps\.yaml:9:3 {2}connectors\.Acme App must be lower-case letters, digits and hyphens, at most 64$/],
    ],
    [
      'with an unknown quirk',
      '  acme: { extends: generic-scim, quirks: [textBooleans, deletionDisable] }\n',
      [
        /^apps\.yaml:9:57 {2}connectors\.acme\.quirks\[1\] must be the name of a quirk; did you mean deletionDisables\?$/,
      ],
    ],
    [
      'with a misspelt setting',
      '  acme: { extends: generic-scim, limts: { pageSize: 1 } }\n',
      [/^apps\.yaml:9:34 {2}connectors\.acme\.limts is not a setting; did you mean limits\?$/],
    ],
    [
      'with several mistakes, deep inside',
      `  acme:
    extends: generic-scim
    limits: { requestsPerSecond: fast, pagesize: 10 }
    capabilities: { groups: { rename: no-way, renam: true } }
    dialect: { membersPerRequest: 0, paging: offset, membersPerRequests: 5 }
`,
      [
        /^apps\.yaml:11:34 {2}connectors\.acme\.limits\.requestsPerSecond must be a number$/,
        /^apps\.yaml:11:40 {2}connectors\.acme\.limits\.pagesize is not a setting; did you mean pageSize\?$/,
        /^apps\.yaml:12:39 {2}connectors\.acme\.capabilities\.groups\.rename must be true or false$/,
        /^apps\.yaml:12:47 {2}connectors\.acme\.capabilities\.groups\.renam is not a setting; did you mean rename\?$/,
        /^apps\.yaml:13:35 {2}connectors\.acme\.dialect\.membersPerRequest must be at least 1$/,
        /^apps\.yaml:13:46 {2}connectors\.acme\.dialect\.paging must be "index", "cursor" or "none"$/,
        /^apps\.yaml:13:54 {2}connectors\.acme\.dialect\.membersPerRequests is not a setting; did you mean membersPerRequest\?$/,
      ],
    ],
    [
      'that is a list',
      '  acme: [generic-scim]\n',
      [
        /^apps\.yaml:9:9 {2}connectors\.acme must be a profile with at least extends, or the name of a file that holds one$/,
      ],
    ],
    [
      'with a rule for what is no attribute',
      '  acme: { extends: generic-scim, valueRules: [{ path: "user name", maxLength: 3 }] }\n',
      [/^apps\.yaml:9:55 {2}connectors\.acme\.valueRules\[0\]\.path is not a SCIM path: /],
    ],
    [
      'with mappings that cannot be used',
      `  acme:
    extends: generic-scim
    mappings:
      - { target: userName, source: upn, matching: 1 }
    groups:
      mappings:
        - { target: displayName, source: givenName, matching: 1 }
        - { target: members, source: members }
`,
      [
        /^apps\.yaml:12:37 {2}connectors\.acme\.mappings\[0\]\.source cannot be used: userName: the source has no attribute upn/,
        /^apps\.yaml:15:42 {2}connectors\.acme\.groups\.mappings\[0\]\.source cannot be used: displayName: groups have no attribute givenName, which is one of users; they have description, displayName, /,
      ],
    ],
    [
      'with mappings of groups for an app without',
      `  acme:
    extends: dynamic-signal
    groups: { mappings: [{ target: displayName, source: displayName, matching: 1 }] }
`,
      [
        /^apps\.yaml:11:25 {2}connectors\.acme\.groups\.mappings cannot be used: the app has no groups; say what it can do with them in capabilities\.groups$/,
      ],
    ],
    [
      'that requires what its mappings lack',
      '  acme: { extends: zoom, targetAttributes: [{ name: title, required: true }] }\n',
      [
        /^apps\.yaml:9:44 {2}connectors\.acme\.targetAttributes cannot be used: title is required by the app and has no mapping$/,
      ],
    ],
    [
      'that takes one element where its mappings write two',
      '  acme: { extends: generic-scim, quirks: [singleElements] }\n',
      [
        /^apps\.yaml:9:20 {2}connectors\.acme\.extends cannot be used: phoneNumbers\[type eq "mobile"\]\.value: Generic SCIM 2\.0 takes one element of phoneNumbers, and a mapping above writes another one; keep one of them$/,
        /phoneNumbers\[type eq "fax"\]\.value: .*takes one element of phoneNumbers/,
      ],
    ],
  ])('%s is refused where it is wrong', (_, connectors, expected) => {
    const mistakes = mistakesIn(connectors);

    expect(mistakes).toEqual(expected.map((pattern) => expect.stringMatching(pattern) as unknown));
  });

  it('is known by name where an app misspells it', () => {
    expect(mistakesIn('  acme: { extends: slack }\n', '    connector: acmee\n')).toEqual([
      expect.stringMatching(
        /^apps\.yaml:7:16 {2}apps\[0\]\.connector must be one of .*zoom, acme \(did you mean acme\?\)$/,
      ),
    ]);
  });

  it('does not make its own mistakes those of the app that names it', () => {
    expect(
      mistakesIn(
        '  acme: { extends: zoom, mappings: [{ target: userName, source: upn, matching: 1 }] }\n',
        `${ACME}    groups: { provision: true }\n`,
      ).map((line) => line.split('  ')[1]?.split(' ')[0]),
    ).toEqual(['apps[0].groups.provision', 'connectors.acme.mappings[0].source']);
  });

  it('repeats nothing of what was written', () => {
    const text = mistakesIn(
      '  acme: { extends: s3cr3t, quirks: [s3cr3t], dialect: { paging: s3cr3t } }\n',
    ).join();

    expect(text).toContain('connectors.acme.quirks[0]');
    expect(text).not.toContain('s3cr3t');
  });
});

describe('a profile in a file of its own', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scimflow-profile-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const load = (profile: string | null, named = './acme.connector.yaml') => {
    rmSync(join(folder, 'acme.connector.yaml'), { force: true });
    if (profile !== null) writeFileSync(join(folder, 'acme.connector.yaml'), profile);
    const file = join(folder, 'apps.yaml');
    writeFileSync(file, withConnectors(`  acme: ${named}\n`));
    return () => loadConfigurationFile(file);
  };

  it('is read beside the file that names it', () => {
    const { apps } = load('extends: atlassian-cloud\nlimits: { pageSize: 7 }\n')();

    expect(apps.map((app) => connectorFor(app))).toMatchObject([
      { id: 'acme', displayName: 'Atlassian Cloud', limits: { pageSize: 7 } },
    ]);
  });

  it.each([
    [
      'is missing',
      null,
      /^.*apps\.yaml:9:9 {2}connectors\.acme names .*acme\.connector\.yaml, which does not exist$/,
    ],
    [
      'is too large',
      '#'.repeat(1_048_577),
      /apps\.yaml:9:9 {2}connectors\.acme names .*, which is larger than 1 MiB$/,
    ],
    ['is empty', '', /acme\.connector\.yaml:1:1 {2}the file must be a group of settings$/],
    ['is no YAML', 'extends: [', /acme\.connector\.yaml:\d+:\d+ {2}the file is not valid YAML here/],
    [
      'is nested without end',
      '['.repeat(5000),
      /acme\.connector\.yaml:1:1 {2}the file is nested in more than 700 levels$/,
    ],
    [
      'holds a list',
      '- extends: slack\n',
      /acme\.connector\.yaml:1:1 {2}the file must be a group of settings$/,
    ],
    [
      'misspells a setting',
      'extends: slack\nlimts: {}\n',
      /acme\.connector\.yaml:2:1 {2}limts is not a setting; did you mean limits\?$/,
    ],
    [
      'misspells a quirk',
      'extends: slack\nquirks:\n  - textBoolean\n',
      /acme\.connector\.yaml:3:5 {2}quirks\[0\] must be the name of a quirk; did you mean textBooleans\?$/,
    ],
    [
      'has mappings that cannot be used',
      'extends: dialpad\nmappings:\n  - { target: userName, source: mail }\n  - { target: nickName, source: mail }\n',
      /acme\.connector\.yaml:3:3 {2}mappings cannot be used: no mapping has a matching priority; userName is the usual one$/,
    ],
    [
      'names yet another file',
      './slack.yaml\n',
      /acme\.connector\.yaml:1:1 {2}the file must be a group of settings$/,
    ],
  ])('is refused when it %s', (_, profile, message) => {
    expect(mistakesOf(load(profile))).toEqual([expect.stringMatching(message)]);
  });

  it('is refused when it is a folder', () => {
    mkdirSync(join(folder, 'profiles'), { recursive: true });

    expect(mistakesOf(load(null, './profiles'))).toEqual([
      expect.stringMatching(/connectors\.acme names .*profiles, which is a folder$/),
    ]);
  });
});

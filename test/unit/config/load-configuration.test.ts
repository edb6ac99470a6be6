import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../../src/config/configuration-error.js';
import {
  configurationJsonSchema,
  jobConfigurations,
  loadConfigurationFile,
  parseConfiguration,
} from '../../../src/config/load-configuration.js';

const VALID = `source:
  type: microsoft-graph
  tenantId: 5f3c
  clientId: 9b1d
  clientSecret: { env: GRAPH_CLIENT_SECRET }
apps:
  - id: dialpad
    connector: dialpad
    servicePrincipalId: 1f0e
    tenantUrl: https://dialpad.com/scim
    secretToken: { env: DIALPAD_TOKEN }
    interval: 40m
`;

/** The valid file with one line replaced; lines are 1-based. */
function withLine(line: number, text: string): string {
  return VALID.split('\n')
    .map((original, index) => (index === line - 1 ? text : original))
    .join('\n');
}

function mistakesIn(text: string): string[] {
  try {
    parseConfiguration('apps.yaml', text);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(
      ({ line, column, path, message }) => `${line ?? '-'}:${column ?? '-'} ${path} ${message}`,
    );
  }
}

describe('a configuration that can be used', () => {
  it('is given its defaults', () => {
    const { source, apps } = parseConfiguration('apps.yaml', VALID);

    expect(source).toMatchObject({ graphUrl: 'https://graph.microsoft.com' });
    expect(apps[0]).toMatchObject({ provisioningStatus: 'on', scope: 'assigned', interval: '40m' });
  });

  it('may be JSON', () => {
    const { apps } = parseConfiguration('apps.yaml', VALID);
    const json = JSON.stringify({ ...parseConfiguration('apps.yaml', VALID), apps });

    expect(parseConfiguration('apps.json', json).apps).toEqual(apps);
  });

  it('reads an unquoted on as the word, not as true', () => {
    expect(mistakesIn(`${VALID}    provisioningStatus: on\n`)).toEqual([]);
  });

  it('gives each job the shared parts and its own app', () => {
    const jobs = jobConfigurations(
      parseConfiguration(
        'apps.yaml',
        VALID + VALID.split('\n').slice(6).join('\n').replace('id: dialpad', 'id: second'),
      ),
    );

    expect(jobs).toMatchObject([
      { app: { id: 'dialpad' }, source: { tenantId: '5f3c' } },
      { app: { id: 'second' }, source: { tenantId: '5f3c' } },
    ]);
    expect(jobs.every((job) => !('notifications' in job))).toBe(true);
  });

  describe('whose source is a folder of files', () => {
    const FILES = VALID.replace(
      /type: microsoft-graph[^]*?apps:/,
      'type: directory-file\n  path: ./people\napps:',
    );

    it('names the folder from the file, wherever the worker runs', () => {
      const { source } = parseConfiguration('/etc/scimflow/apps.yaml', FILES);

      expect(source).toEqual({ type: 'directory-file', path: '/etc/scimflow/people' });
    });

    it('lets its files hold what any of the apps declares', () => {
      const declared = (names: string) => `    sourceAttributes: [${names}]\n`;
      const second = FILES.split('\n').slice(4).join('\n').replace('id: dialpad', 'id: second');
      const text =
        FILES +
        declared('{ name: shoeSize }, { name: jobTitle }') +
        second +
        declared('{ name: badges, multivalued: true }');

      const jobs = jobConfigurations(parseConfiguration('/etc/apps.yaml', text));

      expect(jobs.map(({ source }) => source)).toEqual(
        Array.from({ length: 2 }, () => ({
          type: 'directory-file',
          path: '/etc/people',
          sourceAttributes: [
            { name: 'badges', multivalued: true },
            { name: 'shoeSize', multivalued: false },
          ],
        })),
      );
    });

    it.each<[string, string, string]>([
      ['no type', 'path: ./people', '2:3 source.type must be "microsoft-graph" or "directory-file"'],
      ['another type', 'type: ldap', '2:9 source.type must be "microsoft-graph" or "directory-file"'],
      [
        'a misspelled type',
        'typ: directory-file\n  path: x',
        '2:3 source.type must be "microsoft-graph" or "directory-file"; is typ meant to be it?',
      ],
      ['no path', 'type: directory-file', '2:3 source.path is missing: it must be text'],
      [
        'a setting of the other type',
        'type: directory-file\n  path: x\n  tenantId: t',
        '4:3 source.tenantId is not a setting; known here: type, path',
      ],
      [
        'a misspelled path',
        'type: directory-file\n  path: x\n  pat: y',
        '4:3 source.pat is not a setting; did you mean path?',
      ],
      [
        'a path beside Microsoft Graph',
        'type: microsoft-graph\n  tenantId: t\n  clientId: c\n  clientSecret: { env: S }\n  path: x',
        '6:3 source.path is not a setting; known here: type, tenantId, clientId, clientSecret, clientCertificate, workloadIdentity, graphUrl, authorityUrl, compareCounts',
      ],
    ])('with %s is refused', (_, source, mistake) => {
      expect(mistakesIn(VALID.replace(/type: microsoft-graph[^]*?(?=\napps:)/, source))).toEqual([mistake]);
    });
  });

  it('has a JSON Schema for editors', () => {
    expect(configurationJsonSchema()).toMatchObject({ type: 'object', required: ['source', 'apps'] });
  });
});

describe('a mistake is reported with line, column, path and what was expected', () => {
  it.each([
    [
      'a URL that is none',
      10,
      '    tenantUrl: dialpad',
      '10:16 apps[0].tenantUrl must be a URL such as https://example.com/scim',
    ],
    [
      'plain http',
      10,
      '    tenantUrl: http://dialpad.com/scim',
      '10:16 apps[0].tenantUrl must be an https URL (plain http is accepted for loopback addresses only)',
    ],
    [
      'a query in the tenant URL that is nobody’s',
      10,
      '    tenantUrl: https://dialpad.com/scim?company=7',
      "10:16 apps[0].tenantUrl is refused: The tenant URL has a query that is none of Entra's flags (aadOptscim062020, AzureAdScimPatch2017): remove it.",
    ],
    [
      'credentials in a URL',
      10,
      '    tenantUrl: https://a:b@dialpad.com',
      '10:16 apps[0].tenantUrl must not hold a user name or password; secrets are given by reference, never in a URL',
    ],
    [
      'a span without unit',
      12,
      '    interval: "40"',
      '12:15 apps[0].interval must be a number with a unit, longer than zero: 30s, 40m, 6h, 1d',
    ],
    [
      'no span',
      12,
      '    interval: 0m',
      '12:15 apps[0].interval must be a number with a unit, longer than zero: 30s, 40m, 6h, 1d',
    ],
    ['a number for text', 12, '    interval: 40', '12:15 apps[0].interval must be text'],
    ['a word outside its list', 12, '    scope: some', '12:12 apps[0].scope must be "assigned" or "all"'],
    [
      'an unknown key with a near one',
      12,
      '    intervall: 40m',
      '12:5 apps[0].intervall is not a setting; did you mean interval?',
    ],
    [
      'an unknown key in a nested group',
      12,
      '    rateLimit: { concurency: 4 }',
      '12:18 apps[0].rateLimit.concurency is not a setting; did you mean concurrency?',
    ],
    [
      'an unknown connector with a near one',
      8,
      '    connector: dialpadd',
      '8:16 apps[0].connector must be one of atlassian-cloud, aws-iam-identity-center, dialpad, dynamic-signal, firstup, generic-scim, github-enterprise-managed-users, gitlab-groups, slack, zoom (did you mean dialpad?)',
    ],
    [
      'a mapping to an attribute that does not exist',
      12,
      '    mappings: [{ target: userName, source: mail, matching: 1 }, { target: dispalyName, source: mail }]',
      '12:75 apps[0].mappings[1].target cannot be used: dispalyName: is no attribute of the core User schema (did you mean displayName?); custom attributes need the URN of their schema before them',
    ],
    [
      'mappings without a matching one',
      12,
      '    mappings: [{ target: userName, source: mail }]',
      '12:15 apps[0].mappings cannot be used: no mapping has a matching priority; userName is the usual one',
    ],
    [
      'a connector like nothing',
      8,
      '    connector: constructor',
      '8:16 apps[0].connector must be one of atlassian-cloud, aws-iam-identity-center, dialpad, dynamic-signal, firstup, generic-scim, github-enterprise-managed-users, gitlab-groups, slack, zoom',
    ],
    [
      'an id with capitals',
      7,
      '  - id: Dialpad',
      '7:9 apps[0].id must be lower-case letters, digits and hyphens, at most 64',
    ],
    [
      'a reference to a variable that cannot be',
      11,
      '    secretToken: { env: not-a-name }',
      '11:25 apps[0].secretToken.env must be the name of an environment variable',
    ],
    [
      'a reference of no known kind',
      11,
      '    secretToken: { vault: x }',
      '11:18 apps[0].secretToken must be a reference: { env: VARIABLE_NAME } or { file: /path/to/file }',
    ],
    ['a group that is a word', 1, 'source: graph\nother:', '1:9 source must be a group of settings'],
    [
      'no credential for the source',
      5,
      '',
      '2:3 source.clientSecret needs exactly one of clientSecret, clientCertificate, workloadIdentity',
    ],
    [
      'mail without a mail server',
      12,
      '    notification: { email: it@contoso.example }',
      '12:19 apps[0].notification needs the notifications section of the file, with smtpUrl and from, to be sent',
    ],
    [
      'an address that is none',
      12,
      '    notification: { email: it }',
      '12:28 apps[0].notification.email must be a mail address, or a reference: { env: VARIABLE_NAME } or { file: /path/to/file }',
    ],
    [
      'too much at once',
      12,
      '    rateLimit: { concurrency: 1000 }',
      '12:31 apps[0].rateLimit.concurrency must be at most 256',
    ],
  ])('%s', (_, line, text, expected) => {
    expect(mistakesIn(withLine(line, text))).toContain(expected);
  });

  it('a missing setting is reported where it should stand', () => {
    expect(mistakesIn(withLine(10, ''))).toEqual(['7:5 apps[0].tenantUrl is missing: it must be text']);
  });

  it('two apps with one id are reported at the second', () => {
    const second = VALID.split('\n').slice(6).join('\n');

    expect(mistakesIn(VALID + second)).toEqual(['13:9 apps[1].id must be unique: apps[0] has the same id']);
  });

  it('all mistakes are reported at once, in the order of the file', () => {
    const text = withLine(8, '    connector: nothing')
      .replace('interval: 40m', 'interval: soon')
      .replace('type: m', 'typ: m');

    expect(mistakesIn(text).map((mistake) => mistake.split(' ')[1])).toEqual([
      'source.type',
      'apps[0].connector',
      'apps[0].interval',
    ]);
  });

  it('the message names file, line and column as editors understand them', () => {
    expect(() => parseConfiguration('apps.yaml', withLine(12, '    intervall: 40m'))).toThrow(
      'The configuration has a mistake:\n  apps.yaml:12:5  apps[0].intervall is not a setting; did you mean interval?',
    );
  });
});

describe('a secret that stands in the file', () => {
  it.each([
    ['as token', withLine(11, '    secretToken: s3cr3t-value')],
    ['as client secret', withLine(5, '  clientSecret: s3cr3t-value')],
    ['under an unknown key', `${VALID}    password: s3cr3t-value\n`],
    ['in a URL', withLine(10, '    tenantUrl: https://user:s3cr3t-value@dialpad.com')],
    ['as the name of a variable', withLine(11, '    secretToken: { env: "s3cr3t-value" }')],
    ['in text that is not YAML', withLine(11, '    secretToken: |s3cr3t-value')],
    ['behind a colon that YAML does not take', withLine(11, '    secretToken: a: s3cr3t-value')],
    ['as an unknown alias', withLine(11, '    secretToken: *s3cr3t-value')],
    ['as an unknown tag', withLine(11, '    secretToken: !<s3cr3t-value> x')],
    ['as a connector', withLine(8, '    connector: s3cr3t-value')],
    ['as a mail address', withLine(12, '    notification: { email: s3cr3t-value }')],
  ])('is refused and not printed (%s)', (_, text) => {
    expect(mistakesIn(text)).not.toEqual([]);
    expect(mistakesIn(text).join('\n')).not.toContain('s3cr3t');
  });

  it('is told how to be referenced instead', () => {
    expect(mistakesIn(withLine(11, '    secretToken: abc'))).toEqual([
      '11:18 apps[0].secretToken must be a reference, not the secret itself: write { env: VARIABLE_NAME } or { file: /path/to/file }',
    ]);
  });
});

describe('a file that is no configuration', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'configuration-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['is missing', (path: string) => path, 'does not exist'],
    ['is a folder', () => folder, 'is a folder'],
    ['is too large', (path: string) => written(path, '#'.repeat(1_048_577)), 'is larger than 1 MiB'],
    ['is empty', (path: string) => written(path, ''), 'is empty: it needs at least `source` and `apps`'],
  ])('is one clear error when it %s', (name, prepare, expected) => {
    const path = prepare(join(folder, name.replaceAll(' ', '-')));

    expect(() => loadConfigurationFile(path)).toThrow(`${path} ${expected}`);
  });

  it('tells where YAML ends to be YAML', () => {
    expect(mistakesIn('source: {\n  type: x')[0]).toMatch(/^2:\d+  is not valid YAML here: /);
  });

  it.each(['[', '- ', '? ', '{a: '])('refuses %j nested without end', (level) => {
    expect(mistakesIn(level.repeat(20_000))).toEqual(['1:1  is nested in more than 700 levels']);
  });

  it('refuses aliases that expand without end', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((key, index) => {
        const before = 'abcdefg'[index] ?? '';
        return `${key}: &${key} [${Array(9).fill(`*${before}`).join(',')}]`;
      }),
    ].join('\n');

    expect(mistakesIn(bomb)).toEqual(['-:-  cannot be used: its aliases expand without end']);
  });

  it.each([
    ['a list', '- 1'],
    ['a word', 'hello'],
    ['a number', '42'],
  ])('refuses %s', (_, text) => {
    expect(mistakesIn(text)).toEqual(['1:1  must be a group of settings']);
  });
});

function written(path: string, text: string): string {
  writeFileSync(path, text);
  return path;
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import {
  exportSynchronizationSchema,
  parseSynchronizationSchema,
} from '../../../src/schema/document/index.js';
import { fixture, fixtureText } from '../schema/document/fixture.js';
import { recordingTerminal } from './recording-terminal.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'schema-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const fileWith = (text: string, name = 'schema.json') => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

const running = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const terminal = recordingTerminal(env);
  const exitCode = await run(['schema', ...args], terminal);
  return { exitCode, output: terminal.output(), errors: terminal.errors() };
};

describe('schema check', () => {
  it('says what is in an export', async () => {
    const file = fileWith(fixtureText('entra-export.json'));

    const { exitCode, output } = await running(['check', file]);

    expect(exitCode).toBe(0);
    expect(output.split('\n')).toEqual([
      `${file}: valid, 2 object mappings`,
      'USER_OUTBOUND_USER: User (Azure Active Directory) -> User (Northwind Helpdesk)',
      '  24 attribute mappings; flows: Add, Update, Delete',
      '  matched by userName, then externalId',
      '  in scope: whoever passes "Field staff" or "Contractors"',
      'GROUP_OUTBOUND_GROUP: Group (Azure Active Directory) -> urn:ietf:params:scim:schemas:core:2.0:Group (Northwind Helpdesk), disabled',
      '  3 attribute mappings; flows: Add, Update',
      '  matched by displayName',
      '  in scope: everyone',
    ]);
  });

  it('tells programs the same', async () => {
    const { exitCode, output } = await running([
      'check',
      fileWith(fixtureText('minimal.json')),
      '-o',
      'json',
    ]);

    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toEqual({
      valid: true,
      problems: [],
      objectMappings: [
        {
          rule: 'USER_OUTBOUND_USER',
          source: { directory: 'Azure Active Directory', object: 'User' },
          target: { directory: 'Small App', object: 'User' },
          enabled: true,
          flowTypes: 'Add, Update, Delete',
          attributeMappings: 3,
          matchingAttributes: ['userName'],
          filters: [],
        },
      ],
    });
  });

  it('shows every mistake with its line, and fails', async () => {
    const text = fixtureText('refused.json');
    const file = fileWith(text);
    const line = text.split('\n').findIndex((each) => each.includes('Joyn')) + 1;

    const { exitCode, output, errors } = await running(['check', file]);

    expect(exitCode).toBe(1);
    expect(output.split('\n')).toHaveLength(16);
    expect(output).toContain(`${file}:${line}:`);
    expect(output).toContain(
      'attributeMappings[2].source.name is no function of the language (did you mean Join?)',
    );
    expect(errors).toContain('The schema is refused: 16 mistakes.');
  });

  it('shows programs every mistake', async () => {
    const { exitCode, output } = await running([
      'check',
      fileWith('{"directories": []}'),
      '--output',
      'json',
    ]);

    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toEqual({
      valid: false,
      problems: [
        { line: 1, column: 1, path: 'synchronizationRules', problem: 'is missing: it must be a list' },
      ],
      objectMappings: [],
    });
  });

  it.each([
    [
      'a mapping that cannot be used',
      fixtureText('minimal.json').replace('"userType"', '"userTyp"'),
      'did you mean userType?',
    ],
    ['a syntax error', '{"directories": [}', 'is not valid YAML here'],
    ['a document that is nested without end', '['.repeat(5_000), 'is nested in more than 700 levels'],
    ['an empty file', '', 'the document is no schema: save what Entra exports'],
  ])('refuses %s', async (_, text, problem) => {
    const { exitCode, output } = await running(['check', fileWith(text)]);

    expect(exitCode).toBe(1);
    expect(output).toContain(problem);
  });

  it.each(['/nowhere/schema.json', '/', '/dev/zero'])('of %s is a wrong command', async (file) => {
    const { exitCode, errors } = await running(['check', file]);

    expect(exitCode).toBe(2);
    expect(errors).toContain(file);
  });
});

const APPS = (app: object) =>
  JSON.stringify({
    source: { type: 'microsoft-graph', tenantId: 't', clientId: 'c', clientSecret: { env: 'GRAPH_SECRET' } },
    apps: [
      {
        id: 'desk',
        connector: 'generic-scim',
        servicePrincipalId: 's',
        tenantUrl: 'https://desk.example/scim',
        secretToken: { env: 'DESK_TOKEN' },
        ...app,
      },
    ],
  });

describe('schema export', () => {
  it.each([
    ['the mappings of the connector', {}],
    ['mappings of its own', { mappings: [{ target: 'userName', source: 'mail', matching: 1 }] }],
  ])('of a file prints %s, ready for schema check', async (_, app) => {
    const exported = await running(['export', 'desk', '-f', fileWith(APPS(app), 'apps.yaml')]);

    const checked = await running(['check', fileWith(exported.output)]);

    expect(exported.exitCode).toBe(0);
    expect(checked).toMatchObject({ exitCode: 0, errors: '' });
    expect(checked.output).toContain('matched by userName');
  });

  it('of a file has the mappings of groups as well, those of an own connector too', async () => {
    const configuration = JSON.parse(APPS({ connector: 'desk-app' })) as object;
    const connectors = { 'desk-app': { extends: 'dialpad', displayName: 'Desk' } };
    const file = fileWith(JSON.stringify({ ...configuration, connectors }), 'apps.yaml');

    const exported = await running(['export', 'desk', '-f', file]);
    const checked = await running(['check', fileWith(exported.output)]);

    expect(checked.output).toMatch(
      /^GROUP_OUTBOUND_GROUP: Group \(Azure Active Directory\) -> Group \(Desk\)\n {2}3 attribute mappings; flows: Add, Update, Delete\n {2}matched by displayName$/m,
    );
  });

  it("of a file prints an app's own schema in its normal form", async () => {
    fileWith(fixtureText('entra-export.json'), 'desk.schema.json');
    const file = fileWith(APPS({ schema: './desk.schema.json' }), 'apps.yaml');

    const { output } = await running(['export', 'desk', '-f', file]);

    expect(`${output}\n`).toBe(fixtureText('entra-export.normalized.txt'));
  });

  it('of an app that the file does not have is a wrong command', async () => {
    const { exitCode, errors } = await running(['export', 'dsk', '-f', fileWith(APPS({}), 'apps.yaml')]);

    expect(exitCode).toBe(2);
    expect(errors).toContain('has no app dsk. It has: desk.');
  });

  it('asks the read API, with its token', async () => {
    const document = parseSynchronizationSchema(fixture('minimal.json'));
    const server = await answering(200, document);
    try {
      const { exitCode, output } = await running(['export', 'desk app'], server.env);

      expect(exitCode).toBe(0);
      expect(`${output}\n`).toBe(exportSynchronizationSchema(document));
      expect(server.asked()).toEqual(['/v1/apps/desk%20app/schema Bearer hunter2']);
    } finally {
      server.close();
    }
  });

  it.each<[number, object, string]>([
    [404, {}, 'knows no app desk.'],
    [401, {}, 'refused access'],
    [200, { entries: [] }, "is not scimflow's read API"],
  ])('says what is the matter when the read API answers %i with %j', async (status, body, problem) => {
    const server = await answering(status, body);
    try {
      const { exitCode, errors } = await running(['export', 'desk'], server.env);

      expect(exitCode).toBe(1);
      expect(errors).toContain(problem);
      expect(errors).not.toContain('hunter2');
    } finally {
      server.close();
    }
  });
});

async function answering(status: number, body: object) {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: { SCIMFLOW_API_URL: `http://127.0.0.1:${port}`, SCIMFLOW_API_TOKEN: 'hunter2' },
    asked: () => asked,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

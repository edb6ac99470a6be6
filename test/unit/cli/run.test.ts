import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { recordingTerminal } from './recording-terminal.js';

const GOOD = {
  source: { type: 'microsoft-graph', tenantId: 't', clientId: 'c', clientSecret: { env: 'GRAPH_SECRET' } },
  apps: [
    {
      id: 'dialpad',
      connector: 'dialpad',
      servicePrincipalId: 's',
      tenantUrl: 'https://dialpad.com/scim',
      secretToken: { env: 'DIALPAD_TOKEN' },
    },
  ],
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a command that is wrong ends with 2 and says why', () => {
  it.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['apply'], "required option '-f, --file <path>' not specified"],
    [['apply', '-f', '/nowhere/apps.yaml'], '/nowhere/apps.yaml does not exist'],
    [['start', '-f', '/nowhere/apps.yaml'], '/nowhere/apps.yaml does not exist'],
    [['test-connection', '-f', '/nowhere/apps.yaml'], '/nowhere/apps.yaml does not exist'],
    [['test-connection'], 'Name an app, or give a file with -f.'],
    [['pause'], 'Which apps? Name them, or say --all.'],
    [['sync', 'dialpad', '--all'], 'Give app names or --all, not both.'],
    [['restart', 'dialpad', '--reset', 'Watermarks'], 'Watermarks is no scope'],
    [['status', '--output', 'xml'], 'Allowed choices are text, json'],
    [['gallery', 'dialpd'], 'did you mean "dialpad"?'],
    [['deletes'], "missing required argument 'app'"],
    [['deletes', 'dialpad', 'maybe'], 'Allowed choices are allow, reject'],
    [['logs'], "missing required argument 'app'"],
    [['logs', 'dialpad', '--since', 'yesterday-ish'], 'Give a span such as 2h'],
    [['logs', 'dialpad', '--limit', '0'], 'Give a number from 1 to 10000'],
    [['worker'], 'DATABASE_URL is not set.'],
    [['apply', '-f', '/'], '/ is a folder'],
    [['apply', '-f', '/dev/zero'], '/dev/zero is larger than 1 MiB'],
    [['start', '-f', 'x', '--api-port', '70000'], 'Give a port number'],
  ])('%j', async (args, expected) => {
    const terminal = recordingTerminal();

    const exitCode = await run(args, terminal);

    expect(exitCode).toBe(2);
    expect(terminal.errors()).toContain(expected);
    expect(terminal.errors()).not.toMatch(/^ {4}at /m);
  });

  it('a mistaken configuration is shown with its places, and the secret in it is not', async () => {
    const file = join(folder, 'apps.yaml');
    writeFileSync(file, 'source:\n  type: microsoft-graph\n  clientSecret: hunter2\napps: []\n');
    const terminal = recordingTerminal();

    const exitCode = await run(['apply', '-f', file], terminal);

    expect(exitCode).toBe(2);
    expect(terminal.errors()).toContain(`${file}:3:17  source.clientSecret must be a reference`);
    expect(terminal.errors()).not.toContain('hunter2');
  });
});

describe('a database URL that is none', () => {
  it.each([['worker'], ['start']])('is refused by %s without being repeated', async (command) => {
    const file = join(folder, 'good.yaml');
    writeFileSync(file, JSON.stringify(GOOD));
    const args = command === 'start' ? ['-f', file, '--data-dir', join(folder, 'data')] : [];
    const terminal = recordingTerminal({ DATABASE_URL: 'mysql://me:hunter2@example.com/db' });

    const exitCode = await run([command, ...args], terminal);

    expect(exitCode).toBe(2);
    expect(terminal.errors()).toContain('DATABASE_URL must be a URL such as postgres://');
    expect(terminal.errors()).not.toContain('hunter2');
  });
});

describe('a port that is taken', () => {
  it('is found before anything is started', async () => {
    const file = join(folder, 'good.yaml');
    writeFileSync(file, JSON.stringify(GOOD));
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const dataDir = join(folder, 'never-made');
    const terminal = recordingTerminal({});

    const exitCode = await run(
      ['start', '-f', file, '--data-dir', dataDir, '--api-port', String(port)],
      terminal,
    );
    server.close();

    expect(exitCode).toBe(1);
    expect(terminal.errors()).toContain(`port ${port} on 127.0.0.1 is in use`);
    expect(terminal.errors()).toContain('--api-port');
    expect(existsSync(dataDir)).toBe(false);
  });
});

describe('a command whose counterpart does not answer ends with 1 and names the setting', () => {
  it.each([
    [['status'], 'TEMPORAL_ADDRESS'],
    [['pause', '--all'], 'TEMPORAL_ADDRESS'],
    [['logs', 'dialpad'], 'SCIMFLOW_API_URL'],
  ])(
    '%j',
    async (args, setting) => {
      const port = await closedPort();
      const terminal = recordingTerminal({
        TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
        SCIMFLOW_API_URL: `http://127.0.0.1:${port}`,
      });

      const exitCode = await run(args, terminal);

      expect(exitCode).toBe(1);
      expect(terminal.errors()).toContain(`127.0.0.1:${port}`);
      expect(terminal.errors()).toContain(setting);
    },
    15_000,
  );

  it('the stack is shown when it is asked for', async () => {
    const terminal = recordingTerminal({ SCIMFLOW_DEBUG: '1' });

    await run(['pause'], terminal);

    expect(terminal.errors()).toMatch(/^ {4}at /m);
  });
});

describe('the gallery', () => {
  it('lists every connector', async () => {
    const terminal = recordingTerminal();

    const exitCode = await run(['gallery'], terminal);

    expect(exitCode).toBe(0);
    expect(terminal.output()).toMatch(/^dialpad .*\ndynamic-signal .*\nfirstup .*\ngeneric-scim /m);
  });

  it('is plain data for programs', async () => {
    const terminal = recordingTerminal();

    await run(['gallery', 'dynamic-signal', '--output', 'json'], terminal);

    expect(JSON.parse(terminal.output())).toMatchObject({
      id: 'dynamic-signal',
      capabilities: { groups: null },
    });
  });
});

describe('the program as the shell sees it', () => {
  const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

  it.each([
    [['--help'], 0],
    [['apply', '-f', '/nowhere/apps.yaml'], 2],
  ])(
    '%j ends with %i',
    async (args, expected) => {
      const { code, stderr } = await shell(['--import', 'tsx', main, ...args]);

      expect({ code, hasStack: /^ {4}at /m.test(stderr) }).toEqual({ code: expected, hasStack: false });
    },
    30_000,
  );

  it('is silent when nobody reads to the end', async () => {
    const command = `"${process.execPath}" --import tsx "${main}" gallery -o json`;

    const { code, stderr } = await shell(['-c', `${command} | true; echo "\${PIPESTATUS[0]}" >&2`], 'bash');

    expect({ code, stderr }).toEqual({ code: 0, stderr: '0\n' });
  }, 30_000);
});

function shell(
  args: readonly string[],
  program = process.execPath,
): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { env: { ...process.env, NODE_OPTIONS: '' } }, (_, __, stderr) => {
      resolve({ code: child.exitCode ?? -1, stderr });
    });
  });
}

/** A port of this machine that nobody listens on. */
function closedPort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 1);
      });
    });
  });
}

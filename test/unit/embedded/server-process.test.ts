import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EmbeddedServiceError } from '../../../src/embedded/embedded-service-error.js';
import { processStamp } from '../../../src/embedded/process-table.js';
import { startServer } from '../../../src/embedded/server-process.js';
import type { ServerCommand } from '../../../src/embedded/server-process.js';
import { until } from '../../support/until.js';

describe('startServer', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'server-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const aServer = (script: string, overrides: Partial<ServerCommand> = {}): ServerCommand => ({
    service: 'test server',
    command: process.execPath,
    args: ['--eval', script],
    logFile: join(folder, 'server.log'),
    stopSignals: ['SIGTERM', 'SIGKILL'],
    startTimeoutMs: 20_000,
    log: () => undefined,
    isServing: async () => (await readFile(join(folder, 'server.log'), 'utf8')).includes('ready'),
    ...overrides,
  });

  it('waits until the server serves, and stops it', async () => {
    const server = await startServer(aServer('console.log("ready"); setInterval(() => {}, 1000)'));
    expect(await processStamp(server.pid)).not.toBeNull();

    await server.stop();

    expect(await processStamp(server.pid)).toBeNull();
    await expect(server.stop()).resolves.toBeUndefined();
  });

  it('shows the last words of a server that ends at once', async () => {
    const starting = startServer(aServer('console.error("schema version 7 is unknown"); process.exit(3)'));

    await expect(starting).rejects.toThrow(EmbeddedServiceError);
    await expect(starting).rejects.toThrow(/ended with exit code 3\.[^]*schema version 7 is unknown/);
  });

  it('says that a program is not there', async () => {
    await expect(startServer(aServer('', { command: join(folder, 'nowhere') }))).rejects.toThrow(
      /test server could not be started: .*ENOENT/,
    );
  });

  it('ends a server that never serves', async () => {
    const pidFile = join(folder, 'server.pid');
    const script = `console.log("starting"); setInterval(() => {}, 1000)`;
    const pids: number[] = [];
    const isServing = async (): Promise<boolean> => {
      pids.push(Number(await readFile(pidFile, 'utf8')));
      return false;
    };

    await expect(startServer(aServer(script, { startTimeoutMs: 300, pidFile, isServing }))).rejects.toThrow(
      'did not serve within',
    );
    expect(await processStamp(pids[0] ?? 0)).toBeNull();
  });

  it('reports a server that ends on its own', async () => {
    const lines: string[] = [];
    const server = await startServer(
      aServer('console.log("ready"); setInterval(() => {}, 1000)', { log: (line) => lines.push(line) }),
    );

    process.kill(server.pid, 'SIGKILL');

    await until(() => lines.some((line) => line.includes('test server was ended by SIGKILL unexpectedly')));
    await server.stop();
  });

  it("keeps the previous run's log", async () => {
    for (const word of ['first', 'second']) {
      const server = await startServer(aServer(`console.log("ready ${word}"); setInterval(() => {}, 1000)`));
      await server.stop();
    }

    expect(await readFile(join(folder, 'server.log.previous'), 'utf8')).toContain('ready first');
    expect(await readFile(join(folder, 'server.log'), 'utf8')).toContain('ready second');
  });
});

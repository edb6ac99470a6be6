import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startPostgres } from '../../../src/embedded/index.js';
import type { PostgresOptions, RunningPostgres } from '../../../src/embedded/index.js';
import { processStamp } from '../../../src/embedded/process-table.js';

describe('startPostgres', () => {
  let folder: string;
  const log = (): void => undefined;
  const start = (overrides: Partial<PostgresOptions> = {}): Promise<RunningPostgres> =>
    startPostgres({ dataDir: folder, log, ...overrides });

  beforeAll(async () => {
    // Closed to everybody else, as a home folder is.
    folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps rows over a restart, and leaves nothing running', async () => {
    const first = await start();
    await rows(first.databaseUrl, 'CREATE TABLE kept AS SELECT 7 AS value');
    await first.stop();
    expect(await processStamp(first.pid)).toBeNull();

    const second = await start();
    const kept = await rows(second.databaseUrl, 'SELECT value FROM kept').finally(second.stop);

    expect(kept).toEqual([{ value: 7 }]);
    expect(await processStamp(second.pid)).toBeNull();
  });

  it('listens on loopback only and asks for the password', async () => {
    const running = await start();
    try {
      const url = new URL(running.databaseUrl);
      expect(await rows(running.databaseUrl, 'SHOW listen_addresses')).toEqual([
        { listen_addresses: '127.0.0.1' },
      ]);

      url.password = 'guessed';
      await expect(rows(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    } finally {
      await running.stop();
    }
  });

  it('shows its password file to nobody else', async () => {
    expect((await stat(join(folder, 'postgres.password'))).mode & 0o777).toBe(0o600);
  });

  it('refuses a second server on the same folder, and names the process that has it', async () => {
    const running = await start();
    try {
      await expect(start()).rejects.toThrow(
        `A PostgreSQL server runs already on ${folder}, started by process ${process.pid}.`,
      );
    } finally {
      await running.stop();
    }
  });

  it('starts although a crash left a process id that another program has now', async () => {
    const bystander = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
    const pid = bystander.pid ?? 0;
    await writeFile(join(folder, 'postgres', 'postmaster.pid'), `${pid}\n`);
    try {
      const running = await start();

      expect(await rows(running.databaseUrl, 'SELECT 1 AS one').finally(running.stop)).toEqual([{ one: 1 }]);
      expect(await processStamp(pid)).not.toBeNull();
    } finally {
      bystander.kill('SIGKILL');
    }
  });

  it('names the occupied port and its option', async () => {
    const running = await start();
    const port = Number(new URL(running.databaseUrl).port);
    try {
      const another = start({ dataDir: join(folder, 'another'), port, portOption: '--postgres-port' });

      await expect(another).rejects.toMatchObject({
        message: expect.stringContaining(`port ${port} on 127.0.0.1 is in use`),
        remedy: expect.stringContaining('--postgres-port'),
      });
    } finally {
      await running.stop();
    }
  });
});

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

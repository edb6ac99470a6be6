import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { cacheDirectory, findOrInstallTemporal, startTemporal } from '../../../src/embedded/index.js';
import type { RunningTemporal, TemporalOptions } from '../../../src/embedded/index.js';
import { processStamp } from '../../../src/embedded/process-table.js';

describe('startTemporal', () => {
  let folder: string;
  let executable: string;
  const log = (): void => undefined;
  const start = (overrides: Partial<TemporalOptions> = {}): Promise<RunningTemporal> =>
    startTemporal({
      dataDir: join(folder, 'data'),
      executable,
      port: 0,
      uiPort: 0,
      searchAttributes: { ProvisioningApp: 'Keyword' },
      log,
      ...overrides,
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'temporal-'));
    executable = await findOrInstallTemporal({ cacheDir: cacheDirectory(), log });
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps workflows over a restart, accepts new search attributes then, and leaves nothing running', async () => {
    const workflowId = randomUUID();
    const first = await start();
    await withClient(first.address, (client) =>
      client.workflow.start('someWorkflow', { workflowId, taskQueue: 'nobody' }),
    );
    await first.stop();
    expect(await processStamp(first.pid)).toBeNull();

    const second = await start({ searchAttributes: { ProvisioningApp: 'Keyword', AddedLater: 'Datetime' } });
    try {
      await withClient(second.address, async (client) => {
        const description = await client.workflow.getHandle(workflowId).describe();
        const known = await client.connection.operatorService.listSearchAttributes({ namespace: 'default' });

        expect(description.status.name).toBe('RUNNING');
        expect(Object.keys(known.customAttributes)).toEqual(
          expect.arrayContaining(['ProvisioningApp', 'AddedLater']),
        );
      });
    } finally {
      await second.stop();
    }
    expect(await processStamp(second.pid)).toBeNull();
    expect(await readdir(join(folder, 'data'))).not.toEqual(expect.arrayContaining(['temporal.lock']));
  });

  it('refuses a second server on the same folder, and names the process that has it', async () => {
    const running = await start();
    try {
      await expect(start()).rejects.toThrow(
        `A Temporal dev server runs already on ${join(folder, 'data')}, started by process ${process.pid}.`,
      );
    } finally {
      await running.stop();
    }
  });

  it('names the occupied port and its option, and leaves the folder free', async () => {
    const running = await start();
    const port = Number(running.address.split(':')[1]);
    const another = {
      dataDir: join(folder, 'another'),
      portOptions: { port: '--temporal-port', uiPort: '--ui-port' },
    };
    try {
      const error = await start({ ...another, port }).catch((thrown: unknown) => thrown);

      expect(error).toMatchObject({
        message: expect.stringContaining(`port ${port} on 127.0.0.1 is in use`),
        remedy: expect.stringContaining('--temporal-port'),
      });
    } finally {
      await running.stop();
    }
    await (await start(another)).stop();
  });

  it('shows what the server said when it cannot start', async () => {
    await expect(start({ searchAttributes: { ProvisioningApp: 'Nonsense' as 'Keyword' } })).rejects.toThrow(
      /The Temporal dev server ended with exit code 1\.[^]*Nonsense/,
    );
  });
});

async function withClient<T>(address: string, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

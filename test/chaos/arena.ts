import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import {
  cacheDirectory,
  findOrInstallTemporal,
  startPostgres,
  startTemporal,
} from '../../src/embedded/index.js';
import { createTestDatabase } from '../support/database.js';
import { required } from '../support/required.js';

/** What a system needs around it: Temporal, PostgreSQL, the workflow bundle. */
export interface Arena {
  readonly temporalAddress: string;
  readonly workflowBundle: string;
  readonly client: Client;
  createDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }>;
  /** Stops and starts its servers; null where others use them too. */
  readonly services: Services | null;
  close(): Promise<void>;
}

export interface Services {
  stop(service: Service): Promise<void>;
  start(service: Service): Promise<void>;
}
export type Service = 'postgres' | 'temporal';

const searchAttributes = {
  ProvisioningApp: 'Keyword',
  ProvisioningConnector: 'Keyword',
  ProvisioningStatus: 'Keyword',
  ProvisioningQuarantineReason: 'Keyword',
  ProvisioningLastSuccess: 'Datetime',
} as const;

/** The run's own servers, which all systems share. */
export async function sharedArena(): Promise<Arena> {
  const temporalAddress = required('TEST_TEMPORAL_ADDRESS');
  const connection = await Connection.connect({ address: temporalAddress });
  return {
    temporalAddress,
    workflowBundle: required('TEST_WORKFLOW_BUNDLE'),
    client: new Client({ connection }),
    createDatabase: createTestDatabase,
    services: null,
    close: () => connection.close(),
  };
}

/** Servers of one system's own, that may be stopped and started. They keep what they know. */
export async function ownArena(): Promise<Arena> {
  const folder = await mkdtemp(join(tmpdir(), 'scimflow-chaos-'));
  await chmod(folder, 0o711);
  const log = (): void => undefined;
  const executable = await findOrInstallTemporal({ cacheDir: cacheDirectory(), log });
  const startOne = {
    postgres: (port: number) =>
      startPostgres({ dataDir: join(folder, 'postgres'), port, settings: { max_connections: '50' }, log }),
    temporal: (port: number) =>
      startTemporal({
        dataDir: join(folder, 'temporal'),
        executable,
        port,
        uiPort: 0,
        searchAttributes,
        log,
      }),
  };
  const running = { postgres: await startOne.postgres(0), temporal: await startOne.temporal(0) };
  const { databaseUrl } = running.postgres;
  const { address } = running.temporal;
  const ports = { postgres: Number(new URL(databaseUrl).port), temporal: Number(address.split(':')[1]) };
  const connection = await Connection.connect({ address });
  return {
    temporalAddress: address,
    workflowBundle: required('TEST_WORKFLOW_BUNDLE'),
    client: new Client({ connection }),
    createDatabase: async () => ({ url: databaseUrl, drop: async () => undefined }),
    services: {
      stop: (service) => running[service].stop(),
      async start(service) {
        if (service === 'postgres') running.postgres = await startOne.postgres(ports.postgres);
        else running.temporal = await startOne.temporal(ports.temporal);
      },
    },
    async close() {
      await connection.close();
      await Promise.all([running.postgres.stop(), running.temporal.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

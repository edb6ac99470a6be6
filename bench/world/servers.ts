import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { temporalSettings, type TemporalSettings } from '../../src/cli/settings.js';
import type { Teardown } from '../../src/cli/start/teardown.js';
import {
  cacheDirectory,
  findOrInstallTemporal,
  startPostgres,
  startTemporal,
} from '../../src/embedded/index.js';
import { searchAttributes } from '../../workflows/contract.js';
import { watchFamily, type FamilyMemory } from './processes.js';

/** Temporal and PostgreSQL, as `scimflow start` runs them. */
export interface Servers {
  readonly dataDir: string;
  readonly settings: TemporalSettings;
  readonly temporalPid: number;
  readonly databaseUrl: string;
  readonly databaseMemory: FamilyMemory;
  /** Another database on the same server, empty. */
  createDatabase(name: string): Promise<string>;
}

/** Both on a folder that is removed afterwards. They write to the disk as they would in earnest. */
export async function startServers(note: (line: string) => void, teardown: Teardown): Promise<Servers> {
  const dataDir = await mkdtemp(join(tmpdir(), 'scimflow-bench-'));
  teardown.add(dataDir, () => rm(dataDir, { recursive: true, force: true }));
  // The database server may run under another account, which must be able to pass through.
  await chmod(dataDir, 0o711);

  note('starting Temporal and PostgreSQL');
  const postgres = await startPostgres({ dataDir, log: note });
  teardown.add('PostgreSQL', () => postgres.stop());
  const { databaseUrl } = postgres;
  const temporal = await startTemporal({
    dataDir,
    executable: await findOrInstallTemporal({ cacheDir: cacheDirectory(), log: note, env: process.env }),
    port: 0,
    uiPort: 0,
    searchAttributes: Object.fromEntries(
      Object.values(searchAttributes).map(({ name, type }) => [
        name,
        type === 'DATETIME' ? 'Datetime' : 'Keyword',
      ]),
    ),
    log: note,
  });
  teardown.add('Temporal', () => temporal.stop());
  const databaseMemory = watchFamily(postgres.pid);
  teardown.add('memory of PostgreSQL', () => {
    databaseMemory.stop();
    return Promise.resolve();
  });
  return {
    dataDir,
    settings: temporalSettings({ TEMPORAL_ADDRESS: temporal.address }),
    temporalPid: temporal.pid,
    databaseUrl,
    databaseMemory,
    createDatabase: (name) => createDatabase(databaseUrl, name),
  };
}

async function createDatabase(databaseUrl: string, name: string): Promise<string> {
  await withDatabase(databaseUrl, (client) => client.query(`create database ${pg.escapeIdentifier(name)}`));
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Bytes of the whole database, indexes included. */
export async function databaseBytes(databaseUrl: string): Promise<number> {
  return withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ bytes: string }>(
      'select pg_database_size(current_database()) as bytes',
    );
    return Number(rows[0]?.bytes);
  });
}

export async function withDatabase<T>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, query_timeout: 60_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

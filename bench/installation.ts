import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInstallation, type Installation } from '../src/cli/start/installation.js';
import type { Teardown } from '../src/cli/start/teardown.js';
import { startPostgres } from '../src/embedded/index.js';

export interface BenchInstallation extends Installation {
  readonly databaseUrl: string;
}

/**
 * Temporal, PostgreSQL and a worker as `scimflow start` runs them, on a folder that is removed afterwards. They write to
 * the disk as they would in earnest.
 * @param secrets what the configuration refers to, for the worker's environment.
 */
export async function startBenchInstallation(
  secrets: Readonly<Record<string, string>>,
  note: (line: string) => void,
  signal: AbortSignal,
  teardown: Teardown,
): Promise<BenchInstallation> {
  const dataDir = await mkdtemp(join(tmpdir(), 'scimflow-bench-'));
  teardown.add(dataDir, () => rm(dataDir, { recursive: true, force: true }));
  // The database server may run under another account, which must be able to pass through.
  await chmod(dataDir, 0o711);

  const postgres = await startPostgres({ dataDir, log: note });
  teardown.add('PostgreSQL', () => postgres.stop());
  const { databaseUrl } = postgres;
  const env = { ...environmentOfOurs(), ...secrets, DATABASE_URL: databaseUrl };
  const ports = { temporal: 0, webUi: 0, api: 0 };
  const installation = await startInstallation(
    { dataDir, ports, env, isThrowaway: false, note, signal },
    teardown,
  );
  return { ...installation, databaseUrl };
}

/** Nobody's servers, and nobody's settings of a worker. */
function environmentOfOurs(): NodeJS.ProcessEnv {
  const given = Object.entries(process.env).filter(([name]) => !/^(TEMPORAL|SCIMFLOW)_/.test(name));
  return Object.fromEntries(given);
}

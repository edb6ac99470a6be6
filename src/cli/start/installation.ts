import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { searchAttributes } from '../../../workflows/contract.js';
import {
  cacheDirectory,
  claimPort,
  findOrInstallTemporal,
  startPostgres,
  startTemporal,
  type SearchAttributeType,
} from '../../embedded/index.js';
import { pause } from '../poll.js';
import { givenDatabaseUrl, temporalSettings, type TemporalSettings } from '../settings.js';
import { hasWorker, withTemporal } from '../temporal.js';
import { UserError } from '../user-error.js';
import { superviseWorker, type SupervisedWorker } from './supervised-worker.js';
import type { Teardown } from './teardown.js';

const WORKER_START_TIMEOUT_MS = 90_000;
const POLL_MS = 300;

export interface Ports {
  readonly temporal: number;
  readonly webUi: number;
  readonly api: number;
}

export interface InstallationOptions {
  readonly dataDir: string;
  readonly ports: Ports;
  /** Decides what is embedded: TEMPORAL_ADDRESS and DATABASE_URL that are set are used. The worker inherits it. */
  readonly env: NodeJS.ProcessEnv;
  /** The data is thrown away afterwards, so nothing waits for the disk. */
  readonly isThrowaway: boolean;
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Everything that runs jobs, on this machine. */
export interface Installation {
  readonly settings: TemporalSettings;
  readonly apiUrl: string;
  /** Null for a Temporal server that is not ours. */
  readonly webUiUrl: string | null;
  readonly worker: SupervisedWorker;
}

/**
 * Starts Temporal, PostgreSQL and a worker, and waits until the worker listens. What was started is in `teardown`, also
 * when this throws: the worker drains before PostgreSQL ends, and PostgreSQL ends before Temporal.
 */
export async function startInstallation(
  options: InstallationOptions,
  teardown: Teardown,
): Promise<Installation> {
  const { dataDir, env, ports, signal, note } = options;
  const givenDatabase = givenDatabaseUrl(env);
  const apiPort = await claimPort(ports.api, 'read API', '--api-port');
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const temporal = await embeddedTemporal(options, teardown);
  signal.throwIfAborted();
  const databaseUrl = givenDatabase ?? (await embeddedDatabase(options, teardown));
  signal.throwIfAborted();
  const workerEnv: NodeJS.ProcessEnv = {
    ...(temporal === null ? {} : { SCIMFLOW_WEB_UI_URL: temporal.webUiUrl }),
    ...env,
    DATABASE_URL: databaseUrl,
    SCIMFLOW_API_PORT: String(apiPort),
    ...(temporal === null ? {} : { TEMPORAL_ADDRESS: temporal.address }),
  };
  const settings = temporalSettings(workerEnv);
  const logFile = join(dataDir, 'worker.log');
  const worker = superviseWorker({ env: workerEnv, logFile, note });
  teardown.add('worker', async () => {
    note('letting the worker finish');
    await worker.stop();
  });
  await Promise.race([untilListening(settings, logFile, signal), worker.failure]);
  worker.cameUp();
  return { settings, apiUrl: `http://127.0.0.1:${apiPort}`, webUiUrl: temporal?.webUiUrl ?? null, worker };
}

async function embeddedTemporal(
  { dataDir, env, ports, isThrowaway, note }: InstallationOptions,
  teardown: Teardown,
) {
  if ((env['TEMPORAL_ADDRESS'] ?? '') !== '') return null;
  note('starting Temporal');
  const temporal = await startTemporal({
    dataDir,
    executable: await findOrInstallTemporal({ cacheDir: cacheDirectory(), log: note, env }),
    port: ports.temporal,
    uiPort: ports.webUi,
    portOptions: { port: '--temporal-port', uiPort: '--ui-port' },
    searchAttributes: registrations(),
    inMemory: isThrowaway,
    log: note,
  });
  teardown.add('Temporal', () => temporal.stop());
  return temporal;
}

async function embeddedDatabase(
  { dataDir, isThrowaway, note }: InstallationOptions,
  teardown: Teardown,
): Promise<string> {
  note('starting PostgreSQL');
  const settings = isThrowaway ? { fsync: 'off', synchronous_commit: 'off' } : {};
  const postgres = await startPostgres({ dataDir, settings, log: note });
  teardown.add('PostgreSQL', () => postgres.stop());
  return postgres.databaseUrl;
}

async function untilListening(
  settings: TemporalSettings,
  logFile: string,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + WORKER_START_TIMEOUT_MS;
  await withTemporal(settings, async (client) => {
    while (!(await hasWorker(client, settings.taskQueue))) {
      signal.throwIfAborted();
      if (Date.now() > deadline)
        throw new UserError('The worker does not come up.', { remedy: `See ${logFile}.` });
      await pause(POLL_MS, signal);
    }
  });
}

function registrations(): Readonly<Record<string, SearchAttributeType>> {
  return Object.fromEntries(
    Object.values(searchAttributes).map(({ name, type }) => [
      name,
      type === 'DATETIME' ? 'Datetime' : 'Keyword',
    ]),
  );
}

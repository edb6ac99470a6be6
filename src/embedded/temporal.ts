import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Connection } from '@temporalio/client';
import { endOrphan, lockDataFolder } from './data-folder.js';
import { claimPort, loopback } from './free-port.js';
import { startServer } from './server-process.js';

export type SearchAttributeType = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';

export interface TemporalOptions {
  /** Holds the database, the log and the lock. One server a folder. */
  readonly dataDir: string;
  /** Path of the `temporal` command. */
  readonly executable: string;
  /** 7233 unless given; 0 picks a free one. */
  readonly port?: number;
  /** Of the Web UI: 8233 unless given; 0 picks a free one. */
  readonly uiPort?: number;
  /** What the person sets to choose the ports, for error messages. */
  readonly portOptions?: { readonly port: string; readonly uiPort: string };
  /** By name. Those the server knows already are left as they are. */
  readonly searchAttributes: Readonly<Record<string, SearchAttributeType>>;
  /** Server settings by key; see Temporal's dynamic configuration reference. */
  readonly dynamicConfig?: Readonly<Record<string, string | number | boolean>>;
  /** Forgets everything when it ends. */
  readonly inMemory?: boolean;
  readonly log: (line: string) => void;
}

export interface RunningTemporal {
  /** host:port of the gRPC front end. */
  readonly address: string;
  readonly webUiUrl: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const service = 'Temporal dev server';
const namespace = 'default';
/** temporal.api.enums.v1.IndexedValueType */
const indexedValueTypes = {
  Text: 1,
  Keyword: 2,
  Int: 3,
  Double: 4,
  Bool: 5,
  Datetime: 6,
  KeywordList: 7,
} as const;
const stopSignals = ['SIGTERM', 'SIGKILL'] as const;

/**
 * Starts Temporal's dev server on loopback and waits until it answers. It keeps its state in `dataDir`.
 * @throws {EmbeddedServiceError} when a port or the folder is taken, or the server does not come up.
 */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const dataDir = resolve(options.dataDir);
  const databaseFile = join(dataDir, 'temporal.db');
  const pidFile = join(dataDir, 'temporal.pid');
  const lock = await lockDataFolder(dataDir, service, 'temporal.lock', 0o700, options.log);
  try {
    await endLeftOver(pidFile, databaseFile, options.log);
    const port = await claimPort(options.port ?? 7233, service, options.portOptions?.port ?? 'port');
    const uiPort = await claimPort(options.uiPort ?? 8233, service, options.portOptions?.uiPort ?? 'uiPort');
    const address = `${loopback}:${port}`;
    const server = await startServer({
      service,
      command: options.executable,
      args: serverArguments(options, databaseFile, port, uiPort),
      logFile: join(dataDir, 'temporal.log'),
      pidFile,
      stopSignals,
      startTimeoutMs: 60_000,
      isServing: () => isServing(address),
      log: options.log,
    });
    try {
      await addMissingSearchAttributes(address, options.searchAttributes);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return {
      address,
      webUiUrl: `http://${loopback}:${uiPort}`,
      pid: server.pid,
      stop: async () => {
        await server.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function serverArguments(
  options: TemporalOptions,
  databaseFile: string,
  port: number,
  uiPort: number,
): readonly string[] {
  const pairs = (
    flag: string,
    values: Readonly<Record<string, unknown>>,
    write: (value: unknown) => string,
  ) => Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${write(value)}`]);
  return [
    ...['server', 'start-dev', '--ip', loopback, '--port', String(port), '--ui-port', String(uiPort)],
    ...['--log-level', 'warn'],
    ...(options.inMemory === true ? [] : ['--db-filename', databaseFile]),
    ...pairs('--search-attribute', options.searchAttributes, String),
    ...pairs('--dynamic-config-value', options.dynamicConfig ?? {}, (value) => JSON.stringify(value)),
  ];
}

async function isServing(address: string): Promise<boolean> {
  return withConnection(address, async (connection) => {
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  });
}

/** The command line registers them only while it creates the database; later versions of scimflow may need more. */
async function addMissingSearchAttributes(
  address: string,
  wanted: Readonly<Record<string, SearchAttributeType>>,
): Promise<void> {
  await withConnection(address, async ({ operatorService }) => {
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const missing = Object.entries(wanted).filter(([name]) => !(name in customAttributes));
    if (missing.length === 0) return;
    const searchAttributes = Object.fromEntries(
      missing.map(([name, type]) => [name, indexedValueTypes[type]]),
    );
    await operatorService.addSearchAttributes({ namespace, searchAttributes });
  });
}

async function withConnection<T>(address: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    return await connection.withDeadline(Date.now() + 5_000, () => use(connection));
  } finally {
    await connection.close();
  }
}

async function endLeftOver(
  pidFile: string,
  databaseFile: string,
  log: (line: string) => void,
): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!Number.isSafeInteger(pid) || pid <= 0) return;
  const describe = (orphan: number): string =>
    `${service}: process ${orphan} was left over from an earlier run on ${databaseFile}; ending it`;
  await endOrphan(pid, databaseFile, stopSignals, describe, log);
  await rm(pidFile, { force: true });
}

import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { endOrphan, lockDataFolder } from './data-folder.js';
import { EmbeddedServiceError } from './embedded-service-error.js';
import { claimPort, loopback } from './free-port.js';
import { postgresAccount } from './postgres-account.js';
import type { PostgresAccount } from './postgres-account.js';
import { postgresBinaries } from './postgres-binaries.js';
import { runBounded } from './run-bounded.js';
import { startServer } from './server-process.js';

export interface PostgresOptions {
  /** Holds the database cluster, its password, the log and the lock. One server a folder. */
  readonly dataDir: string;
  /** A free one unless given. */
  readonly port?: number;
  /** What the person sets to choose the port, for error messages. */
  readonly portOption?: string;
  /** Server parameters; `{ fsync: 'off' }` suits data that is thrown away. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

export interface RunningPostgres {
  /** Of the database `scimflow`, with the password. The role may create databases. */
  readonly databaseUrl: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const service = 'PostgreSQL server';
const role = 'scimflow';
const database = 'scimflow';
/** SIGINT ends sessions and writes everything out; SIGQUIT leaves that to the next start's recovery. */
const stopSignals = ['SIGINT', 'SIGQUIT'] as const;

/**
 * Starts PostgreSQL on loopback, on a cluster that is created once in `dataDir`, and waits until the database answers.
 * @throws {EmbeddedServiceError} when the port or the folder is taken, or the server cannot be started.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dataDir = resolve(options.dataDir);
  const cluster = join(dataDir, 'postgres');
  // The account that the server runs as must be able to enter; what lies inside is closed to others.
  const lock = await lockDataFolder(dataDir, service, 'postgres.lock', 0o711, options.log);
  try {
    const binaries = await postgresBinaries();
    const account = await postgresAccount([binaries.postgres, `${dataDir}/.`], options.log);
    const password = await ensurePassword(join(dataDir, 'postgres.password'), account);
    await endLeftOver(cluster, options.log);
    await ensureCluster(cluster, join(dataDir, 'postgres.password'), binaries.initdb, account);
    const port = await claimPort(options.port ?? 0, service, options.portOption ?? 'port');
    const urlOf = (name: string): string => `postgresql://${role}:${password}@${loopback}:${port}/${name}`;
    const server = await startServer({
      service,
      ...account.run(binaries.postgres, serverArguments(cluster, port, options.settings ?? {})),
      logFile: join(dataDir, 'postgres.log'),
      stopSignals,
      startTimeoutMs: 60_000,
      isServing: () => query(urlOf('postgres'), 'SELECT 1').then(() => true),
      log: options.log,
    });
    try {
      await ensureDatabase(urlOf('postgres'));
    } catch (error) {
      await server.stop();
      throw error;
    }
    return {
      databaseUrl: urlOf(database),
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
  cluster: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): readonly string[] {
  const all = { listen_addresses: loopback, unix_socket_directories: '', ...settings };
  return [
    ...['-D', cluster, '-p', String(port)],
    ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

async function ensurePassword(path: string, account: PostgresAccount): Promise<string> {
  const kept = await readFile(path, 'utf8').catch(() => null);
  if (kept !== null && kept.trim() !== '') return kept.trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  await chmod(path, 0o600);
  if (account.owner !== null) await chown(path, account.owner.uid, account.owner.gid);
  return password;
}

/** Creates the cluster beside its place and then moves it there: an interrupted creation leaves nothing half made. */
async function ensureCluster(
  cluster: string,
  passwordFile: string,
  initdb: string,
  account: PostgresAccount,
): Promise<void> {
  const marker = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => null);
  if (marker !== null) return;
  const draft = `${cluster}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  if (account.owner !== null) await chown(draft, account.owner.uid, account.owner.gid);
  // A locale of PostgreSQL's own: the same sorting on every machine, whatever locales it has installed.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = [`--username=${role}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  try {
    await runBounded({ ...account.run(initdb, ['-D', draft, ...locale, ...access]), timeoutMs: 120_000 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedServiceError(
      `The PostgreSQL database could not be created in ${cluster}: ${reason}`,
      'Check that the folder is writable and the disk has room, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
  await rename(draft, cluster);
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const existing = await query(adminUrl, `SELECT 1 FROM pg_database WHERE datname = '${database}'`);
  if (existing === 0) await query(adminUrl, `CREATE DATABASE ${database}`);
}

/** How many rows the statement gave. */
async function query(url: string, sql: string): Promise<number> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/**
 * The server notes its process id in the cluster. After a crash of the machine that id may belong to anybody, and the
 * server would refuse to start for fear of a second one; so the note is removed once nobody of ours is behind it.
 */
async function endLeftOver(cluster: string, log: (line: string) => void): Promise<void> {
  const note = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(note, 'utf8').catch(() => '')).split('\n', 1)[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return;
  const describe = (orphan: number): string =>
    `${service}: process ${orphan} was left over from an earlier run on ${cluster}; ending it`;
  await endOrphan(pid, `-D ${cluster}`, stopSignals, describe, log);
  await rm(note, { force: true });
}

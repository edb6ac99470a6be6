import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { DEFAULT_TASK_QUEUE } from '../../workflows/contract.js';
import { parseDuration } from '../policy/schedule.js';
import { UserError } from './user-error.js';

export const DEFAULT_TEMPORAL_ADDRESS = '127.0.0.1:7233';
export const DEFAULT_API_PORT = 8080;

const DAY_MS = 86_400_000;
/** As long as Entra keeps its provisioning log. */
const DEFAULT_LOG_RETENTION = '30d';
const SHORTEST_LOG_RETENTION_DAYS = 1;
const LONGEST_LOG_RETENTION_DAYS = 3_650;

/** Where Temporal is and how to get in. The variables are those of Temporal's own command line. */
export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly apiKey: string | undefined;
  readonly tls: boolean;
  readonly tlsFiles: {
    readonly serverCa: string | undefined;
    readonly clientCertificate: string | undefined;
    readonly clientKey: string | undefined;
  };
}

/** Where the read API is. */
export interface ApiSettings {
  readonly url: string;
  readonly token: string | undefined;
}

export function temporalSettings(env: NodeJS.ProcessEnv): TemporalSettings {
  const apiKey = given(env, 'TEMPORAL_API_KEY');
  const tlsFiles = {
    serverCa: given(env, 'TEMPORAL_TLS_SERVER_CA_CERT_PATH'),
    clientCertificate: given(env, 'TEMPORAL_TLS_CLIENT_CERT_PATH'),
    clientKey: given(env, 'TEMPORAL_TLS_CLIENT_KEY_PATH'),
  };
  const isImplied = apiKey !== undefined || Object.values(tlsFiles).some((path) => path !== undefined);
  return {
    address: given(env, 'TEMPORAL_ADDRESS') ?? DEFAULT_TEMPORAL_ADDRESS,
    namespace: given(env, 'TEMPORAL_NAMESPACE') ?? 'default',
    taskQueue: given(env, 'SCIMFLOW_TASK_QUEUE') ?? DEFAULT_TASK_QUEUE,
    apiKey,
    tls: flag(env, 'TEMPORAL_TLS') ?? isImplied,
    tlsFiles,
  };
}

/** @throws {UserError} when the URL is not one. */
export function apiSettings(env: NodeJS.ProcessEnv): ApiSettings {
  const url = given(env, 'SCIMFLOW_API_URL') ?? `http://127.0.0.1:${DEFAULT_API_PORT}`;
  if (!isWebUrl(url))
    throw wrong(
      'SCIMFLOW_API_URL',
      `must be an http or https URL such as http://127.0.0.1:${DEFAULT_API_PORT}`,
    );
  return { url: url.replace(/\/+$/, ''), token: given(env, 'SCIMFLOW_API_TOKEN') };
}

/** What the `worker` command reads from its environment; `start` and `demo` set the same variables for theirs. */
export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly apiHost: string;
  readonly apiPort: number;
  readonly apiToken: string | undefined;
  readonly logLevel: string;
  /** Temporal's Web UI, for the links in mails. */
  readonly webUiUrl: string | undefined;
  /** How long the provisioning log is kept. */
  readonly logRetentionMs: number;
  /** `host:port` for Prometheus to scrape. */
  readonly metricsAddress: string | undefined;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

const port = z.coerce.number().int().min(0).max(65_535);

/** @throws {UserError} naming the variable. */
export function workerSettings(env: NodeJS.ProcessEnv): WorkerSettings {
  const databaseUrl = givenDatabaseUrl(env);
  if (databaseUrl === undefined)
    throw wrong('DATABASE_URL', 'is not set', `Set it to ${DATABASE_URL_SHAPE}, or use \`scimflow start\`.`);
  const apiPort = port.safeParse(given(env, 'SCIMFLOW_API_PORT') ?? DEFAULT_API_PORT);
  if (!apiPort.success) throw wrong('SCIMFLOW_API_PORT', 'must be a port number');
  const logLevel = given(env, 'SCIMFLOW_LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(logLevel))
    throw wrong('SCIMFLOW_LOG_LEVEL', `must be one of ${LOG_LEVELS.join(', ')}`);
  const webUiUrl = given(env, 'SCIMFLOW_WEB_UI_URL');
  if (webUiUrl !== undefined && !isWebUrl(webUiUrl))
    throw wrong('SCIMFLOW_WEB_UI_URL', 'must be an http or https URL such as http://127.0.0.1:8233');
  return {
    databaseUrl,
    apiHost: given(env, 'SCIMFLOW_API_HOST') ?? '127.0.0.1',
    apiPort: apiPort.data,
    apiToken: given(env, 'SCIMFLOW_API_TOKEN'),
    logLevel,
    webUiUrl,
    logRetentionMs: logRetention(env),
    metricsAddress: given(env, 'SCIMFLOW_METRICS_ADDRESS'),
  };
}

function logRetention(env: NodeJS.ProcessEnv): number {
  const ms = parseDuration(given(env, 'SCIMFLOW_LOG_RETENTION') ?? DEFAULT_LOG_RETENTION);
  if (ms !== null && ms >= SHORTEST_LOG_RETENTION_DAYS * DAY_MS && ms <= LONGEST_LOG_RETENTION_DAYS * DAY_MS)
    return ms;
  throw wrong(
    'SCIMFLOW_LOG_RETENTION',
    `must be a duration from ${SHORTEST_LOG_RETENTION_DAYS}d to ${LONGEST_LOG_RETENTION_DAYS}d, such as ${DEFAULT_LOG_RETENTION}`,
  );
}

const DATABASE_URL_SHAPE = 'postgres://user@host:5432/database';

/** @throws {UserError} when it is no URL of a PostgreSQL database. It may hold a password, so it is not repeated. */
export function givenDatabaseUrl(env: NodeJS.ProcessEnv): string | undefined {
  const url = given(env, 'DATABASE_URL');
  if (url === undefined || (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol))) return url;
  throw wrong('DATABASE_URL', `must be a URL such as ${DATABASE_URL_SHAPE}`);
}

/** @throws {UserError} when the file cannot be read. */
export function readTlsFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`The TLS file ${path} cannot be read (${code ?? 'unknown reason'}).`, {
      exitCode: 2,
    });
  }
}

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function given(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = env[name];
  return value === undefined || value === '' ? undefined : value;
}

function flag(env: NodeJS.ProcessEnv, name: string): boolean | undefined {
  const value = given(env, name)?.toLowerCase();
  if (value === undefined) return undefined;
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw wrong(name, 'must be true or false');
}

function wrong(name: string, message: string, remedy?: string): UserError {
  return new UserError(`${name} ${message}.`, { exitCode: 2, ...(remedy === undefined ? {} : { remedy }) });
}

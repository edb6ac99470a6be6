import { setFlagsFromString } from 'node:v8';
import {
  NativeConnection,
  Runtime,
  Worker,
  type MetricsExporterConfig,
  type NativeConnectionOptions,
} from '@temporalio/worker';
import { pino, type Logger } from 'pino';
import { createActivities } from '../../activities/index.js';
import { startReadApi } from '../api/index.js';
import type { JobConfiguration } from '../config/configuration.js';
import type { FoundObject } from '../directory/index.js';
import { ProvisioningFailure } from '../failures.js';
import { Mailer } from '../notifications/index.js';
import { openStore, type Store } from '../store/index.js';
import { Connections } from './connections.js';
import { failureInterceptor } from './failure-interceptor.js';
import { startHousekeeping } from './housekeeping.js';
import { temporalLogger } from './temporal-logger.js';
import { workflowCode, type WorkflowCode } from './workflow-bundle.js';

/**
 * How much garbage may gather before it is collected, in percent of what is alive. V8's own choice, up to four times as much, makes
 * a worker take hundreds of MB that it does not need.
 */
const HEAP_GROWING_PERCENT = 30;
/** Time for work that is under way when the worker is told to stop. */
const SHUTDOWN_GRACE = '10 seconds';
const SHUTDOWN_FORCE = '30 seconds';
/** How late a pause may reach a running activity. */
const HEARTBEAT_THROTTLE = '2 seconds';
/** Each job is one workflow that sleeps most of the time; cached ones answer queries without a replay. */
const MAX_CACHED_WORKFLOWS = 200;
const MAX_ACTIVITIES = 50;

/** How a worker reaches Temporal, PostgreSQL and its readers. */
export interface WorkerSettings {
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    readonly taskQueue: string;
    readonly apiKey?: string | undefined;
    readonly tls: NonNullable<NativeConnectionOptions['tls']>;
  };
  readonly databaseUrl: string;
  readonly apiHost: string;
  readonly apiPort: number;
  readonly apiToken: string | undefined;
  /** pino's levels: trace, debug, info, warn, error, fatal, silent. */
  readonly logLevel: string;
  /** Temporal's Web UI, for the links in mails; none when absent, unless the configuration says where it is. */
  readonly webUiUrl?: string | undefined;
  /** How long the provisioning log is kept. */
  readonly logRetentionMs: number;
  /** `host:port` for Prometheus to scrape; no metrics when absent. */
  readonly metricsAddress?: string | undefined;
  /** Stops the worker, as SIGTERM and SIGINT do. */
  readonly signal?: AbortSignal | undefined;
}

/** What a worker is made of besides Temporal. */
export interface WorkerParts {
  readonly openStore: (databaseUrl: string) => Promise<Store>;
  readonly createConnections: (store: Store, logger: Logger) => Connections;
  readonly workflowCode: () => WorkflowCode;
}

const parts: WorkerParts = {
  openStore,
  createConnections: (store, logger) => new Connections({ store, logger }),
  workflowCode,
};

/**
 * Runs a worker until `signal` or a process signal stops it; what is under way then ends or is handed back.
 * @throws {ProvisioningFailure} `StoreUnavailable`, or an Error naming the Temporal address, before any work is taken.
 */
export async function runWorker(
  settings: WorkerSettings,
  { openStore, createConnections, workflowCode }: WorkerParts = parts,
): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
  const logger = pino({ name: 'scimflow', level: settings.logLevel });
  const store = await openStore(settings.databaseUrl);
  const connections = createConnections(store, logger);
  let worker: Worker | undefined;
  try {
    const api = await startReadApi({
      host: settings.apiHost,
      port: settings.apiPort,
      token: settings.apiToken,
      store,
      isReady: () => worker?.getState() === 'RUNNING',
      askSource: (configuration, text) => askSource(connections, configuration, text),
    });
    try {
      installRuntime(settings, logger);
      const connection = await connect(settings);
      try {
        const activities = createActivities({ store, connections, mailer: new Mailer(settings), logger });
        worker = await createWorker(settings, { connection, activities, code: workflowCode(), logger });
        logger.info({ api: api.url, taskQueue: settings.temporal.taskQueue }, 'Worker ready');
        const housekeeping = startHousekeeping({ store, logger, ...settings });
        try {
          await runUntilAborted(worker, settings.signal);
        } finally {
          await housekeeping.stop();
        }
      } finally {
        await connection.close();
      }
    } finally {
      await api.close();
    }
  } finally {
    connections.close();
    await store.close();
  }
}

/** Over a connection of its own: a cycle may be at work with another version of the configuration. */
async function askSource(
  connections: Connections,
  configuration: JobConfiguration,
  text: string,
): Promise<readonly FoundObject[]> {
  const trial = connections.trial(configuration);
  try {
    return await trial.source.find(text);
  } finally {
    trial.close();
  }
}

function createWorker(
  { temporal }: WorkerSettings,
  {
    connection,
    activities,
    code,
    logger,
  }: {
    readonly connection: NativeConnection;
    readonly activities: object;
    readonly code: WorkflowCode;
    readonly logger: Logger;
  },
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue: temporal.taskQueue,
    ...code,
    activities,
    interceptors: { activity: [failureInterceptor(logger)] },
    maxCachedWorkflows: MAX_CACHED_WORKFLOWS,
    maxConcurrentActivityTaskExecutions: MAX_ACTIVITIES,
    maxHeartbeatThrottleInterval: HEARTBEAT_THROTTLE,
    defaultHeartbeatThrottleInterval: HEARTBEAT_THROTTLE,
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: SHUTDOWN_FORCE,
  });
}

/** Runs until told to stop; process signals are the SDK's own affair. A worker that never runs keeps its connection. */
async function runUntilAborted(worker: Worker, signal: AbortSignal | undefined): Promise<void> {
  const stop = (): void => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  signal?.addEventListener('abort', stop);
  try {
    const running = worker.run();
    if (signal?.aborted === true) stop();
    await running;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function installRuntime({ metricsAddress }: WorkerSettings, logger: Logger): void {
  Runtime.install({
    logger: temporalLogger(logger),
    telemetryOptions: {
      logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
      ...(metricsAddress === undefined ? {} : { metrics: prometheus(metricsAddress) }),
    },
  });
}

function prometheus(bindAddress: string): MetricsExporterConfig {
  return {
    prometheus: {
      bindAddress,
      countersTotalSuffix: true,
      unitSuffix: true,
      useSecondsForDurations: true,
    },
  };
}

async function connect({ temporal }: WorkerSettings): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect({
      address: temporal.address,
      tls: temporal.tls,
      ...(temporal.apiKey === undefined ? {} : { apiKey: temporal.apiKey }),
    });
  } catch {
    // The native client's own words are an internal structure of a dozen lines.
    throw new ProvisioningFailure(
      'TemporalUnavailable',
      `No Temporal server answers at ${temporal.address}.`,
    );
  }
}

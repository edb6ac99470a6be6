import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkerOptions } from '@temporalio/worker';
import got from 'got';
import { pino } from 'pino';
import { createActivities } from '../../activities/index.js';
import type { JobConfiguration } from '../../src/config/configuration.js';
import { startGraphEmulator, type GraphEmulator, type Seed } from '../../src/emulators/graph/index.js';
import { startMailCatcher, type RunningMailCatcher } from '../../src/emulators/mail/index.js';
import { startScimTarget, type RunningScimTarget } from '../../src/emulators/scim/index.js';
import { Mailer } from '../../src/notifications/index.js';
import { openStore, type Store } from '../../src/store/index.js';
import { Connections } from '../../src/worker/connections.js';
import { failureInterceptor } from '../../src/worker/failure-interceptor.js';
import * as contract from '../../workflows/contract.js';
import type { provisioningJob } from '../../workflows/index.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { connect, withWorker } from './temporal.js';
import { until } from './until.js';

export const TARGET_TOKEN = 'token-of-the-test-target';
const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const MAIL_ADDRESS = 'it-operations@contoso.example';

/** Everything around a worker, real: Microsoft Graph's emulator, a SCIM server, a mail server, PostgreSQL, Temporal. */
export interface TestSystem {
  readonly graph: GraphEmulator;
  readonly target: RunningScimTarget;
  readonly mail: RunningMailCatcher;
  readonly database: TestDatabase;
  readonly store: Store;
  readonly env: TestWorkflowEnvironment;
  /** The configuration of an app of the seed. */
  configuration(app?: Partial<JobConfiguration['app']>): JobConfiguration;
  /** Changes the directory as an administrator would, through the emulator's admin API. */
  administer(method: 'post' | 'patch' | 'delete', path: string, body?: object): Promise<void>;
  /** Makes an account in the target behind scimflow's back. */
  createAccount(attributes: Readonly<Record<string, unknown>>): Promise<void>;
  /** Changes one there, found by its display name. */
  changeAccount(displayName: string, attributes: Readonly<Record<string, unknown>>): Promise<void>;
  /** Runs an in-process worker while `body` works on a configured job. */
  withJob(configuration: JobConfiguration, body: (job: TestJob) => Promise<void>): Promise<void>;
  /** The same with workers of the test's own on `taskQueue`. */
  withConfiguredJob(
    configuration: JobConfiguration,
    taskQueue: string,
    body: (job: TestJob) => Promise<void>,
  ): Promise<void>;
  stop(): Promise<void>;
}

export interface TestJob {
  readonly handle: WorkflowHandle<typeof provisioningJob>;
  status(): Promise<contract.SynchronizationStatus>;
  /** Waits until cycle `number` has ended, well or not; for 45 seconds unless told otherwise. */
  cycleEnded(number: number, timeoutMs?: number): Promise<contract.TaskExecution>;
  /** Runs a cycle now and waits for its end. */
  sync(): Promise<contract.TaskExecution>;
}

/** Starts a system on free ports, with a database of its own. */
export async function startTestSystem(options: {
  readonly seed: Seed | string;
  readonly profile?: 'generic' | 'dialpad' | 'dynamic-signal';
  readonly latencyMs?: number;
  /** The Temporal server; the run's own dev server unless told. The system ends it. */
  readonly env?: TestWorkflowEnvironment;
}): Promise<TestSystem> {
  const secrets = secretsInEnvironment();
  const graph = await startGraphEmulator({ seed: options.seed });
  const target = await startScimTarget({
    token: TARGET_TOKEN,
    profile: options.profile ?? 'generic',
    latencyMs: options.latencyMs ?? 0,
  });
  const mail = await startMailCatcher();
  secrets.set({
    token: TARGET_TOKEN,
    graph: graph.clients[0]?.clientSecret ?? '',
    smtp: mail.smtpUrl,
    address: MAIL_ADDRESS,
  });
  const database = await createTestDatabase();
  const store = await openStore(database.url);
  const env = options.env ?? (await connect());
  const scim = (method: 'post' | 'patch', path: string, json: object): Promise<unknown> =>
    got(`${target.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${TARGET_TOKEN}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify(json),
      retry: { limit: 0 },
    });

  return {
    graph,
    target,
    mail,
    database,
    store,
    env,
    configuration: (app = {}) => ({
      source: {
        type: 'microsoft-graph',
        tenantId: graph.tenantId,
        clientId: graph.clients[0]?.clientId ?? '',
        clientSecret: { env: secrets.names.graph },
        graphUrl: graph.url,
        authorityUrl: graph.url,
      },
      notifications: { smtpUrl: { env: secrets.names.smtp }, from: { env: secrets.names.address } },
      app: {
        id: `app-${randomUUID().slice(0, 8)}`,
        connector: 'generic-scim',
        servicePrincipalId: graph.apps[0]?.servicePrincipalId ?? '',
        tenantUrl: target.url,
        secretToken: { env: secrets.names.token },
        provisioningStatus: 'on',
        scope: 'assigned',
        interval: '40m',
        rateLimit: { requestsPerSecond: 1_000, concurrency: 16 },
        notification: { email: { env: secrets.names.address }, onFailure: true },
        ...app,
      },
    }),
    async administer(method, path, body) {
      await got(`${graph.adminUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${graph.adminToken}` },
        ...(body === undefined ? {} : { json: body }),
        retry: { limit: 0 },
      });
    },
    async createAccount(attributes) {
      await scim('post', '/Users', { schemas: [USER_SCHEMA], ...attributes });
    },
    async changeAccount(displayName, attributes) {
      const id = target.users().find((user) => user['displayName'] === displayName)?.id ?? '';
      await scim('patch', `/Users/${id}`, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', value: attributes }],
      });
    },
    async withJob(configuration, body) {
      const connections = new Connections();
      const logger = pino({ level: 'silent' });
      const activities = createActivities({ store, connections, mailer: new Mailer(), logger });
      const options: Partial<WorkerOptions> = {
        interceptors: { activity: [failureInterceptor(logger)] },
        maxHeartbeatThrottleInterval: '500ms',
      };
      try {
        await withWorker(
          env,
          activities,
          (taskQueue) => runJob(env, configuration, taskQueue, body),
          options,
        );
      } finally {
        connections.close();
      }
    },
    withConfiguredJob: (configuration, taskQueue, body) => runJob(env, configuration, taskQueue, body),
    async stop() {
      await env.teardown();
      await store.close();
      await Promise.all([graph.stop(), target.stop(), mail.stop(), database.drop()]);
      secrets.remove();
    },
  };
}

async function runJob(
  env: TestWorkflowEnvironment,
  configuration: JobConfiguration,
  taskQueue: string,
  body: (job: TestJob) => Promise<void>,
): Promise<void> {
  const appId = configuration.app.id;
  const handle = await env.client.workflow.start<typeof provisioningJob>('provisioningJob', {
    workflowId: contract.jobWorkflowId(appId),
    taskQueue,
    args: [{ appId }],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  try {
    await handle.executeUpdate(contract.configure, { args: [{ configuration }] });
    await body(jobOf(handle));
  } finally {
    await handle.terminate('the test is over');
  }
}

function jobOf(handle: WorkflowHandle<typeof provisioningJob>): TestJob {
  const status = (): Promise<contract.SynchronizationStatus> => handle.query(contract.status);
  const cycleEnded = (number: number, timeoutMs = 45_000): Promise<contract.TaskExecution> =>
    until(
      async () => {
        const { lastExecution } = await status();
        return lastExecution !== null && lastExecution.number >= number && lastExecution;
      },
      { timeoutMs, what: `the end of cycle ${number}` },
    );
  return {
    handle,
    status,
    cycleEnded,
    async sync() {
      const last = (await status()).lastExecution?.number ?? 0;
      await handle.signal(contract.provisionNow);
      return cycleEnded(last + 1);
    },
  };
}

/** Secrets reach activities by name only; each system has names of its own, so that tests run side by side. */
function secretsInEnvironment() {
  const suffix = randomUUID().replaceAll('-', '').toUpperCase();
  const names = {
    token: `TARGET_${suffix}`,
    graph: `GRAPH_${suffix}`,
    smtp: `SMTP_${suffix}`,
    address: `ADDRESS_${suffix}`,
  };
  return {
    names,
    set(values: Readonly<Record<keyof typeof names, string>>): void {
      for (const key of Object.keys(names) as (keyof typeof names)[]) process.env[names[key]] = values[key];
    },
    remove(): void {
      for (const name of Object.values(names)) Reflect.deleteProperty(process.env, name);
    },
  };
}

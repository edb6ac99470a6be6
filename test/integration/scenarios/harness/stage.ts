import { randomUUID } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkerOptions } from '@temporalio/worker';
import { pino } from 'pino';
import { createActivities } from '../../../../activities/index.js';
import { Mailer } from '../../../../src/notifications/index.js';
import { openStore, type Store } from '../../../../src/store/index.js';
import { Connections } from '../../../../src/worker/connections.js';
import { failureInterceptor } from '../../../../src/worker/failure-interceptor.js';
import { createTestDatabase } from '../../../support/database.js';
import { connect, withWorker } from '../../../support/temporal.js';
import { CLIENT_SECRET } from './directory.js';
import { TARGET_TOKEN } from './targets.js';

/** What the scenarios of one test file share: a worker, a database, a connection to Temporal. */
export interface Stage {
  readonly env: TestWorkflowEnvironment;
  readonly store: Store;
  readonly taskQueue: string;
  /** Names of the environment variables that hold the secrets. */
  readonly secrets: { readonly token: string; readonly graph: string };
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const suffix = randomUUID().replaceAll('-', '').toUpperCase();
  const secrets = { token: `TARGET_${suffix}`, graph: `GRAPH_${suffix}` };
  process.env[secrets.token] = TARGET_TOKEN;
  process.env[secrets.graph] = CLIENT_SECRET;
  const database = await createTestDatabase();
  const store = await openStore(database.url);
  const env = await connect();
  const connections = new Connections();
  const logger = pino({ level: 'silent' });
  const activities = createActivities({ store, connections, mailer: new Mailer(), logger });

  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const options: Partial<WorkerOptions> = {
    interceptors: { activity: [failureInterceptor(logger)] },
    maxHeartbeatThrottleInterval: '500ms',
  };
  let working: Promise<void> = Promise.resolve();
  const taskQueue = await new Promise<string>((opened, failed) => {
    working = withWorker(
      env,
      activities,
      (name) => {
        opened(name);
        return closed;
      },
      options,
    );
    working.catch(failed);
  });
  return {
    env,
    store,
    taskQueue,
    secrets,
    async close() {
      close();
      await working;
      connections.close();
      await env.teardown();
      await store.close();
      await database.drop();
      for (const name of Object.values(secrets)) Reflect.deleteProperty(process.env, name);
    },
  };
}

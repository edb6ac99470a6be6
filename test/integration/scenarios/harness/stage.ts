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

/** What the scenarios of one test file share: a worker, a database, a connection to Temporal. */
export interface Stage {
  readonly env: TestWorkflowEnvironment;
  readonly store: Store;
  readonly taskQueue: string;
  /** The environment variable that holds this secret from now on. */
  keep(secret: string): string;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const secrets = new Map<string, string>();
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
    keep(secret) {
      const name = secrets.get(secret) ?? `SECRET_${randomUUID().replaceAll('-', '').toUpperCase()}`;
      secrets.set(secret, name);
      process.env[name] = secret;
      return name;
    },
    async close() {
      close();
      await working;
      connections.close();
      await env.teardown();
      await store.close();
      await database.drop();
      for (const name of secrets.values()) Reflect.deleteProperty(process.env, name);
    },
  };
}

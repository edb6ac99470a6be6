import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { pino } from 'pino';
import { createActivities } from '../../../activities/index.js';
import type { Activities, JobNotification } from '../../../activities/contract.js';
import { Mailer } from '../../../src/notifications/index.js';
import { Connections } from '../../../src/worker/connections.js';
import { failureInterceptor } from '../../../src/worker/failure-interceptor.js';
import { notificationWorkflowId, searchAttributes } from '../../../workflows/contract.js';
import type { NotifyInput } from '../../../workflows/notify.js';
import { openTestStore } from '../../support/store.js';
import { withWorker } from '../../support/temporal.js';
import { startTimeSkipping } from '../../support/time-skipping.js';
import { aMailedJob } from '../../unit/notifications/a-configuration.js';
import type { notifier } from './notifying-workflows.js';

export const RECIPIENT = 'it-operations@contoso.example';
export const WEB_UI = 'http://127.0.0.1:8233';

const notification: JobNotification = {
  type: 'deletionsWaiting',
  waiting: 1_000,
  deletes: 30,
  threshold: '500',
  nextAttempt: '2026-03-03T08:45:00Z',
};

/** A mail that was handed over by a job that is over. */
export interface MailUnderTest {
  readonly appId: string;
  /** The workflow that sends it. */
  readonly handle: WorkflowHandle;
  readonly input: NotifyInput;
  /** Hands the same over once more. */
  again(): Promise<void>;
  /** What the worker logged about the app as an error. */
  logged(): string;
}

/** What mails are handed over to: a worker with our activities, and a store. */
export interface PostOffice {
  readonly activities: Activities;
  /** Hands over a mail of an app of its own, to be sent through `smtpUrl`. */
  handOver(smtpUrl: string): Promise<MailUnderTest>;
  close(): Promise<void>;
}

export async function openPostOffice(env: TestWorkflowEnvironment): Promise<PostOffice> {
  const variables: string[] = [];
  const keep = (secret: string): string => {
    const name = `SECRET_${randomUUID().replaceAll('-', '').toUpperCase()}`;
    variables.push(name);
    process.env[name] = secret;
    return name;
  };
  const workflowsPath = fileURLToPath(new URL('./notifying-workflows.ts', import.meta.url));
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  const { store, close } = await openTestStore();
  const lines: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => lines.push(line) });
  const connections = new Connections();
  const activities = createActivities({
    store,
    connections,
    mailer: new Mailer({ webUiUrl: WEB_UI }),
    logger,
  });

  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const options = { workflowBundle, interceptors: { activity: [failureInterceptor(logger)] } };
  let working: Promise<void> = Promise.resolve();
  const taskQueue = await new Promise<string>((opened, failed) => {
    working = withWorker(
      env,
      activities,
      (name) => {
        opened(name);
        return stopped;
      },
      options,
    );
    working.catch(failed);
  });

  return {
    activities,
    async handOver(smtpUrl) {
      const appId = `app-${randomUUID().slice(0, 8)}`;
      const configuration = aMailedJob(keep(smtpUrl), {
        app: { id: appId, notification: { email: { env: keep(RECIPIENT) }, onFailure: true } },
      });
      const { version } = await store.configurations.save(appId, configuration);
      const input: NotifyInput = {
        appId,
        connector: 'dialpad',
        configurationVersion: version,
        key: 'deletionsWaiting/7',
        notification,
      };
      const again = (): Promise<void> =>
        env.client.workflow.execute<typeof notifier>('notifier', {
          workflowId: `notifier-${randomUUID()}`,
          taskQueue,
          args: [input],
        });
      await again();
      const handle = env.client.workflow.getHandle(notificationWorkflowId(appId, input.key));
      return {
        appId,
        handle,
        input,
        again,
        logged: () => lines.filter((line) => line.includes(appId)).join(''),
      };
    },
    async close() {
      stop();
      await working;
      connections.close();
      await close();
      for (const name of variables) Reflect.deleteProperty(process.env, name);
    },
  };
}

/**
 * A post office whose time is skipped. One wait a file: once a retried mail was sent, the server skips no more.
 */
export async function openTimelessPostOffice(): Promise<PostOffice> {
  const env = await startTimeSkipping();
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    // As the dev server has them from its start. 2 is a keyword, 6 a datetime.
    searchAttributes: Object.fromEntries(
      Object.values(searchAttributes).map(({ name, type }) => [name, type === 'DATETIME' ? 6 : 2]),
    ),
  });
  const { close, ...postOffice } = await openPostOffice(env);
  return {
    ...postOffice,
    async close() {
      await close();
      await env.teardown();
    },
  };
}

/** The whole history as text, payloads decoded: what a person with access to Temporal could read. */
export async function historyText(handle: WorkflowHandle): Promise<string> {
  const json = historyToJSON(await handle.fetchHistory());
  const decoded = [...json.matchAll(/"data": "([A-Za-z0-9+/=]+)"/g)].map(([, data]) =>
    Buffer.from(data ?? '', 'base64').toString('utf8'),
  );
  return json + decoded.join('\n');
}

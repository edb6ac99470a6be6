import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { createActivities, type Activities } from '../../../activities/index.js';
import type { JobConfiguration } from '../../../src/config/configuration.js';
import type { Seed } from '../../../src/emulators/graph/index.js';
import { Mailer } from '../../../src/notifications/index.js';
import { Connections } from '../../../src/worker/connections.js';
import { failureInterceptor } from '../../../src/worker/failure-interceptor.js';
import { searchAttributes } from '../../../workflows/contract.js';
import { startTestSystem, type TestJob, type TestSystem } from '../../support/system.js';
import { withWorker } from '../../support/temporal.js';
import { startTimeSkipping } from '../../support/time-skipping.js';

/** What an activity asked of the target, and when by the server's clock. */
export interface Performed {
  readonly activity: keyof Activities;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `GET /Users`, in their order. */
  readonly requests: readonly string[];
}

export interface SkippingSystem {
  readonly system: TestSystem;
  readonly env: TestWorkflowEnvironment;
  /**
   * What the worker did since this was asked last, mails aside, which go out beside it. One job at a time, or requests are
   * taken for another's.
   */
  performed(): readonly Performed[];
  withJob(configuration: JobConfiguration, body: (job: TestJob) => Promise<void>): Promise<void>;
}

/** Everything around a worker, real, on a Temporal server whose clock jumps. End it with `system.stop()`. */
export async function startSkippingSystem(seed: Seed): Promise<SkippingSystem> {
  const env = await startTimeSkipping();
  await registerSearchAttributes(env);
  const system = await startTestSystem({ seed, env });
  let performed: Performed[] = [];
  const record = ({ sendJobNotification, ...activities }: Activities): Activities => ({
    ...(Object.fromEntries(
      Object.entries(activities).map(([name, carryOut]) => [
        name,
        async (input: never) => {
          const before = system.target.requests().length;
          try {
            return await (carryOut as (input: never) => Promise<unknown>)(input);
          } finally {
            performed.push({
              activity: name as keyof Activities,
              at: Context.current().info.currentAttemptScheduledTimestampMs,
              requests: system.target.requests().slice(before).map(shortened),
            });
          }
        },
      ]),
    ) as unknown as Activities),
    sendJobNotification,
  });

  return {
    system,
    env,
    performed() {
      const taken = performed;
      performed = [];
      return taken;
    },
    async withJob(configuration, body) {
      const { store } = system;
      const connections = new Connections();
      const logger = pino({ level: 'silent' });
      const activities = createActivities({ store, connections, mailer: new Mailer(), logger });
      try {
        await withWorker(
          env,
          record(activities),
          (taskQueue) => system.withConfiguredJob(configuration, taskQueue, body),
          { interceptors: { activity: [failureInterceptor(logger)] } },
        );
      } finally {
        connections.close();
      }
    },
  };
}

/** As a namespace of the dev server has them from its start. 2 is a keyword, 6 a datetime. */
export async function registerSearchAttributes(env: TestWorkflowEnvironment): Promise<void> {
  const keys = Object.values(searchAttributes).map(
    ({ name, type }) => [name, type === 'DATETIME' ? 6 : 2] as const,
  );
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(keys),
  });
}

function shortened({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path.split('?')[0] ?? ''}`;
}

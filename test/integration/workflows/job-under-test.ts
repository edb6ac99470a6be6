import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { JobConfiguration } from '../../../src/config/configuration.js';
import type { ConfigureResult, SynchronizationStatus } from '../../../workflows/contract.js';
import { cycleWorkflowId, jobWorkflowId } from '../../../workflows/contract.js';
import { withWorker } from '../../support/temporal.js';
import { until } from '../../support/until.js';
import { aConfiguration } from '../../support/a-configuration.js';
import { type aFakeWorld } from './fake-activities.js';

export interface JobUnderTest {
  readonly appId: string;
  /** Untyped, like a shell or a form: names and plain JSON only. */
  readonly handle: WorkflowHandle;
  configure(app?: Partial<JobConfiguration['app']>): Promise<ConfigureResult>;
  status(): Promise<SynchronizationStatus>;
  /** The first status that `matches`. */
  statusWhen(
    what: string,
    matches: (status: SynchronizationStatus) => boolean,
  ): Promise<SynchronizationStatus>;
  cycle(number: number): WorkflowHandle;
}

/** A job of its own, with a worker of its own, for as long as `body` takes. */
export async function withJob(
  env: TestWorkflowEnvironment,
  { activities }: Pick<ReturnType<typeof aFakeWorld>, 'activities'>,
  body: (job: JobUnderTest) => Promise<void>,
): Promise<void> {
  const appId = `app-${randomUUID().slice(0, 8)}`;
  // Workers are told of a cancellation when they heartbeat, and heartbeats are thinned out.
  const prompt = { maxHeartbeatThrottleInterval: '50ms', defaultHeartbeatThrottleInterval: '50ms' } as const;
  await withWorker(
    env,
    activities,
    async (taskQueue) => {
      const handle = await env.client.workflow.start('provisioningJob', {
        workflowId: jobWorkflowId(appId),
        taskQueue,
        args: [{ appId }],
      });
      const status = (): Promise<SynchronizationStatus> => handle.query('status');
      try {
        await body({
          appId,
          handle: env.client.workflow.getHandle(jobWorkflowId(appId)),
          status,
          statusWhen: (what, matches) =>
            until(
              async () => {
                const now = await status();
                return matches(now) && now;
              },
              { what, timeoutMs: 30_000 },
            ),
          configure: (app = {}) =>
            handle.executeUpdate('configure', {
              args: [{ configuration: aConfiguration({ id: appId, ...app }) }],
            }),
          cycle: (number) => env.client.workflow.getHandle(cycleWorkflowId(appId, number)),
        });
      } finally {
        await handle.terminate('the test is over').catch(ignoreEnded);
      }
    },
    prompt,
  );
}

/** Some tests end their job themselves. */
function ignoreEnded(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

export const hasEnded =
  (number: number) =>
  ({ lastExecution, cycle }: SynchronizationStatus): boolean =>
    lastExecution !== null && lastExecution.number >= number && cycle === null;

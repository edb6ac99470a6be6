import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import {
  configure,
  credentialValidationWorkflowId,
  jobWorkflowId,
  searchAttributes,
  type ConfigureResult,
  type ValidateCredentialsResult,
} from '../../workflows/contract.js';
import type { JobConfiguration } from '../config/configuration.js';
import { explain, explanationText, type Surroundings } from './explain-error.js';
import { hasJob } from './jobs.js';
import { hasWorker, promptly } from './temporal.js';
import { UserError } from './user-error.js';

const VALIDATION_TIMEOUT_MS = 90_000;
const CONFIGURE_TIMEOUT_MS = 30_000;
const WORKER_PATIENCE_MS = 3_000;
const WORKER_POLL_MS = 200;

/** What became of one app's configuration. */
export type Applied =
  | ({ readonly app: string; readonly result: 'created' | 'updated' | 'unchanged' } & ConfigureResult)
  | { readonly app: string; readonly result: 'failed'; readonly error: string };

/**
 * Creates or updates the jobs. New apps' credentials are tried first, all of them, so that a bad one leaves nothing
 * half-started.
 * @param note is told what is being done, a line at a time.
 * @throws {UserError} before anything is started; what fails later is in the result.
 */
export async function applyConfiguration(
  client: Client,
  jobs: readonly JobConfiguration[],
  surroundings: Surroundings,
  note: (line: string) => void,
): Promise<readonly Applied[]> {
  await requireWorker(client, surroundings.taskQueue);
  const isRunning = new Map<string, boolean>();
  for (const { app } of jobs) isRunning.set(app.id, await hasJob(client, app.id));
  await validateAll(
    client,
    jobs.filter(({ app }) => isRunning.get(app.id) !== true),
    surroundings,
    note,
  );
  const applied: Applied[] = [];
  for (const job of jobs)
    applied.push(await apply(client, job, isRunning.get(job.app.id) === true, surroundings));
  return applied;
}

/** Tries a configuration's credentials against source and target, changing nothing. */
export async function validateOnce(
  client: Client,
  job: JobConfiguration,
  taskQueue: string,
): Promise<ValidateCredentialsResult> {
  const workflowId = credentialValidationWorkflowId(job.app.id, randomUUID());
  return promptly(
    client,
    async (): Promise<ValidateCredentialsResult> =>
      (await client.workflow.execute('validateCredentialsOnce', {
        workflowId,
        taskQueue,
        args: [{ appId: job.app.id, configuration: job }],
        workflowExecutionTimeout: VALIDATION_TIMEOUT_MS,
        staticSummary: `Test connection of ${job.app.id} (${job.app.connector})`,
      })) as ValidateCredentialsResult,
    VALIDATION_TIMEOUT_MS,
  );
}

/**
 * Waits a little for a worker that is only just coming up.
 * @throws {UserError} when nobody listens: what is started would wait for a worker, unseen.
 */
export async function requireWorker(client: Client, taskQueue: string): Promise<void> {
  const deadline = Date.now() + WORKER_PATIENCE_MS;
  while (Date.now() < deadline) {
    if (await hasWorker(client, taskQueue)) return;
    await sleep(WORKER_POLL_MS);
  }
  throw new UserError(`No worker listens on task queue ${taskQueue}.`, {
    remedy: 'Start one with `scimflow worker`, or set SCIMFLOW_TASK_QUEUE to the queue of yours.',
  });
}

async function validateAll(
  client: Client,
  jobs: readonly JobConfiguration[],
  surroundings: Surroundings,
  note: (line: string) => void,
): Promise<void> {
  const refusals = await Promise.all(
    jobs.map(async (job) => {
      note(`${job.app.id}: testing the connection`);
      try {
        await validateOnce(client, job, surroundings.taskQueue);
        return [];
      } catch (error) {
        return [{ app: job.app.id, explanation: explain(error, surroundings) }];
      }
    }),
  );
  const errors = refusals.flat();
  if (errors.length === 0) return;
  const lines = errors.map(({ app, explanation }) => `${app}: ${explanationText(explanation)}`);
  throw new UserError(`Nothing was applied, because a connection does not work.\n${lines.join('\n')}`);
}

async function apply(
  client: Client,
  job: JobConfiguration,
  existed: boolean,
  surroundings: Surroundings,
): Promise<Applied> {
  const { id, connector } = job.app;
  const startWorkflowOperation = new WithStartWorkflowOperation('provisioningJob', {
    workflowId: jobWorkflowId(id),
    taskQueue: surroundings.taskQueue,
    args: [{ appId: id }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    typedSearchAttributes: new TypedSearchAttributes([
      { key: searchAttributes.app, value: id },
      { key: searchAttributes.connector, value: connector },
    ]),
    staticSummary: `Provisioning of ${id} (${connector})`,
  });
  // The same failure reaches us through the update; unobserved here it would end the process.
  startWorkflowOperation.workflowHandle().catch(() => undefined);
  try {
    const result = await promptly(
      client,
      () =>
        client.workflow.executeUpdateWithStart(configure, {
          args: [{ configuration: job }],
          startWorkflowOperation,
        }),
      CONFIGURE_TIMEOUT_MS,
    );
    const changed = result.changes.length > 0 ? 'updated' : 'unchanged';
    return { app: id, result: existed ? changed : 'created', ...result };
  } catch (error) {
    return { app: id, result: 'failed', error: explanationText(explain(error, surroundings)) };
  }
}

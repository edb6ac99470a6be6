import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { jobWorkflowId, status, type SynchronizationStatus } from '../../workflows/contract.js';
import { promptly } from './temporal.js';
import { UserError } from './user-error.js';

const MOST_JOBS = 1_000;
const WORKFLOW_ID_PREFIX = jobWorkflowId('');

/** The apps that have a running job, by name. */
export async function appsWithJobs(client: Client): Promise<readonly string[]> {
  const apps: string[] = [];
  await promptly(client, async () => {
    for await (const { workflowId } of client.workflow.list({
      query: "WorkflowType = 'provisioningJob' AND ExecutionStatus = 'Running'",
    })) {
      if (workflowId.startsWith(WORKFLOW_ID_PREFIX)) apps.push(workflowId.slice(WORKFLOW_ID_PREFIX.length));
      if (apps.length === MOST_JOBS) break;
    }
  });
  return apps.toSorted();
}

export async function hasJob(client: Client, app: string): Promise<boolean> {
  try {
    const execution = await promptly(client, () => client.workflow.getHandle(jobWorkflowId(app)).describe());
    return execution.status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** What a job says of itself. Needs a worker. */
export function jobStatus(client: Client, app: string): Promise<SynchronizationStatus> {
  return promptly(client, () => client.workflow.getHandle(jobWorkflowId(app)).query(status));
}

/** The apps that a steering command means. */
export type Selection =
  { readonly type: 'all' } | { readonly type: 'named'; readonly apps: readonly string[] };

/** @throws {UserError} when neither names nor `--all` are given, or both: steering everything must be said. */
export function selection(named: readonly string[], isAll: boolean): Selection {
  if (isAll && named.length > 0) throw new UserError('Give app names or --all, not both.', { exitCode: 2 });
  if (isAll) return { type: 'all' };
  if (named.length === 0) throw new UserError('Which apps? Name them, or say --all.', { exitCode: 2 });
  return { type: 'named', apps: [...new Set(named)] };
}

/** @throws {UserError} when all are meant and there is none. */
export async function selectedApps(client: Client, selected: Selection): Promise<readonly string[]> {
  if (selected.type === 'named') return selected.apps;
  const apps = await appsWithJobs(client);
  if (apps.length === 0)
    throw new UserError('There are no jobs.', { remedy: 'Create them with `scimflow apply -f apps.yaml`.' });
  return apps;
}

import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import {
  cycleWorkflowId,
  jobWorkflowId,
  phase,
  status,
  type CyclePhase,
  type SynchronizationStatus,
} from '../../workflows/contract.js';
import { promptly } from './temporal.js';
import { UserError } from './user-error.js';

const MOST_JOBS = 1_000;
const PHASE_TIMEOUT_MS = 2_000;
const WORKFLOW_ID_PREFIX = jobWorkflowId('');

type RunningCycle = NonNullable<SynchronizationStatus['cycle']>;

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

/** What a job says of itself, with the phase that its running cycle says it is in. Needs a worker. */
export async function jobStatus(client: Client, app: string): Promise<SynchronizationStatus> {
  const answer = await promptly(client, () => client.workflow.getHandle(jobWorkflowId(app)).query(status));
  const reported = completed(answer);
  const { cycle } = reported;
  if (cycle === null) return reported;
  return { ...reported, cycle: { ...cycle, phase: await phaseOf(client, app, cycle) } };
}

type AddedLater = 'schedule' | 'escrows' | 'stagedDeletions';

/** In an upgrade a worker of the version before may answer, which says less. */
function completed(
  answer: Omit<SynchronizationStatus, AddedLater> & Partial<Pick<SynchronizationStatus, AddedLater>>,
): SynchronizationStatus {
  const state = answer.code === 'Paused' ? 'Paused' : 'Active';
  return { schedule: { state, interval: null }, escrows: null, stagedDeletions: null, ...answer };
}

/** A cycle tells its job where it is only now and then; the job's word is good enough when the cycle gives none. */
async function phaseOf(client: Client, app: string, reported: RunningCycle): Promise<CyclePhase> {
  const handle = client.workflow.getHandle(cycleWorkflowId(app, reported.number));
  try {
    return await promptly(client, () => handle.query(phase), PHASE_TIMEOUT_MS);
  } catch {
    return reported.phase;
  }
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

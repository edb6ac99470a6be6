import type { Client } from '@temporalio/client';
import { requireSuccess } from '../../src/cli/applied-text.js';
import { applyConfiguration } from '../../src/cli/apply-configuration.js';
import { jobWorkflowId, provisionNow } from '../../workflows/contract.js';
import type { Requests } from '../target/tally.js';
import { cpuSeconds } from '../world/processes.js';
import { databaseBytes, type Servers } from '../world/servers.js';
import type { BenchWorker } from '../world/worker.js';
import { mistakesOf } from './correctness.js';
import { cycleEnded, cycleFigures, type CycleFigures } from './cycle.js';
import { configurationOf, type Job } from './job.js';

/** Where the engine runs. */
export interface Stage {
  readonly servers: Servers;
  readonly client: Client;
  readonly worker: BenchWorker;
  readonly databaseUrl: string;
  readonly signal: AbortSignal;
}

export interface MeasuredCycle extends CycleFigures {
  readonly requests: Requests;
}

/** A new job's initial cycle. */
export interface InitialFigures {
  readonly users: number;
  /** From the target's first POST to its last. */
  readonly usersPerSecond: number;
  /** From `apply` to the end of the cycle. */
  readonly wholeMs: number;
  readonly initial: MeasuredCycle;
  /** Seconds of a core that the worker used meanwhile; null where the system does not tell. */
  readonly workerCpuSeconds: number | null;
  /** What the database grew by. */
  readonly databaseBytes: number;
  /** A line each; empty when everything is as it must be. */
  readonly mistakes: readonly string[];
}

/** A new job's first three cycles. */
export interface EngineFigures extends InitialFigures {
  readonly changedUsers: number;
  readonly changed: MeasuredCycle;
  readonly unchanged: MeasuredCycle;
}

/** Applies a new app: an initial cycle, one after 1 % of the users changed, one after nothing did. */
export async function runEngine(stage: Stage, job: Job): Promise<EngineFigures> {
  const { client, signal, databaseUrl } = stage;
  const begun = await beginJob(stage, job);
  const again = async (number: number): Promise<MeasuredCycle> => {
    await client.workflow.getHandle(jobWorkflowId(job.appId)).signal(provisionNow);
    await cycleEnded(client, job.appId, number, signal);
    return measured(stage, job, number);
  };
  const changedUsers = Math.max(1, Math.round(begun.users / 100));
  await job.company.changeTitles(changedUsers);
  const changed = await again(2);
  const unchanged = await again(3);
  await endJob(stage, job);
  const creations = creationsOf(begun.initial, changed, unchanged);
  const mistakes = await mistakesOf(job, databaseUrl, creations);
  return { ...begun, changedUsers, changed, unchanged, mistakes };
}

/** Applies a new app and ends it after its initial cycle. */
export async function runInitialCycle(stage: Stage, job: Job): Promise<InitialFigures> {
  const begun = await beginJob(stage, job);
  await endJob(stage, job);
  return { ...begun, mistakes: await mistakesOf(job, stage.databaseUrl, creationsOf(begun.initial)) };
}

async function beginJob(stage: Stage, job: Job): Promise<Omit<InitialFigures, 'mistakes'>> {
  const { client, servers, worker, databaseUrl, signal } = stage;
  await job.company.reset();
  await job.target.reset(job.behaviour);
  const bytesBefore = await databaseBytes(databaseUrl);
  const cpuBefore = await cpuSeconds(worker.pid);

  const beganAt = performance.now();
  requireSuccess(await applyConfiguration(client, [configurationOf(job)], servers.settings, () => undefined));
  await cycleEnded(client, job.appId, 1, signal);
  const wholeMs = performance.now() - beganAt;

  const cpuAfter = await cpuSeconds(worker.pid);
  const initial = await measured(stage, job, 1);
  const { posts } = initial.requests;
  const { usersPerApp: users } = job.company.shape;
  return {
    users,
    usersPerSecond: posts === null ? Number.NaN : (users * 1_000) / (posts.lastAt - posts.firstAt),
    wholeMs,
    initial,
    workerCpuSeconds: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore,
    databaseBytes: (await databaseBytes(databaseUrl)) - bytesBefore,
  };
}

async function measured({ client }: Stage, job: Job, number: number): Promise<MeasuredCycle> {
  const requests = await job.target.take();
  return { ...(await cycleFigures(client, job.appId, number)), requests };
}

async function endJob({ client }: Stage, { appId }: Job): Promise<void> {
  await client.workflow.getHandle(jobWorkflowId(appId)).terminate('measured');
}

function creationsOf(...cycles: readonly MeasuredCycle[]): number {
  return cycles.reduce((sum, { requests }) => sum + requests.creations, 0);
}

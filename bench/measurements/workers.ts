import type { Client } from '@temporalio/client';
import { requireSuccess } from '../../src/cli/applied-text.js';
import { applyConfiguration } from '../../src/cli/apply-configuration.js';
import { Teardown } from '../../src/cli/start/teardown.js';
import { withTemporal } from '../../src/cli/temporal.js';
import { jobWorkflowId } from '../../workflows/contract.js';
import { mistakesOf } from '../engine/correctness.js';
import { cycleEnded } from '../engine/cycle.js';
import { configurationOf, secretsOf, type Job } from '../engine/job.js';
import { runInitialCycle } from '../engine/run-engine.js';
import type { WorkersOptions } from '../options.js';
import type { Requests } from '../target/tally.js';
import { startCompany, type Company } from '../world/company.js';
import { startTargetProcess, type TargetProcess } from '../world/measured-target.js';
import { peakRssMb, watchCores } from '../world/processes.js';
import { startServers, type Servers } from '../world/servers.js';
import { startWorker, type BenchWorker } from '../world/worker.js';

const LATENCY_MS = 20;
const WARM_UP_USERS = 200;
/** A machine that grows slower or faster meanwhile favours neither. */
const ORDER = [1, 2, 2, 1] as const;

/** The same work with so many workers. */
export interface WorkersPass {
  readonly workers: number;
  /** Over all apps, from the first POST to any target to the last. */
  readonly usersPerSecond: number;
  /** From `apply` to the end of the last initial cycle. */
  readonly wholeMs: number;
  /** How busy the machine's cores were meanwhile, all together: from 0 to 1. */
  readonly coresBusy: number;
  /** The most that each worker held, in MB. */
  readonly workerPeakRssMb: readonly (number | null)[];
  readonly mistakes: readonly string[];
}

export interface WorkersFigures {
  readonly apps: number;
  readonly usersPerApp: number;
  readonly severalApps: readonly WorkersPass[];
  readonly usersOfOne: number;
  readonly oneApp: readonly WorkersPass[];
}

interface Parts {
  readonly servers: Servers;
  readonly targets: TargetProcess;
  readonly client: Client;
  readonly warmUp: Company;
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Several apps at once, and then one large app: each with one and with two workers. */
export async function measureWorkers(
  { apps, usersPerApp, usersOfOne }: WorkersOptions,
  note: (line: string) => void,
  signal: AbortSignal,
  teardown: Teardown,
): Promise<WorkersFigures> {
  const servers = await startServers(note, teardown);
  const targets = await startTargetProcess();
  teardown.add('target', () => targets.stop());
  const started = await Promise.all([
    startCompany(WARM_UP_USERS),
    startCompany(usersPerApp, { apps, usersPerApp }),
    startCompany(usersOfOne),
  ]);
  for (const { stop } of started) teardown.add('Microsoft Graph emulator', stop);
  const [warmUp, many, one] = started;
  return withTemporal(servers.settings, async (client) => {
    const parts = { servers, targets, client, warmUp, note, signal };
    const severalApps: WorkersPass[] = [];
    const oneApp: WorkersPass[] = [];
    for (const [index, workers] of ORDER.entries())
      severalApps.push(await pass(parts, { company: many, workers, name: `several-${index + 1}` }, teardown));
    for (const [index, workers] of ORDER.entries())
      oneApp.push(await pass(parts, { company: one, workers, name: `one-${index + 1}` }, teardown));
    return { apps, usersPerApp, severalApps, usersOfOne, oneApp };
  });
}

interface Work {
  readonly company: Company;
  readonly workers: number;
  readonly name: string;
}

async function pass(parts: Parts, work: Work, teardown: Teardown): Promise<WorkersPass> {
  const { servers, targets, client, note, signal } = parts;
  const { company, workers: count, name } = work;
  const { apps, usersPerApp } = company.shape;
  note(
    `${apps} app${apps === 1 ? '' : 's'} of ${usersPerApp} users, ${count} worker${count === 1 ? '' : 's'}`,
  );
  const own = new Teardown(note);
  teardown.add('workers', () => own.run());
  const databaseUrl = await servers.createDatabase(name);
  const options = { databaseUrl, secrets: secretsOf(company, targets.token), signal };
  const workers: BenchWorker[] = [];
  for (let number = 1; number <= count; number += 1)
    workers.push(await startWorker(servers, client, options, own));
  const jobs = company.graph.apps.map((_, app): Job => {
    const appId = `${name}-app-${app + 1}`;
    return { appId, company, app, target: targets.tenant(appId), behaviour: { latencyMs: LATENCY_MS } };
  });
  const measured = async () => {
    await warmUp(parts, { workers, databaseUrl, name });
    return carryOut(parts, jobs, databaseUrl);
  };
  const figures = await Promise.race([measured(), ...workers.map(({ failure }) => failure)]);
  const workerPeakRssMb = await Promise.all(workers.map(({ pid }) => peakRssMb(pid)));
  await own.run();
  return { ...figures, workers: count, workerPeakRssMb };
}

/** A small app for each worker; nobody says who takes which. */
async function warmUp(
  { servers, targets, client, warmUp: company, signal }: Parts,
  {
    workers,
    databaseUrl,
    name,
  }: { readonly workers: readonly BenchWorker[]; readonly databaseUrl: string; readonly name: string },
): Promise<void> {
  for (const [index, worker] of workers.entries()) {
    const appId = `${name}-warm-up-${index + 1}`;
    const job = { appId, company, target: targets.tenant(appId), behaviour: {} };
    await runInitialCycle({ servers, client, worker, databaseUrl, signal }, job);
  }
}

async function carryOut(
  { servers, client, signal }: Parts,
  jobs: readonly Job[],
  databaseUrl: string,
): Promise<Pick<WorkersPass, 'usersPerSecond' | 'wholeMs' | 'coresBusy' | 'mistakes'>> {
  for (const { target, behaviour } of jobs) await target.reset(behaviour);
  const beganAt = performance.now();
  const coresBusySince = watchCores();
  requireSuccess(
    await applyConfiguration(client, jobs.map(configurationOf), servers.settings, () => undefined),
  );
  for (const { appId } of jobs) await cycleEnded(client, appId, 1, signal);
  const wholeMs = performance.now() - beganAt;
  const coresBusy = coresBusySince();

  const requests: Requests[] = [];
  const mistakes: string[] = [];
  for (const job of jobs) {
    const taken = await job.target.take();
    requests.push(taken);
    mistakes.push(...(await mistakesOf(job, databaseUrl, taken.creations)));
    await client.workflow.getHandle(jobWorkflowId(job.appId)).terminate('measured');
  }
  const posts = requests.flatMap((one) => one.posts ?? []);
  const users = jobs.reduce((sum, { company }) => sum + company.shape.usersPerApp, 0);
  const tookMs =
    Math.max(...posts.map(({ lastAt }) => lastAt)) - Math.min(...posts.map(({ firstAt }) => firstAt));
  return { usersPerSecond: (users * 1_000) / tookMs, wholeMs, coresBusy, mistakes };
}

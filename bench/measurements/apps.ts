import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import pMap from 'p-map';
import { requireSuccess } from '../../src/cli/applied-text.js';
import { applyConfiguration } from '../../src/cli/apply-configuration.js';
import type { Teardown } from '../../src/cli/start/teardown.js';
import { withTemporal } from '../../src/cli/temporal.js';
import { jobWorkflowId, provisionNow } from '../../workflows/contract.js';
import { mistakesOf } from '../engine/correctness.js';
import { cycleEnded } from '../engine/cycle.js';
import { configurationOf, secretsOf, type Job } from '../engine/job.js';
import type { AppsOptions } from '../options.js';
import { startCompany } from '../world/company.js';
import { startTargetProcess } from '../world/measured-target.js';
import { cpuSeconds, peakRssMb, rssMb } from '../world/processes.js';
import { startServers, type Servers } from '../world/servers.js';
import { startWorker, type BenchWorker } from '../world/worker.js';

const USERS = 200;
const USERS_PER_APP = 20;
const SIGNALS_AT_ONCE = 16;
/** Applied together, as in one file. */
const APPS_PER_FILE = 20;
/** What the end of the last cycle still has to do is over. */
const SETTLE_MS = 2_000;
const ASLEEP_MS = 15_000;

/** What a process holds and how much of one core it uses; null where the system does not tell. */
export interface Load {
  readonly rssMb: number | null;
  /** 1 is all of one core. */
  readonly coreShare: number | null;
}

export interface AppsFigures {
  readonly apps: number;
  readonly usersPerApp: number;
  /** From the first `apply` to the end of the last initial cycle. */
  readonly initialMs: number;
  /** While all jobs sleep. */
  readonly asleep: { readonly worker: Load; readonly temporal: Load };
  /** From the signal to the first job to the end of the last one's cycle without change. */
  readonly wakeMs: number;
  /** Seconds of a core that each used for that. */
  readonly wakeCpuSeconds: { readonly worker: number | null; readonly temporal: number | null };
  /** To all targets together. */
  readonly requestsOfWake: number;
  readonly workerStartRssMb: number | null;
  readonly workerPeakRssMb: number | null;
  readonly temporalPeakRssMb: number | null;
  readonly postgresPeakMb: number | null;
  readonly mistakes: readonly string[];
}

interface Stage {
  readonly servers: Servers;
  readonly client: Client;
  readonly worker: BenchWorker;
  readonly jobs: readonly Job[];
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Many small apps on one worker: their initial cycles, their sleep, and a cycle of each after all are woken at once. */
export async function measureApps(
  { apps }: AppsOptions,
  note: (line: string) => void,
  signal: AbortSignal,
  teardown: Teardown,
): Promise<AppsFigures> {
  const servers = await startServers(note, teardown);
  const targets = await startTargetProcess();
  teardown.add('target', () => targets.stop());
  const company = await startCompany(USERS, { apps, usersPerApp: USERS_PER_APP });
  teardown.add('Microsoft Graph emulator', company.stop);
  const { databaseUrl } = servers;
  const secrets = secretsOf(company, targets.token);
  return withTemporal(servers.settings, async (client) => {
    const worker = await startWorker(servers, client, { databaseUrl, secrets, signal }, teardown);
    const jobs = company.graph.apps.map((_, app): Job => {
      const appId = `app-${app + 1}`;
      return { appId, company, app, target: targets.tenant(appId), behaviour: {} };
    });
    const stage = { servers, client, worker, jobs, note, signal };
    return Promise.race([measured(stage), worker.failure]);
  });
}

async function measured(stage: Stage): Promise<AppsFigures> {
  const { servers, worker, jobs, note, signal } = stage;
  note(`${jobs.length} apps: initial cycles`);
  const initialMs = await begin(stage);
  const creations = await takeAll(jobs, ({ creations }) => creations);

  note('all asleep');
  await sleep(SETTLE_MS, undefined, { signal });
  const asleep = await loads(stage, ASLEEP_MS);

  note('all woken');
  const worked = await cpuOf(stage);
  const wakeMs = await wake(stage);
  const after = await cpuOf(stage);
  const requests = await takeAll(jobs, ({ total }) => total);

  const mistakes: string[] = [];
  for (const [index, job] of jobs.entries())
    mistakes.push(...(await mistakesOf(job, servers.databaseUrl, creations[index] ?? 0)));
  return {
    apps: jobs.length,
    usersPerApp: USERS_PER_APP,
    initialMs,
    asleep,
    wakeMs,
    wakeCpuSeconds: {
      worker: difference(after.worker, worked.worker),
      temporal: difference(after.temporal, worked.temporal),
    },
    requestsOfWake: requests.reduce((sum, count) => sum + count, 0),
    workerStartRssMb: worker.startRssMb,
    workerPeakRssMb: await peakRssMb(worker.pid),
    temporalPeakRssMb: await peakRssMb(servers.temporalPid),
    postgresPeakMb: servers.databaseMemory.peakMb(),
    mistakes,
  };
}

async function begin({ servers, client, jobs, signal }: Stage): Promise<number> {
  const beganAt = performance.now();
  for (let from = 0; from < jobs.length; from += APPS_PER_FILE) {
    const file = jobs.slice(from, from + APPS_PER_FILE).map(configurationOf);
    requireSuccess(await applyConfiguration(client, file, servers.settings, () => undefined));
  }
  for (const { appId } of jobs) await cycleEnded(client, appId, 1, signal);
  return performance.now() - beganAt;
}

async function wake({ client, jobs, signal }: Stage): Promise<number> {
  const beganAt = performance.now();
  await pMap(jobs, ({ appId }) => client.workflow.getHandle(jobWorkflowId(appId)).signal(provisionNow), {
    concurrency: SIGNALS_AT_ONCE,
    signal,
  });
  for (const { appId } of jobs) await cycleEnded(client, appId, 2, signal);
  return performance.now() - beganAt;
}

async function takeAll(
  jobs: readonly Job[],
  value: (requests: Awaited<ReturnType<Job['target']['take']>>) => number,
): Promise<readonly number[]> {
  const values: number[] = [];
  for (const { target } of jobs) values.push(value(await target.take()));
  return values;
}

async function loads(stage: Stage, lastingMs: number): Promise<AppsFigures['asleep']> {
  const { servers, worker, signal } = stage;
  const before = await cpuOf(stage);
  await sleep(lastingMs, undefined, { signal });
  const after = await cpuOf(stage);
  const share = (seconds: number | null): number | null =>
    seconds === null ? null : (seconds * 1_000) / lastingMs;
  return {
    worker: { rssMb: await rssMb(worker.pid), coreShare: share(difference(after.worker, before.worker)) },
    temporal: {
      rssMb: await rssMb(servers.temporalPid),
      coreShare: share(difference(after.temporal, before.temporal)),
    },
  };
}

async function cpuOf({ servers, worker }: Stage): Promise<AppsFigures['wakeCpuSeconds']> {
  return { worker: await cpuSeconds(worker.pid), temporal: await cpuSeconds(servers.temporalPid) };
}

function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : after - before;
}

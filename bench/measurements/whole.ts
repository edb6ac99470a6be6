import type { Client } from '@temporalio/client';
import type { Teardown } from '../../src/cli/start/teardown.js';
import { withTemporal } from '../../src/cli/temporal.js';
import { secretsOf } from '../engine/job.js';
import type { EngineFigures, Stage } from '../engine/run-engine.js';
import type { WholeOptions } from '../options.js';
import { startCompany, type Company } from '../world/company.js';
import { startTargetProcess, type TargetProcess } from '../world/measured-target.js';
import { peakRssMb } from '../world/processes.js';
import { startServers, type Servers } from '../world/servers.js';
import { startWorker } from '../world/worker.js';
import { measureAllowedRate, type AllowedRateFigures } from './allowed-rate.js';
import { measureBulk } from './bulk.js';
import { measureSpeed, warmUp, type LatencyFigures } from './speed.js';

const FEW_USERS = 100;

/** The most memory that each process ever held, in MB; null where the system does not tell. */
export interface MemoryFigures {
  readonly worker: number | null;
  /** Of the worker, until it took work. */
  readonly workerStart: number | null;
  readonly temporal: number | null;
  /** All processes of the server together, what they share counted once. */
  readonly postgres: number | null;
  readonly target: number | null;
  readonly graph: number | null;
}

/** What `npm run bench` measures. */
export interface WholeFigures {
  readonly users: number;
  /** A pass with few users, for what does not grow with them. */
  readonly few: EngineFigures;
  readonly latencies: readonly LatencyFigures[];
  readonly allowedRate: AllowedRateFigures;
  readonly bulk: EngineFigures;
  readonly memory: MemoryFigures;
  /** A line each; empty when every account and link is as it must be. */
  readonly mistakes: readonly string[];
}

/** Starts everything, warms both sides up, and measures. What was started is in `teardown`. */
export async function measureWhole(
  options: WholeOptions,
  note: (line: string) => void,
  signal: AbortSignal,
  teardown: Teardown,
): Promise<WholeFigures> {
  const servers = await startServers(note, teardown);
  const targets = await startTargetProcess();
  teardown.add('target', () => targets.stop());
  const company = async (users: number): Promise<Company> => {
    const started = await startCompany(users);
    teardown.add('Microsoft Graph emulator', () => started.stop());
    return started;
  };
  const [few, main, allowedRate] = await Promise.all([
    company(FEW_USERS),
    company(options.users),
    company(options.rateUsers),
  ]);
  const companies = { few, main, allowedRate };
  return withTemporal(servers.settings, async (client) => {
    const parts = { servers, targets, companies, client };
    return measured(parts, options, { note, signal, teardown });
  });
}

async function measured(
  parts: {
    readonly servers: Servers;
    readonly targets: TargetProcess;
    readonly companies: Readonly<Record<'few' | 'main' | 'allowedRate', Company>>;
    readonly client: Client;
  },
  { users, latenciesMs, allowedRate }: WholeOptions,
  surroundings: {
    readonly note: (line: string) => void;
    readonly signal: AbortSignal;
    readonly teardown: Teardown;
  },
): Promise<WholeFigures> {
  const { servers, targets, companies, client } = parts;
  const { note, signal, teardown } = surroundings;
  const { databaseUrl } = servers;
  const secrets = secretsOf(companies.main, targets.token);
  const worker = await startWorker(servers, client, { databaseUrl, secrets, signal }, teardown);
  const stage: Stage = { servers, client, worker, databaseUrl, signal };
  const target = targets.tenant('main');
  const main = { company: companies.main, target };

  const measure = async (): Promise<WholeFigures> => {
    note('warming up');
    const few = await warmUp(stage, { company: companies.few, target });
    const latencies: LatencyFigures[] = [];
    for (const latencyMs of latenciesMs) {
      const name = `after-${latencyMs}-ms`;
      latencies.push(await measureSpeed(stage, main, { latencyMs, name, note }));
    }
    const bulk = await measureBulk(stage, main, note);
    const rate = await measureAllowedRate(
      stage,
      { company: companies.allowedRate, target },
      { allowed: allowedRate, note },
    );
    const passes = [few, ...latencies.flatMap(({ engine }) => engine), bulk, rate.told, rate.learned];
    return {
      users,
      few,
      latencies,
      allowedRate: rate,
      bulk,
      memory: {
        worker: await peakRssMb(worker.pid),
        workerStart: worker.startRssMb,
        temporal: await peakRssMb(servers.temporalPid),
        postgres: servers.databaseMemory.peakMb(),
        target: await peakRssMb(targets.pid),
        graph: await peakRssMb(companies.main.pid),
      },
      mistakes: passes.flatMap((pass) => pass.mistakes),
    };
  };
  return Promise.race([measure(), worker.failure]);
}

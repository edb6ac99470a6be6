import type { Client } from '@temporalio/client';
import { Teardown } from '../../src/cli/start/teardown.js';
import { withTemporal } from '../../src/cli/temporal.js';
import { secretsOf } from '../engine/job.js';
import { runEngine, type EngineFigures } from '../engine/run-engine.js';
import type { SizesOptions } from '../options.js';
import { startCompany } from '../world/company.js';
import { startTargetProcess } from '../world/measured-target.js';
import { peakRssMb } from '../world/processes.js';
import { startServers, type Servers } from '../world/servers.js';
import { startWorker } from '../world/worker.js';

/** One size: a worker, a database, a directory and a target that knew no other. */
export interface SizeFigures extends EngineFigures {
  /** The most each held, in MB; null where the system does not tell. */
  readonly workerStartRssMb: number | null;
  readonly workerPeakRssMb: number | null;
  readonly graphPeakRssMb: number | null;
  /** Since the first of the sizes: Temporal and PostgreSQL serve them all. */
  readonly temporalPeakRssMb: number | null;
  readonly postgresPeakMb: number | null;
}

/** One pass of the engine for each size, one after the other, to a target that answers at once. */
export async function measureSizes(
  { sizes }: SizesOptions,
  note: (line: string) => void,
  signal: AbortSignal,
  teardown: Teardown,
): Promise<readonly SizeFigures[]> {
  const servers = await startServers(note, teardown);
  return withTemporal(servers.settings, async (client) => {
    const figures: SizeFigures[] = [];
    for (const [index, users] of sizes.entries()) {
      note(`${users} users`);
      const own = new Teardown(note);
      teardown.add(`what measured ${users} users`, () => own.run());
      const appId = `size-${index + 1}`;
      figures.push(await measureSize({ servers, client, signal }, { users, appId }, own));
      await own.run();
    }
    return figures;
  });
}

async function measureSize(
  {
    servers,
    client,
    signal,
  }: { readonly servers: Servers; readonly client: Client; readonly signal: AbortSignal },
  { users, appId }: { readonly users: number; readonly appId: string },
  teardown: Teardown,
): Promise<SizeFigures> {
  const company = await startCompany(users);
  teardown.add('Microsoft Graph emulator', () => company.stop());
  const targets = await startTargetProcess();
  teardown.add('target', () => targets.stop());
  const databaseUrl = await servers.createDatabase(appId);
  const secrets = secretsOf(company, targets.token);
  const worker = await startWorker(servers, client, { databaseUrl, secrets, signal }, teardown);
  const stage = { servers, client, worker, databaseUrl, signal };
  const job = { appId, company, target: targets.tenant(appId), behaviour: {} };
  const figures = await Promise.race([runEngine(stage, job), worker.failure]);
  return {
    ...figures,
    workerStartRssMb: worker.startRssMb,
    workerPeakRssMb: await peakRssMb(worker.pid),
    graphPeakRssMb: await peakRssMb(company.pid),
    temporalPeakRssMb: await peakRssMb(servers.temporalPid),
    postgresPeakMb: servers.databaseMemory.peakMb(),
  };
}

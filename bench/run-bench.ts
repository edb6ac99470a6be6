import { withTemporal } from '../src/cli/temporal.js';
import type { Teardown } from '../src/cli/start/teardown.js';
import { runBareLoop } from './bare-loop.js';
import { startCompany } from './company.js';
import {
  CONCURRENCY,
  GRAPH_SECRET_VARIABLE,
  runEngine,
  TARGET_TOKEN_VARIABLE,
  type EngineFigures,
  type Stage,
} from './engine.js';
import type { BenchFigures, LatencyFigures } from './figures.js';
import { startBenchInstallation } from './installation.js';
import { startMeasuredTarget } from './measured-target.js';
import type { BenchOptions } from './options.js';
import { peakRssMb } from './process-memory.js';

const WARM_UP_USERS = 200;

/** Starts everything, warms both sides up, and measures each latency. What was started is in `teardown`. */
export async function runBench(
  { users, latenciesMs }: BenchOptions,
  note: (line: string) => void,
  signal: AbortSignal,
  teardown: Teardown,
): Promise<BenchFigures> {
  const target = await startMeasuredTarget();
  teardown.add('target', () => target.stop());
  const [warmUp, company] = await Promise.all([startCompany(WARM_UP_USERS), startCompany(users)]);
  for (const { graph } of [warmUp, company]) teardown.add('Microsoft Graph emulator', () => graph.stop());
  const secrets = {
    [TARGET_TOKEN_VARIABLE]: target.token,
    [GRAPH_SECRET_VARIABLE]: company.graph.clients[0]?.clientSecret ?? '',
  };
  const installation = await startBenchInstallation(secrets, note, signal, teardown);
  const { settings, worker } = installation;
  const workerPid = worker.pid();
  const workerStartRssMb = await peakRssMb(workerPid);

  return withTemporal(settings, async (client) => {
    const stage = { installation, client, company, target, signal };
    const measure = async (): Promise<BenchFigures> => {
      note('warming up');
      await measureAt(0, { ...stage, company: warmUp }, 'warm-up', () => undefined);
      const latencies: LatencyFigures[] = [];
      for (const latencyMs of latenciesMs)
        latencies.push(await measureAt(latencyMs, stage, `after-${latencyMs}-ms`, note));
      const mistakes = latencies.flatMap(({ engine }) => engine.flatMap((pass) => pass.mistakes));
      if (worker.pid() !== workerPid) throw new Error('The worker died on the way: nothing measured counts.');
      const workerPeakRssMb = await peakRssMb(workerPid);
      return { users, latencies, workerPeakRssMb, workerStartRssMb, mistakes };
    };
    return Promise.race([measure(), worker.failure]);
  });
}

/** Engine, loop, loop, engine: a machine that grows slower or faster meanwhile favours neither. */
async function measureAt(
  latencyMs: number,
  stage: Stage,
  name: string,
  note: (line: string) => void,
): Promise<LatencyFigures> {
  const engine = async (pass: number): Promise<EngineFigures> => {
    note(`target answers after ${latencyMs} ms: engine, pass ${pass}`);
    return runEngine(stage, `${name}-${pass}`, latencyMs);
  };
  const first = await engine(1);
  const bare: number[] = [];
  for (const pass of [1, 2]) {
    note(`target answers after ${latencyMs} ms: bare loop, pass ${pass}`);
    const { signal, target } = stage;
    bare.push(await runBareLoop(target, first.bodies, { concurrency: CONCURRENCY, latencyMs, signal }));
  }
  return { latencyMs, engine: [first, await engine(2)], bare };
}

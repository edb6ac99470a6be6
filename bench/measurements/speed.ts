import { CONCURRENCY, type Job } from '../engine/job.js';
import { runEngine, type EngineFigures, type Stage } from '../engine/run-engine.js';
import type { MeasuredTarget } from '../world/measured-target.js';
import { runBareLoop } from './bare-loop.js';

/** All passes at one latency of the target. */
export interface LatencyFigures {
  readonly latencyMs: number;
  readonly engine: readonly EngineFigures[];
  /** Users a second of each pass of the bare loop. */
  readonly bare: readonly number[];
}

/** One pass of the engine and one of the loop, so that neither is measured cold. */
export async function warmUp(
  stage: Stage,
  { company, target }: Pick<Job, 'company' | 'target'>,
): Promise<EngineFigures> {
  const pass = await runEngine(stage, { appId: 'warm-up', company, target, behaviour: {} });
  const { signal } = stage;
  await runBareLoop(target, await bodiesOf(target), { concurrency: CONCURRENCY, latencyMs: 0, signal });
  return pass;
}

/** Engine, loop, loop, engine: a machine that grows slower or faster meanwhile favours neither. */
export async function measureSpeed(
  stage: Stage,
  { company, target }: Pick<Job, 'company' | 'target'>,
  options: { readonly latencyMs: number; readonly name: string; readonly note: (line: string) => void },
): Promise<LatencyFigures> {
  const { latencyMs, name, note } = options;
  const engine = async (pass: number): Promise<EngineFigures> => {
    note(`target answers after ${latencyMs} ms: engine, pass ${pass}`);
    return runEngine(stage, { appId: `${name}-${pass}`, company, target, behaviour: { latencyMs } });
  };
  const first = await engine(1);
  const bodies = await bodiesOf(target);
  const bare: number[] = [];
  for (const pass of [1, 2]) {
    note(`target answers after ${latencyMs} ms: bare loop, pass ${pass}`);
    const { signal } = stage;
    bare.push(await runBareLoop(target, bodies, { concurrency: CONCURRENCY, latencyMs, signal }));
  }
  return { latencyMs, engine: [first, await engine(2)], bare };
}

/** What it takes to create each account that is there. */
async function bodiesOf(target: MeasuredTarget): Promise<readonly string[]> {
  const bodies: string[] = [];
  for await (const account of target.accounts()) bodies.push(JSON.stringify({ ...account, id: undefined }));
  return bodies;
}

import { MOST_REQUESTS_PER_SECOND, type Job } from '../engine/job.js';
import { runInitialCycle, type InitialFigures, type Stage } from '../engine/run-engine.js';

const LATENCY_MS = 20;

/** How well a target's limit is used: it refuses what comes beyond so many requests in any one second. */
export interface AllowedRateFigures {
  /** Requests a second that the target allows. */
  readonly allowed: number;
  /** The configuration says what the target allows. */
  readonly told: InitialFigures;
  /** The configuration says far more: the limit shows only in the target's answers. */
  readonly learned: InitialFigures;
}

export async function measureAllowedRate(
  stage: Stage,
  { company, target }: Pick<Job, 'company' | 'target'>,
  options: { readonly allowed: number; readonly note: (line: string) => void },
): Promise<AllowedRateFigures> {
  const { allowed, note } = options;
  const pass = (appId: string, requestsPerSecond: number): Promise<InitialFigures> => {
    note(`target allows ${allowed} requests a second, the configuration says ${requestsPerSecond}`);
    const behaviour = { latencyMs: LATENCY_MS, requestsPerSecond: allowed };
    return runInitialCycle(stage, { appId, company, target, behaviour, requestsPerSecond });
  };
  return {
    allowed,
    told: await pass('allowed-rate-told', allowed),
    learned: await pass('allowed-rate-learned', MOST_REQUESTS_PER_SECOND),
  };
}

/** Creating requests that were carried out, to what the target would have taken from the first of them to the last. */
export function shareOfAllowedRate({ initial }: InitialFigures, allowed: number): number {
  const { posts, creations } = initial.requests;
  return posts === null ? 0 : (creations * 1_000) / (allowed * (posts.lastAt - posts.firstAt));
}

/** Requests answered with 429, to all. */
export function throttledShare({ initial }: InitialFigures): number {
  const { throttled, total } = initial.requests;
  return throttled / total;
}

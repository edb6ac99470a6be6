import type { EngineFigures } from './engine.js';

/** All passes at one latency of the target. */
export interface LatencyFigures {
  readonly latencyMs: number;
  readonly engine: readonly EngineFigures[];
  /** Users a second of each pass of the bare loop. */
  readonly bare: readonly number[];
}

export interface BenchFigures {
  readonly users: number;
  readonly latencies: readonly LatencyFigures[];
  readonly workerPeakRssMb: number | null;
  /** The peak of merely starting: from the sources, a worker bundles its workflows first. */
  readonly workerStartRssMb: number | null;
  /** A line each; empty when every account and link is as it must be. */
  readonly mistakes: readonly string[];
}

/** What `bench/results/latest.json` holds; null where nothing was measured. */
export interface BenchResults {
  readonly users: number;
  readonly ratioToBareLoop: number | null;
  readonly ratioToBareLoopAt20ms: number | null;
  readonly requestsPerNewUser: number;
  readonly requestsPerChangedUser: number;
  readonly targetRequestsWithoutChange: number;
  readonly historyEventsPer1000Users: number;
  readonly historyBytesPer1000Users: number;
  readonly workerPeakRssMb: number | null;
  readonly noChangeCycleMs: number;
  readonly correct: boolean;
}

/** Counts are those of the worst pass, times those of the middle one. */
export function resultsOf(figures: BenchFigures): BenchResults {
  const { users, latencies, workerPeakRssMb } = figures;
  const passes = latencies.flatMap(({ engine }) => engine);
  const worst = (value: (pass: EngineFigures) => number): number => Math.max(...passes.map(value));
  const ratioAt = (latencyMs: number): number | null => {
    const measured = latencies.find((one) => one.latencyMs === latencyMs);
    return measured === undefined ? null : rounded(ratioOf(measured), 3);
  };
  return {
    users,
    ratioToBareLoop: ratioAt(0),
    ratioToBareLoopAt20ms: ratioAt(20),
    requestsPerNewUser: rounded(
      worst(({ initial }) => initial.requests.total / users),
      4,
    ),
    requestsPerChangedUser: rounded(
      worst(({ changed, changedUsers }) => changed.requests.total / changedUsers),
      4,
    ),
    targetRequestsWithoutChange: worst(({ unchanged }) => unchanged.requests.total),
    historyEventsPer1000Users: rounded(
      worst(({ initial }) => (initial.historyEvents * 1_000) / users),
      1,
    ),
    historyBytesPer1000Users: Math.round(worst(({ initial }) => (initial.historyBytes * 1_000) / users)),
    workerPeakRssMb: workerPeakRssMb === null ? null : rounded(workerPeakRssMb, 1),
    noChangeCycleMs: Math.round(median(passes.map(({ unchanged }) => unchanged.tookMs))),
    correct: figures.mistakes.length === 0,
  };
}

/** The engine's speed as a share of the bare loop's. */
export function ratioOf(figures: LatencyFigures): number {
  return engineSpeed(figures) / bareSpeed(figures);
}

export function engineSpeed({ engine }: LatencyFigures): number {
  return overall(engine.map(({ usersPerSecond }) => usersPerSecond));
}

export function bareSpeed({ bare }: LatencyFigures): number {
  return overall(bare);
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** The speed of passes over the same number of users, taken together. */
function overall(speeds: readonly number[]): number {
  return speeds.length / speeds.reduce((sum, speed) => sum + 1 / speed, 0);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = low] = sorted.slice(
    sorted.length % 2 === 1 ? middle : middle - 1,
    middle + 1,
  );
  return (low + high) / 2;
}

import { shareOfAllowedRate, throttledShare } from '../measurements/allowed-rate.js';
import type { EngineFigures } from '../engine/run-engine.js';
import type { LatencyFigures } from '../measurements/speed.js';
import type { MemoryFigures, WholeFigures } from '../measurements/whole.js';
import { median, medians, overallSpeed, perUser, rounded, roundedOrNull } from './numbers.js';

/** What `bench/results/latest.json` holds; null where nothing was measured. */
export interface BenchResults {
  readonly users: number;
  readonly usersPerSecond: number | null;
  readonly usersPerSecondOfBareLoop: number | null;
  readonly ratioToBareLoop: number | null;
  readonly usersPerSecondAt20ms: number | null;
  readonly usersPerSecondOfBareLoopAt20ms: number | null;
  readonly ratioToBareLoopAt20ms: number | null;
  readonly requestsPerNewUser: number;
  readonly requestsPerNewUserWithBulk: number;
  readonly requestsPerChangedUser: number;
  readonly targetRequestsWithoutChange: number;
  /** Of the initial cycle, by what was asked. */
  readonly requestsByKindPerNewUser: Readonly<Record<string, number>>;
  readonly requestsByKindPerNewUserWithBulk: Readonly<Record<string, number>>;
  readonly allowedRequestsPerSecond: number;
  readonly shareOfAllowedRate: number;
  readonly throttledShare: number;
  /** How many that are. */
  readonly throttledRequests: number;
  readonly shareOfAllowedRateLearned: number;
  readonly throttledShareLearned: number;
  readonly throttledRequestsLearned: number;
  readonly historyEventsPer1000Users: number;
  readonly historyBytesPer1000Users: number;
  readonly historyEventsFixed: number;
  readonly historyEventsPer1000UsersMore: number;
  readonly historyBytesPer1000UsersMore: number;
  readonly workerPeakRssMb: number | null;
  readonly workerStartRssMb: number | null;
  readonly peakMemoryMb: Readonly<Record<keyof MemoryFigures, number | null>>;
  readonly workerCpuSecondsPer1000Users: number | null;
  readonly databaseBytesPerUser: number;
  /** Of the initial cycle, target answering at once. */
  readonly phasesMs: Readonly<Record<string, number>>;
  readonly noChangeCycleMs: number;
  readonly correct: boolean;
}

/** Counts are those of the worst pass, times those of the middle one. */
export function resultsOf(figures: WholeFigures): BenchResults {
  const { users, latencies, allowedRate, bulk, memory } = figures;
  const { allowed, told, learned } = allowedRate;
  const passes = latencies.flatMap(({ engine }) => engine);
  const fastest = latencies[0]?.engine ?? [];
  const worst = (value: (pass: EngineFigures) => number): number => Math.max(...passes.map(value));
  const at = (latencyMs: number, value: (one: LatencyFigures) => number, digits: number): number | null => {
    const measured = latencies.find((one) => one.latencyMs === latencyMs);
    return measured === undefined ? null : rounded(value(measured), digits);
  };
  const cpu = fastest.flatMap(({ workerCpuSeconds }) => workerCpuSeconds ?? []);
  return {
    users,
    usersPerSecond: at(0, engineSpeed, 0),
    usersPerSecondOfBareLoop: at(0, bareSpeed, 0),
    ratioToBareLoop: at(0, ratioOf, 3),
    usersPerSecondAt20ms: at(20, engineSpeed, 0),
    usersPerSecondOfBareLoopAt20ms: at(20, bareSpeed, 0),
    ratioToBareLoopAt20ms: at(20, ratioOf, 3),
    requestsPerNewUser: rounded(
      worst(({ initial }) => initial.requests.total / users),
      4,
    ),
    requestsPerNewUserWithBulk: rounded(bulk.initial.requests.total / users, 4),
    requestsPerChangedUser: rounded(
      worst(({ changed, changedUsers }) => changed.requests.total / changedUsers),
      4,
    ),
    targetRequestsWithoutChange: worst(({ unchanged }) => unchanged.requests.total),
    requestsByKindPerNewUser: perUser(passes.at(-1)?.initial.requests.byKind ?? {}, users),
    requestsByKindPerNewUserWithBulk: perUser(bulk.initial.requests.byKind, users),
    allowedRequestsPerSecond: allowed,
    shareOfAllowedRate: rounded(shareOfAllowedRate(told, allowed), 4),
    throttledShare: rounded(throttledShare(told), 4),
    throttledRequests: told.initial.requests.throttled,
    shareOfAllowedRateLearned: rounded(shareOfAllowedRate(learned, allowed), 4),
    throttledShareLearned: rounded(throttledShare(learned), 4),
    throttledRequestsLearned: learned.initial.requests.throttled,
    ...historyOf(figures, worst),
    workerPeakRssMb: roundedOrNull(memory.worker, 1),
    workerStartRssMb: roundedOrNull(memory.workerStart, 1),
    peakMemoryMb: {
      worker: roundedOrNull(memory.worker, 1),
      workerStart: roundedOrNull(memory.workerStart, 1),
      temporal: roundedOrNull(memory.temporal, 1),
      postgres: roundedOrNull(memory.postgres, 1),
      target: roundedOrNull(memory.target, 1),
      graph: roundedOrNull(memory.graph, 1),
    },
    workerCpuSecondsPer1000Users: cpu.length === 0 ? null : rounded((median(cpu) * 1_000) / users, 2),
    databaseBytesPerUser: Math.round((passes[0]?.databaseBytes ?? Number.NaN) / users),
    phasesMs: medians(fastest.map(({ initial }) => initial.history.phasesMs)),
    noChangeCycleMs: Math.round(median(passes.map(({ unchanged }) => unchanged.tookMs))),
    correct: figures.mistakes.length === 0,
  };
}

/** The growth is that from a few users to all; what remains at none is fixed. */
function historyOf({ users, few }: WholeFigures, worst: (value: (pass: EngineFigures) => number) => number) {
  const events = worst(({ initial }) => initial.history.events);
  const bytes = worst(({ initial }) => initial.history.bytes);
  const more = (users - few.users) / 1_000;
  const eventsMore = (events - few.initial.history.events) / more;
  const bytesMore = (bytes - few.initial.history.bytes) / more;
  return {
    historyEventsPer1000Users: rounded((events * 1_000) / users, 1),
    historyBytesPer1000Users: Math.round((bytes * 1_000) / users),
    historyEventsFixed: Math.round(events - (eventsMore * users) / 1_000),
    historyEventsPer1000UsersMore: rounded(eventsMore, 1),
    historyBytesPer1000UsersMore: Math.round(bytesMore),
  };
}

/** The engine's speed as a share of the bare loop's. */
export function ratioOf(figures: LatencyFigures): number {
  return engineSpeed(figures) / bareSpeed(figures);
}

export function engineSpeed({ engine }: LatencyFigures): number {
  return overallSpeed(engine.map(({ usersPerSecond }) => usersPerSecond));
}

export function bareSpeed({ bare }: LatencyFigures): number {
  return overallSpeed(bare);
}

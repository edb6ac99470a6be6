import type { SizeFigures } from '../measurements/sizes.js';
import { medians, perUser, rounded, roundedOrNull } from './numbers.js';
import { columns, wrong } from './rows.js';

/** One of the sizes in `bench/results/sizes.json`; null where the system does not tell. */
export interface SizeResults {
  readonly users: number;
  readonly usersPerSecond: number;
  /** From `apply` to the end of the initial cycle. */
  readonly initialCycleMs: number;
  readonly noChangeCycleMs: number;
  readonly changedUsers: number;
  readonly changedCycleMs: number;
  readonly requestsPerNewUser: number;
  readonly requestsByKindPerNewUser: Readonly<Record<string, number>>;
  readonly requestsPerChangedUser: number;
  readonly targetRequestsWithoutChange: number;
  readonly historyEvents: number;
  readonly historyBytes: number;
  readonly historyEventsPer1000Users: number;
  readonly databaseBytesPerUser: number;
  readonly workerCpuSecondsPer1000Users: number | null;
  readonly workerStartRssMb: number | null;
  readonly workerPeakRssMb: number | null;
  readonly graphPeakRssMb: number | null;
  readonly temporalPeakRssMb: number | null;
  readonly postgresPeakMb: number | null;
  readonly phasesMs: Readonly<Record<string, number>>;
  readonly changedPhasesMs: Readonly<Record<string, number>>;
  readonly noChangePhasesMs: Readonly<Record<string, number>>;
  readonly correct: boolean;
}

export function sizeResults(figures: SizeFigures): SizeResults {
  const { users, initial, changed, changedUsers, unchanged, workerCpuSeconds } = figures;
  return {
    users,
    usersPerSecond: Math.round(figures.usersPerSecond),
    initialCycleMs: Math.round(figures.wholeMs),
    noChangeCycleMs: unchanged.tookMs,
    changedUsers,
    changedCycleMs: changed.tookMs,
    requestsPerNewUser: rounded(initial.requests.total / users, 4),
    requestsByKindPerNewUser: perUser(initial.requests.byKind, users),
    requestsPerChangedUser: rounded(changed.requests.total / changedUsers, 4),
    targetRequestsWithoutChange: unchanged.requests.total,
    historyEvents: initial.history.events,
    historyBytes: initial.history.bytes,
    historyEventsPer1000Users: rounded((initial.history.events * 1_000) / users, 1),
    databaseBytesPerUser: Math.round(figures.databaseBytes / users),
    workerCpuSecondsPer1000Users:
      workerCpuSeconds === null ? null : rounded((workerCpuSeconds * 1_000) / users, 2),
    workerStartRssMb: roundedOrNull(figures.workerStartRssMb, 1),
    workerPeakRssMb: roundedOrNull(figures.workerPeakRssMb, 1),
    graphPeakRssMb: roundedOrNull(figures.graphPeakRssMb, 1),
    temporalPeakRssMb: roundedOrNull(figures.temporalPeakRssMb, 1),
    postgresPeakMb: roundedOrNull(figures.postgresPeakMb, 1),
    phasesMs: medians([initial.history.phasesMs]),
    changedPhasesMs: medians([changed.history.phasesMs]),
    noChangePhasesMs: medians([unchanged.history.phasesMs]),
    correct: figures.mistakes.length === 0,
  };
}

/** A column for each size. */
export function sizesTable(all: readonly SizeFigures[]): string {
  const results = all.map(sizeResults);
  const row = (name: string, value: (one: SizeResults) => number | string | null): readonly string[] => [
    name,
    ...results.map((one) => String(value(one) ?? 'not measured')),
  ];
  const phases = [...new Set(results.flatMap(({ phasesMs }) => Object.keys(phasesMs)))];
  return [
    ...columns([
      row('users', ({ users }) => users),
      row('users per second', ({ usersPerSecond }) => usersPerSecond),
      row('initial cycle, s', ({ initialCycleMs }) => (initialCycleMs / 1_000).toFixed(1)),
      ...phases.map((phase) =>
        row(`  ${phase}, s`, ({ phasesMs }) => ((phasesMs[phase] ?? 0) / 1_000).toFixed(1)),
      ),
      row('cycle after 1 % changed, s', ({ changedCycleMs }) => (changedCycleMs / 1_000).toFixed(1)),
      row('cycle without change, s', ({ noChangeCycleMs }) => (noChangeCycleMs / 1_000).toFixed(1)),
      row('worker, peak MB', ({ workerPeakRssMb }) => workerPeakRssMb),
      row('  until it took work', ({ workerStartRssMb }) => workerStartRssMb),
      row('worker, CPU s per 1,000 users', (one) => one.workerCpuSecondsPer1000Users),
      row('Temporal, peak MB so far', ({ temporalPeakRssMb }) => temporalPeakRssMb),
      row('PostgreSQL, peak MB so far', ({ postgresPeakMb }) => postgresPeakMb),
      row('emulated Graph, peak MB', ({ graphPeakRssMb }) => graphPeakRssMb),
      row('requests per new user', ({ requestsPerNewUser }) => requestsPerNewUser),
      row('requests per changed user', ({ requestsPerChangedUser }) => requestsPerChangedUser),
      row('requests without change', ({ targetRequestsWithoutChange }) => targetRequestsWithoutChange),
      row('database bytes per user', ({ databaseBytesPerUser }) => databaseBytesPerUser),
      row('history events', ({ historyEvents }) => historyEvents),
      row('history bytes', ({ historyBytes }) => historyBytes),
      row('as the directory has it', ({ correct }) => (correct ? 'yes' : 'NO')),
    ]),
    ...wrong(all.flatMap(({ mistakes }) => mistakes)),
  ].join('\n');
}

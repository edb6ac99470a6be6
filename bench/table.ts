import { CONCURRENCY, REQUESTS_PER_SECOND } from './engine.js';
import {
  bareSpeed,
  engineSpeed,
  ratioOf,
  resultsOf,
  type BenchFigures,
  type LatencyFigures,
} from './figures.js';

const WIDTH = 46;

/** The figures for people. */
export function tableOf(figures: BenchFigures): string {
  const results = resultsOf(figures);
  const { users, latencies, mistakes } = figures;
  const engine = latencies.flatMap((one) => one.engine);
  const last = engine.at(-1);
  const rows: (readonly [string, string])[] = [
    ...latencies.flatMap(speedRows),
    ['requests per new user', String(results.requestsPerNewUser)],
    [
      `requests per changed user (${last?.changedUsers ?? 0} changed)`,
      String(results.requestsPerChangedUser),
    ],
    ['requests without change', String(results.targetRequestsWithoutChange)],
    [
      'history of the initial cycle',
      `${last?.initial.historyEvents ?? 0} events, ${last?.initial.historyBytes ?? 0} bytes`,
    ],
    ['  events per 1,000 users', String(results.historyEventsPer1000Users)],
    ['  bytes per 1,000 users', String(results.historyBytesPer1000Users)],
    ['worker, peak RSS', megabytes(figures.workerPeakRssMb)],
    ['  reached before any cycle', megabytes(figures.workerStartRssMb)],
    ['cycle without change', `${results.noChangeCycleMs} ms`],
    ['every account once, active, linked', results.correct ? 'yes' : 'NO'],
  ];
  return [
    `${users} users, ${CONCURRENCY} requests in flight, ${engine.length} passes of the engine`,
    '',
    ...rows.map(([name, value]) => `${name.padEnd(WIDTH)}${value}`),
    ...latencies.flatMap(limitNote),
    ...(mistakes.length === 0 ? [] : ['', 'Wrong:', ...mistakes.map((line) => `  ${line}`)]),
  ].join('\n');
}

function megabytes(value: number | null): string {
  return value === null ? 'not measured' : `${value.toFixed(0)} MB`;
}

function speedRows(figures: LatencyFigures): readonly (readonly [string, string])[] {
  const { latencyMs, engine, bare } = figures;
  const initialCycles = engine.map(({ wholeMs }) => (wholeMs / 1_000).toFixed(1)).join(', ');
  const passes = (speeds: readonly number[]): string => speeds.map((speed) => speed.toFixed(0)).join(', ');
  return [
    [
      `target answers after ${latencyMs} ms: engine`,
      `${engineSpeed(figures).toFixed(0)} users/s (${passes(engine.map((pass) => pass.usersPerSecond))})`,
    ],
    ['  bare loop of POSTs', `${bareSpeed(figures).toFixed(0)} users/s (${passes(bare)})`],
    ['  ratio', ratioOf(figures).toFixed(2)],
    ['  apply to end of the initial cycle', `${initialCycles} s`],
  ];
}

/** Where the configured limit, and not the engine, sets the pace. */
function limitNote(figures: LatencyFigures): readonly string[] {
  const fastest = Math.max(...figures.bare);
  if (fastest <= REQUESTS_PER_SECOND) return [];
  return [
    '',
    `At ${figures.latencyMs} ms the bare loop reached ${fastest.toFixed(0)} users/s; the engine keeps to the ${REQUESTS_PER_SECOND} requests a second that an`,
    `app's rate limit may at most be, so its ratio to that pass cannot exceed ${(REQUESTS_PER_SECOND / fastest).toFixed(2)}.`,
  ];
}

import { CONCURRENCY, MOST_REQUESTS_PER_SECOND } from '../engine/job.js';
import type { LatencyFigures } from '../measurements/speed.js';
import type { MemoryFigures, WholeFigures } from '../measurements/whole.js';
import { bareSpeed, engineSpeed, ratioOf, resultsOf, type BenchResults } from './figures.js';
import { megabytes, percent, titled, wrong, type Row } from './rows.js';

/** The figures for people. */
export function tableOf(figures: WholeFigures): string {
  const results = resultsOf(figures);
  const { users, latencies, mistakes } = figures;
  const engine = latencies.flatMap((one) => one.engine);
  return [
    `${users} users, ${CONCURRENCY} requests in flight, ${engine.length} passes of the engine`,
    ...titled('Speed', latencies.flatMap(speedRows)),
    ...titled(
      `Target that allows ${results.allowedRequestsPerSecond} requests a second`,
      rateRows(figures, results),
    ),
    ...titled('Requests to the target', requestRows(figures, results)),
    ...titled('Initial cycle', [
      ...phaseRows(results),
      ['history', historyText(figures)],
      ['  fixed', `${results.historyEventsFixed} events`],
      [
        '  for each 1,000 users more',
        `${results.historyEventsPer1000UsersMore} events, ${results.historyBytesPer1000UsersMore} bytes`,
      ],
      ['database, per user', `${results.databaseBytesPerUser} bytes`],
      ['worker, CPU per 1,000 users', `${results.workerCpuSecondsPer1000Users ?? 'not measured'} s`],
    ]),
    ...titled('Later', [['cycle without change', `${results.noChangeCycleMs} ms`]]),
    ...titled('Peak memory', memoryRows(figures.memory)),
    '',
    ...latencies.flatMap(limitNote),
    `Every account once and as the directory has it, every link: ${results.correct ? 'yes' : 'NO'}`,
    ...wrong(mistakes),
  ].join('\n');
}

function speedRows(figures: LatencyFigures): readonly Row[] {
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

function rateRows({ allowedRate }: WholeFigures, results: BenchResults): readonly Row[] {
  const { told, learned } = allowedRate;
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
  return [
    ['configured so: share of it used', percent(results.shareOfAllowedRate)],
    ['  answered with 429', `${percent(results.throttledShare)} (${results.throttledRequests})`],
    ['  apply to end of the initial cycle', `${seconds(told.wholeMs)} (${told.users} users)`],
    [
      `configured ${MOST_REQUESTS_PER_SECOND}, learned: share of it used`,
      percent(results.shareOfAllowedRateLearned),
    ],
    [
      '  answered with 429',
      `${percent(results.throttledShareLearned)} (${results.throttledRequestsLearned})`,
    ],
    ['  apply to end of the initial cycle', `${seconds(learned.wholeMs)} (${learned.users} users)`],
  ];
}

function requestRows({ latencies, bulk }: WholeFigures, results: BenchResults): readonly Row[] {
  const changed = latencies[0]?.engine[0]?.changedUsers ?? 0;
  const kinds = (requests: Readonly<Record<string, number>>): string =>
    Object.entries(requests)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', ');
  return [
    ['per new user', String(results.requestsPerNewUser)],
    ['  in one pass', kinds(latencies[0]?.engine[0]?.initial.requests.byKind ?? {})],
    ['per new user, target offers Bulk', String(results.requestsPerNewUserWithBulk)],
    ['  in one pass', kinds(bulk.initial.requests.byKind)],
    [`per changed user (${changed} changed)`, String(results.requestsPerChangedUser)],
    ['without change', String(results.targetRequestsWithoutChange)],
  ];
}

function phaseRows({ phasesMs }: BenchResults): readonly Row[] {
  return Object.entries(phasesMs).map(([phase, ms]): Row => [phase, `${ms} ms`]);
}

function historyText({ latencies }: WholeFigures): string {
  const history = latencies[0]?.engine[0]?.initial.history;
  return `${history?.events ?? 0} events, ${history?.bytes ?? 0} bytes`;
}

function memoryRows(memory: MemoryFigures): readonly Row[] {
  return [
    ['worker', megabytes(memory.worker)],
    ['  until it took work', megabytes(memory.workerStart)],
    ['Temporal', megabytes(memory.temporal)],
    ['PostgreSQL, all its processes', megabytes(memory.postgres)],
    ['recording target', megabytes(memory.target)],
    ['emulated Microsoft Graph', megabytes(memory.graph)],
  ];
}

/** Where the configured limit, and not the engine, sets the pace. */
function limitNote(figures: LatencyFigures): readonly string[] {
  const fastest = Math.max(...figures.bare);
  if (fastest <= MOST_REQUESTS_PER_SECOND) return [];
  return [
    `At ${figures.latencyMs} ms the bare loop reached ${fastest.toFixed(0)} users/s; the engine keeps to the ${MOST_REQUESTS_PER_SECOND} requests a second that an`,
    `app's rate limit may at most be, so its ratio to that pass cannot exceed ${(MOST_REQUESTS_PER_SECOND / fastest).toFixed(2)}.`,
    '',
  ];
}

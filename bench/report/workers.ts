import type { WorkersFigures, WorkersPass } from '../measurements/workers.js';
import { overallSpeed, rounded, roundedOrNull } from './numbers.js';
import { percent, titled, wrong, type Row } from './rows.js';

/** The same work with one and with two workers. */
interface Compared {
  readonly usersPerSecondWith1: number;
  readonly usersPerSecondWith2: number;
  /** Speed with two workers to speed with one. */
  readonly gain: number;
  /** How busy the machine's cores were with one and with two, all together: from 0 to 1. Without idle ones nothing can be gained. */
  readonly coresBusyWith1: number;
  readonly coresBusyWith2: number;
  /** The most that any of the workers held. */
  readonly workerPeakRssMb: number | null;
}

/** What `bench/results/workers.json` holds. */
export interface WorkersResults {
  readonly apps: number;
  readonly usersPerApp: number;
  readonly severalApps: Compared;
  readonly usersOfOne: number;
  readonly oneApp: Compared;
  readonly correct: boolean;
}

export function workersResults(figures: WorkersFigures): WorkersResults {
  const { apps, usersPerApp, severalApps, usersOfOne, oneApp } = figures;
  return {
    apps,
    usersPerApp,
    severalApps: compared(severalApps),
    usersOfOne,
    oneApp: compared(oneApp),
    correct: [...severalApps, ...oneApp].every(({ mistakes }) => mistakes.length === 0),
  };
}

function compared(passes: readonly WorkersPass[]): Compared {
  const speedWith = (count: number): number =>
    overallSpeed(passes.filter(({ workers }) => workers === count).map((pass) => pass.usersPerSecond));
  const busyWith = (count: number): number => {
    const shares = passes.filter(({ workers }) => workers === count).map((pass) => pass.coresBusy);
    return rounded(shares.reduce((sum, share) => sum + share, 0) / shares.length, 2);
  };
  const peaks = passes.flatMap(({ workerPeakRssMb }) => workerPeakRssMb).filter((peak) => peak !== null);
  return {
    usersPerSecondWith1: Math.round(speedWith(1)),
    usersPerSecondWith2: Math.round(speedWith(2)),
    gain: rounded(speedWith(2) / speedWith(1), 3),
    coresBusyWith1: busyWith(1),
    coresBusyWith2: busyWith(2),
    workerPeakRssMb: peaks.length === 0 ? null : roundedOrNull(Math.max(...peaks), 1),
  };
}

export function workersTable(figures: WorkersFigures): string {
  const results = workersResults(figures);
  const { apps, usersPerApp, usersOfOne } = results;
  return [
    'Targets answer after 20 ms, 16 requests in flight for each app',
    ...titled(`${apps} apps of ${usersPerApp} users`, rows(results.severalApps, figures.severalApps)),
    ...titled(`One app of ${usersOfOne} users`, rows(results.oneApp, figures.oneApp)),
    '',
    `Every account once and as the directory has it, every link: ${results.correct ? 'yes' : 'NO'}`,
    ...wrong([...figures.severalApps, ...figures.oneApp].flatMap(({ mistakes }) => mistakes)),
  ].join('\n');
}

function rows(compared: Compared, passes: readonly WorkersPass[]): readonly Row[] {
  const each = (count: number): string =>
    passes
      .filter(({ workers }) => workers === count)
      .map(
        ({ usersPerSecond, wholeMs }) => `${usersPerSecond.toFixed(0)} in ${(wholeMs / 1_000).toFixed(1)} s`,
      )
      .join(', ');
  return [
    ['one worker', `${compared.usersPerSecondWith1} users/s (${each(1)})`],
    ['two workers', `${compared.usersPerSecondWith2} users/s (${each(2)})`],
    ['gain', `${compared.gain.toFixed(2)} times`],
    [
      'cores busy, one worker and two',
      `${percent(compared.coresBusyWith1)}, ${percent(compared.coresBusyWith2)}`,
    ],
    ['the most that a worker held', `${compared.workerPeakRssMb ?? 'not measured'} MB`],
  ];
}

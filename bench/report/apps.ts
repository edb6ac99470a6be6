import type { AppsFigures, Load } from '../measurements/apps.js';
import { rounded, roundedOrNull } from './numbers.js';
import { megabytes, percent, titled, wrong } from './rows.js';

/** What `bench/results/apps.json` holds; null where the system does not tell. */
export type AppsResults = Omit<AppsFigures, 'mistakes'> & { readonly correct: boolean };

export function appsResults({ mistakes, ...figures }: AppsFigures): AppsResults {
  const { asleep, wakeCpuSeconds } = figures;
  return {
    ...figures,
    initialMs: Math.round(figures.initialMs),
    asleep: { worker: roundedLoad(asleep.worker), temporal: roundedLoad(asleep.temporal) },
    wakeMs: Math.round(figures.wakeMs),
    wakeCpuSeconds: {
      worker: roundedOrNull(wakeCpuSeconds.worker, 2),
      temporal: roundedOrNull(wakeCpuSeconds.temporal, 2),
    },
    workerStartRssMb: roundedOrNull(figures.workerStartRssMb, 1),
    workerPeakRssMb: roundedOrNull(figures.workerPeakRssMb, 1),
    temporalPeakRssMb: roundedOrNull(figures.temporalPeakRssMb, 1),
    postgresPeakMb: roundedOrNull(figures.postgresPeakMb, 1),
    correct: mistakes.length === 0,
  };
}

function roundedLoad({ rssMb, coreShare }: Load): Load {
  return { rssMb: roundedOrNull(rssMb, 1), coreShare: roundedOrNull(coreShare, 4) };
}

export function appsTable(figures: AppsFigures): string {
  const { apps, usersPerApp, asleep, wakeMs, wakeCpuSeconds } = figures;
  const seconds = (value: number | null): string =>
    value === null ? 'not measured' : `${rounded(value, 1)} s`;
  return [
    `${apps} apps of ${usersPerApp} users on one worker`,
    ...titled('Initial cycles', [['first apply to the end of the last', seconds(figures.initialMs / 1_000)]]),
    ...titled('All asleep', [
      ['worker holds', megabytes(asleep.worker.rssMb)],
      ['  uses of one core', percent(asleep.worker.coreShare)],
      ['Temporal holds', megabytes(asleep.temporal.rssMb)],
      ['  uses of one core', percent(asleep.temporal.coreShare)],
    ]),
    ...titled('All woken at once, nothing changed', [
      ['until each had a cycle', seconds(wakeMs / 1_000)],
      ['  a second', `${rounded((apps * 1_000) / wakeMs, 1)} cycles`],
      ['CPU of the worker', seconds(wakeCpuSeconds.worker)],
      ['CPU of Temporal', seconds(wakeCpuSeconds.temporal)],
      ['requests to all targets', String(figures.requestsOfWake)],
    ]),
    ...titled('Peak memory', [
      ['worker', megabytes(figures.workerPeakRssMb)],
      ['  until it took work', megabytes(figures.workerStartRssMb)],
      ['Temporal', megabytes(figures.temporalPeakRssMb)],
      ['PostgreSQL, all its processes', megabytes(figures.postgresPeakMb)],
    ]),
    '',
    `Every account once and as the directory has it, every link: ${figures.mistakes.length === 0 ? 'yes' : 'NO'}`,
    ...wrong(figures.mistakes),
  ].join('\n');
}

import type { Teardown } from '../src/cli/start/teardown.js';
import { measureApps } from './measurements/apps.js';
import { measureSizes } from './measurements/sizes.js';
import { measureWhole } from './measurements/whole.js';
import { measureWorkers } from './measurements/workers.js';
import type { BenchOptions } from './options.js';
import { resultsOf } from './report/figures.js';
import { appsResults, appsTable } from './report/apps.js';
import { sizeResults, sizesTable } from './report/sizes.js';
import { tableOf } from './report/table.js';
import { workersResults, workersTable } from './report/workers.js';

/** What a measurement leaves. */
export interface Measurement {
  /** In `bench/results`. */
  readonly file: string;
  readonly results: { readonly correct: boolean };
  /** For people. */
  readonly table: string;
}

/** What was started is in `teardown`. */
export async function measure(
  options: BenchOptions,
  note: (line: string) => void,
  signal: AbortSignal,
  teardown: Teardown,
): Promise<Measurement> {
  switch (options.measurement) {
    case 'whole': {
      const figures = await measureWhole(options, note, signal, teardown);
      return { file: 'latest.json', results: resultsOf(figures), table: tableOf(figures) };
    }
    case 'sizes': {
      const figures = await measureSizes(options, note, signal, teardown);
      const sizes = figures.map(sizeResults);
      const results = { sizes, correct: sizes.every(({ correct }) => correct) };
      return { file: 'sizes.json', results, table: sizesTable(figures) };
    }
    case 'workers': {
      const figures = await measureWorkers(options, note, signal, teardown);
      return { file: 'workers.json', results: workersResults(figures), table: workersTable(figures) };
    }
    case 'apps': {
      const figures = await measureApps(options, note, signal, teardown);
      return { file: 'apps.json', results: appsResults(figures), table: appsTable(figures) };
    }
  }
}

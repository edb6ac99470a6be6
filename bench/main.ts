import { setMaxListeners } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { Teardown } from '../src/cli/start/teardown.js';
import { resultsOf } from './figures.js';
import { processTerminal } from '../src/cli/terminal.js';
import { parseOptions } from './options.js';
import { runBench } from './run-bench.js';
import { tableOf } from './table.js';

const RESULTS = new URL('./results/latest.json', import.meta.url);

const terminal = processTerminal();
const note = (line: string): void => {
  terminal.note(terminal.colors.dim(line));
};
const teardown = new Teardown(note);
const interrupted = terminal.interruption();
try {
  const options = parseOptions(process.argv.slice(2));
  const limit = AbortSignal.timeout(options.limitMs);
  const signal = AbortSignal.any([interrupted, limit]);
  // Every call to Temporal listens to it.
  setMaxListeners(0, signal);
  const figures = await runBench(options, note, signal, teardown).catch((error: unknown) => {
    if (!limit.aborted) throw error;
    throw new Error(`This took longer than ${options.limitMs / 1_000} seconds and was ended.`, {
      cause: error,
    });
  });
  const results = resultsOf(figures);
  await mkdir(new URL('.', RESULTS), { recursive: true });
  await writeFile(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  terminal.print(`\n${tableOf(figures)}`);
  process.exitCode = results.correct ? 0 : 1;
} catch (error) {
  terminal.note(interrupted.aborted ? 'interrupted' : reasonOf(error));
  process.exitCode = interrupted.aborted ? 130 : 1;
} finally {
  await teardown.run();
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { setMaxListeners } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { Teardown } from '../src/cli/start/teardown.js';
import { processTerminal } from '../src/cli/terminal.js';
import { parseOptions } from './options.js';
import { measure } from './measure.js';
import { ensureBuilt } from './world/built-worker.js';

const RESULTS = new URL('./results/', import.meta.url);

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
  const late = (error: unknown): never => {
    if (!limit.aborted) throw error;
    throw new Error(`This took longer than ${options.limitMs / 1_000} seconds and was ended.`, {
      cause: error,
    });
  };
  await ensureBuilt(note, signal).catch(late);
  const { file, results, table } = await measure(options, note, signal, teardown).catch(late);
  await mkdir(RESULTS, { recursive: true });
  await writeFile(new URL(file, RESULTS), `${JSON.stringify(results, null, 2)}\n`);
  terminal.print(`\n${table}`);
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

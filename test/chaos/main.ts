import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pMap from 'p-map';
import { startTestServers } from '../support/servers.js';
import { sharedArena } from './arena.js';
import { hasPassed, type Plan, type Result } from './combination.js';
import { everything, only, selection } from './combinations.js';
import { play } from './play.js';
import { failuresOf, summaryOf, tablesOf } from './table.js';

const PAGE = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));
const MARK = '<!-- What follows is written by `npm run chaos -- --write`. -->';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [''] },
    seed: { type: 'string' },
    parallel: { type: 'string', default: String(4 * cpus().length) },
    list: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const plans = only(values.seed === undefined ? everything() : selection(Number(values.seed)), values.only);
if (values.list) {
  for (const { combinations } of plans) for (const { id } of combinations) print(id);
} else process.exitCode = await run(plans);

/** @returns the exit code: 1 when a combination did not converge. */
async function run(wanted: readonly Plan[]): Promise<number> {
  const began = performance.now();
  const clock = (): string => new Date(performance.now() - began).toISOString().slice(14, 19);
  const tell = (line: string): void => {
    print(`${clock()} ${line}`);
  };
  const servers = await startTestServers(tell);
  let results: readonly Result[] = [];
  try {
    Object.assign(process.env, servers.environment);
    const arena = await sharedArena();
    try {
      const played = await pMap(
        wanted,
        (plan) =>
          resultsOf(plan, () =>
            play(plan, arena, (line) => {
              tell(`[${plan.name}] ${line}`);
            }),
          ),
        { concurrency: Number(values.parallel) },
      );
      results = played.flat();
    } finally {
      await arena.close();
    }
  } finally {
    await servers.stop();
  }
  const tables = `${summaryOf(results)}\n\n${tablesOf(results)}`;
  print(`\n${tables}\n`);
  if (values.write) await writeDown(tables);
  const failures = failuresOf(results);
  for (const failure of failures) print(failure);
  const passed = results.filter(hasPassed).length;
  print(`${passed} of ${results.length} combinations converged, in ${clock()} minutes.`);
  return failures.length === 0 && results.length > 0 ? 0 : 1;
}

/** Puts the tables at the end of the page, in place of those of an earlier run. */
async function writeDown(tables: string): Promise<void> {
  const [before] = (await readFile(PAGE, 'utf8')).split(MARK);
  await writeFile(PAGE, `${before ?? ''}${MARK}\n\n${tables}`);
}

async function resultsOf(
  { combinations }: Plan,
  played: () => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  try {
    return await played();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return combinations.map((combination) => ({ combination, times: 0, problems: [problem] }));
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

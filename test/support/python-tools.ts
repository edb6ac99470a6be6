import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tryLock } from '../../src/embedded/file-lock.js';
import { findExecutable } from '../../src/embedded/find-executable.js';
import { runBounded } from '../../src/embedded/run-bounded.js';
import { until } from './until.js';

export type PythonTools =
  | {
      readonly status: 'found';
      /** The interpreter that has the tools as modules. */
      readonly python: string;
      /** Where the tools' programs are. */
      readonly binDir: string;
    }
  | { readonly status: 'missing'; readonly reason: string };

export interface FindOptions {
  readonly cacheDir: string;
  readonly log: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv;
}

const requirements = fileURLToPath(new URL('./python-requirements.txt', import.meta.url));
const aDayMs = 24 * 60 * 60_000;

/**
 * The tools of `python-requirements.txt` in a virtual environment in our cache, installed by whoever comes first. An
 * installation that failed is not tried again for a day: being offline must not cost every test run its timeout.
 */
export async function findOrInstallPythonTools(options: FindOptions): Promise<PythonTools> {
  const env = options.env ?? process.env;
  const wanted = await readFile(requirements);
  const version = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const folder = join(options.cacheDir, `python-tools-${version}`);
  const binDir = join(folder, 'venv', 'bin');
  const found: PythonTools = { status: 'found', python: join(binDir, 'python'), binDir };
  if (await works(found.python, folder, env)) return found;

  const python = await findExecutable('python3', env);
  if (python === null) return { status: 'missing', reason: 'python3 is not on the PATH' };
  await mkdir(folder, { recursive: true });
  const release = await lock(join(folder, 'install.lock'));
  try {
    if (await works(found.python, folder, env)) return found;
    await install({ python, folder, env, log: options.log });
    return found;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { status: 'missing', reason: `the Python tools could not be installed: ${problem}` };
  } finally {
    await release();
  }
}

/** An environment is finished when its mark is there, and of use as long as the interpreter it was made from. */
async function works(python: string, folder: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (!(await exists(join(folder, 'installed')))) return false;
  return runBounded({ command: python, args: ['--version'], env, timeoutMs: 30_000 }).then(
    () => true,
    () => false,
  );
}

async function install(run: {
  readonly python: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}): Promise<void> {
  const { python, folder, env, log } = run;
  const failed = join(folder, 'install-failed');
  const lastFailure = await stat(failed).catch(() => null);
  if (lastFailure !== null && Date.now() - lastFailure.mtimeMs < aDayMs) {
    throw new Error(`failed within the last day (remove ${failed} to try again)`);
  }
  log('installing Python tools for the tests, needed once');
  const venv = join(folder, 'venv');
  await Promise.all(
    [venv, join(folder, 'installed')].map((path) => rm(path, { recursive: true, force: true })),
  );
  try {
    await runBounded({ command: python, args: ['-m', 'venv', venv], env, timeoutMs: 2 * 60_000 });
    const options = [
      '--quiet',
      '--no-input',
      '--disable-pip-version-check',
      '--retries',
      '2',
      '--timeout',
      '20',
    ];
    await runBounded({
      command: join(venv, 'bin', 'python'),
      args: ['-m', 'pip', 'install', ...options, '--no-deps', '--requirement', requirements],
      env,
      timeoutMs: 5 * 60_000,
    });
    await writeFile(join(folder, 'installed'), '');
    await rm(failed, { force: true });
  } catch (error) {
    await writeFile(failed, '');
    throw error;
  }
}

async function lock(path: string): Promise<() => Promise<void>> {
  return until(
    async () => {
      const attempt = await tryLock(path);
      return attempt.status === 'locked' ? attempt.release : undefined;
    },
    { timeoutMs: 8 * 60_000, what: 'another process to install the Python tools' },
  );
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

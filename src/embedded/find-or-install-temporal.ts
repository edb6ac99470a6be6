import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedServiceError } from './embedded-service-error.js';
import { tryLock } from './file-lock.js';
import { findExecutable, isExecutable } from './find-executable.js';
import { goInstall } from './go-install.js';
import { runBounded } from './run-bounded.js';
import { downloadWithSdk } from './sdk-download.js';

const version = '1.5.1';
const goModule = `github.com/temporalio/cli/cmd/temporal@v${version}`;
const downloadTimeoutMs = 60_000;
const buildTimeoutMs = 20 * 60_000;

export interface FindOptions {
  /** Servers are kept here between runs. */
  readonly cacheDir: string;
  readonly log: (line: string) => void;
  /** Whose PATH is searched, and what Go is run with; ours unless given. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * The path of a `temporal` command that can run a dev server: the one on the PATH, the one in our cache, one downloaded
 * by the Temporal SDK, or one built with Go. Processes that need it at the same time install it once.
 * @throws {EmbeddedServiceError} naming every way that was tried and why it failed.
 */
export async function findOrInstallTemporal(options: FindOptions): Promise<string> {
  const env = options.env ?? process.env;
  const folder = join(options.cacheDir, `temporal-cli-${version}`);
  const cached = join(folder, 'temporal');
  const tried: string[] = [];

  const onPath = await findExecutable('temporal', env);
  if (onPath === null) tried.push('`temporal` on the PATH: not there');
  else {
    const problem = await whyUnusable(onPath, env);
    if (problem === null) return onPath;
    tried.push(`${onPath}: ${problem}`);
  }

  if (await isExecutable(cached)) return cached;
  tried.push(`${cached}: not there`);

  await mkdir(folder, { recursive: true });
  const release = await waitForInstallLock(join(folder, 'install.lock'), options.log);
  try {
    if (await isExecutable(cached)) return cached;
    const ways = [
      { name: 'download by the Temporal SDK', install: () => download(folder, cached, options.log) },
      { name: `go install ${goModule}`, install: () => build(cached, env, options.log) },
    ];
    for (const way of ways) {
      try {
        await way.install();
        return cached;
      } catch (error) {
        tried.push(`${way.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await release();
  }
  throw new EmbeddedServiceError(
    `No Temporal dev server was found, and none could be installed. Tried:${tried.map((line) => `\n  - ${line}`).join('')}`,
    'Install the Temporal CLI (https://docs.temporal.io/cli) so that `temporal` is on the PATH, or install Go, ' +
      'or set TEMPORAL_ADDRESS to a Temporal server that runs already.',
  );
}

async function whyUnusable(executable: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  try {
    await runBounded({
      command: executable,
      args: ['server', 'start-dev', '--help'],
      env,
      timeoutMs: 15_000,
    });
    return null;
  } catch (error) {
    return `cannot run \`server start-dev\` (${error instanceof Error ? error.message : String(error)})`;
  }
}

async function download(folder: string, destination: string, log: (line: string) => void): Promise<void> {
  const directory = join(folder, 'download');
  await mkdir(directory, { recursive: true });
  log(`downloading the Temporal dev server ${version}, needed once`);
  const program = await downloadWithSdk({
    server: 'createLocal',
    version: `v${version}`,
    directory,
    timeoutMs: downloadTimeoutMs,
  });
  await rename(program, destination);
}

async function build(
  destination: string,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<void> {
  const go = await findExecutable('go', env);
  if (go === null) throw new Error('Go is not installed');
  log(`building the Temporal dev server ${version} with Go, needed once; this takes a few minutes`);
  const program = 'temporal';
  await goInstall({ go, module: goModule, program, destination, timeoutMs: buildTimeoutMs, env, log });
}

/** Waits while another process installs; it may be building. */
async function waitForInstallLock(path: string, log: (line: string) => void): Promise<() => Promise<void>> {
  const deadline = Date.now() + buildTimeoutMs + 2 * downloadTimeoutMs;
  let announced = false;
  while (Date.now() < deadline) {
    const attempt = await tryLock(path);
    if (attempt.status === 'locked') return attempt.release;
    if (!announced) log(`waiting for process ${attempt.pid}, which is installing the Temporal dev server`);
    announced = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new EmbeddedServiceError(
    'Another process has been installing the Temporal dev server for too long.',
    `End it, remove ${path} and try again.`,
  );
}

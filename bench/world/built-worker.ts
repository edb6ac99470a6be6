import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);
const DIST = new URL('dist/', ROOT);
/** What the build leaves last. */
const LAST_BUILT = new URL('src/worker/workflow-bundle.cjs', DIST);
const BUILT_FROM = [
  'src',
  'workflows',
  'activities',
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
];

/** The command line as it is installed: compiled, with its workflow bundle ready. */
export const BUILT_COMMAND = fileURLToPath(new URL('src/cli/main.js', DIST));

/**
 * Builds what users run, unless nothing has changed since it was built. What a failed or interrupted build leaves behind is
 * removed.
 * @throws {Error} with what the build said.
 */
export async function ensureBuilt(note: (line: string) => void, signal: AbortSignal): Promise<void> {
  if (await isFresh()) return;
  note('building what users run (npm run build)');
  await rm(DIST, { recursive: true, force: true });
  // In a process group of its own, so that Ctrl-C reaches all of it through us.
  const build = spawn('npm', ['run', '--silent', 'build'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  for (const stream of [build.stdout, build.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const abort = (): void => {
    if (build.pid !== undefined && build.exitCode === null) process.kill(-build.pid, 'SIGKILL');
  };
  signal.addEventListener('abort', abort);
  const [code] = (await once(build, 'close')) as [number | null];
  signal.removeEventListener('abort', abort);
  if (code === 0) return;
  await rm(DIST, { recursive: true, force: true });
  signal.throwIfAborted();
  throw new Error(`npm run build failed:\n${Buffer.concat(said).toString('utf8').trimEnd()}`);
}

async function isFresh(): Promise<boolean> {
  const built = await stat(LAST_BUILT).catch(() => null);
  if (built === null) return false;
  const changes = await Promise.all(BUILT_FROM.map((name) => lastChange(fileURLToPath(new URL(name, ROOT)))));
  return Math.max(...changes) < built.mtimeMs;
}

/** Of a file, or of a folder and everything in it: that a file is gone shows in its folder. */
async function lastChange(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const entries = await readdir(path);
  const changes = await Promise.all(entries.map((entry) => lastChange(`${path}/${entry}`)));
  return Math.max(found.mtimeMs, ...changes);
}

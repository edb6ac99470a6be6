import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findExecutable, isExecutable } from '../../../src/embedded/find-executable.js';
import { runBounded } from '../../../src/embedded/run-bounded.js';

export type Tctl =
  | { readonly status: 'found'; readonly path: string }
  | { readonly status: 'missing'; readonly reason: string };

const version = '1.18.0';
const buildTimeoutMs = 15 * 60_000;

/** The `tctl` on the PATH, the one in our cache, or one built into it with Go; that takes minutes, once. */
export async function findOrBuildTctl(cacheDir: string, log: (line: string) => void): Promise<Tctl> {
  const onPath = await findExecutable('tctl', process.env);
  if (onPath !== null) return { status: 'found', path: onPath };

  const folder = join(cacheDir, `tctl-${version}`);
  const cached = join(folder, 'tctl');
  if (await isExecutable(cached)) return { status: 'found', path: cached };

  const go = await findExecutable('go', process.env);
  if (go === null) return { status: 'missing', reason: 'neither tctl nor Go is on the PATH' };
  log(`building tctl ${version} with Go, needed once; this takes a few minutes`);
  await mkdir(folder, { recursive: true });
  try {
    await build(go, folder, cached);
    return { status: 'found', path: cached };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { status: 'missing', reason: `tctl ${version} could not be built: ${problem}` };
  }
}

/** In a module of its own: `go install tctl@version` asks for a list of versions that not every module proxy gives. */
async function build(go: string, folder: string, destination: string): Promise<void> {
  const module = await mkdtemp(join(folder, 'build-'));
  try {
    const requirement = `module tctl\n\ngo 1.21\n\nrequire github.com/temporalio/tctl v${version}\n`;
    await writeFile(join(module, 'go.mod'), requirement);
    await runBounded({
      command: go,
      args: ['build', '-o', 'tctl', 'github.com/temporalio/tctl/cmd/tctl'],
      cwd: module,
      env: { ...process.env, GOFLAGS: '-mod=mod' },
      timeoutMs: buildTimeoutMs,
    });
    await rename(join(module, 'tctl'), destination);
  } finally {
    await rm(module, { recursive: true, force: true });
  }
}

import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Teardown } from '../start/teardown.js';
import { UserError } from '../user-error.js';

const MARKER = 'demo.pid';

/**
 * An empty folder for one demo. Its directory and its apps live in memory and are new every time, so what an earlier
 * demo remembered of its own would only be wrong.
 * @param folder emptied, when an earlier demo left it; a temporary one, removed afterwards, when null.
 * @throws {UserError} when a demo runs there, or the folder holds something else.
 */
export async function demoFolder(folder: string | null, teardown: Teardown): Promise<string> {
  if (folder === null) {
    const temporary = await mkdtemp(join(tmpdir(), 'scimflow-demo-'));
    // The database server may run under another account, which must be able to pass through.
    await chmod(temporary, 0o711);
    teardown.add(temporary, () => rm(temporary, { recursive: true, force: true }));
    return temporary;
  }
  await removeEarlier(folder);
  await mkdir(folder, { recursive: true, mode: 0o711 });
  await writeFile(join(folder, MARKER), String(process.pid));
  return folder;
}

async function removeEarlier(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((): string[] => []);
  if (entries.length === 0) return;
  if (!entries.includes(MARKER))
    throw new UserError(`${folder} is not empty, and no demo made it.`, {
      remedy: 'Give the demo a folder of its own with --data-dir.',
      exitCode: 2,
    });
  const pid = Number(await readFile(join(folder, MARKER), 'utf8'));
  if (isAlive(pid))
    throw new UserError(`A demo runs on ${folder} already: process ${pid}.`, {
      remedy: 'End it with Ctrl-C first, or give this one another folder with --data-dir.',
    });
  await rm(folder, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

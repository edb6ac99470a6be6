import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { processStamp } from './process-table.js';

export type LockAttempt =
  | {
      readonly status: 'locked';
      /** The process that held the lock and ended without releasing it. */
      readonly takenOverFrom: number | null;
      release(): Promise<void>;
    }
  | { readonly status: 'busy'; readonly pid: number };

const holderSchema = z.object({ pid: z.int().positive(), stamp: z.string() });

/**
 * Tries once to take the lock that `path` stands for. A lock whose holder no longer runs is taken over: a killed process
 * cannot release. The id alone would not tell, because ids are reused, so the holder's start time is kept with it.
 */
export async function tryLock(path: string): Promise<LockAttempt> {
  const content = JSON.stringify({ pid: process.pid, stamp: await processStamp(process.pid) });
  let takenOverFrom: number | null = null;
  for (;;) {
    if (await createWith(path, content))
      return { status: 'locked', takenOverFrom, release: () => rm(path, { force: true }) };

    const found = await readOrNull(path);
    if (found === null) continue;
    const holder = parseHolder(found);
    if (holder !== null && (await processStamp(holder.pid)) === holder.stamp)
      return { status: 'busy', pid: holder.pid };
    if (await removeIfStill(path, found)) takenOverFrom = holder?.pid ?? null;
  }
}

/** Creates the file with its content in one step, so that nobody reads it half written. False when it exists. */
async function createWith(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes a stale lock, unless another process did and has locked anew in the meantime. */
async function removeIfStill(path: string, stale: string): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
  const taken = await readOrNull(aside);
  if (taken !== stale) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
  return taken === stale;
}

function parseHolder(content: string): z.infer<typeof holderSchema> | null {
  try {
    return holderSchema.parse(JSON.parse(content));
  } catch {
    return null;
  }
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { processStamp } from './process-table.js';

export type LockAttempt =
  | {
      readonly status: 'locked';
      /** The process that held the lock and ended without releasing it. */
      readonly takenOverFrom: number | null;
      readonly release: () => Promise<void>;
    }
  | { readonly status: 'busy'; readonly pid: number };

const holderSchema = z.object({ pid: z.int().positive(), stamp: z.string() });

/**
 * Tries once to take the lock that `path` stands for. A lock whose holder no longer runs is taken over: a killed process
 * cannot release. The id alone would not tell, because ids are reused, so the holder's start time is kept with it.
 */
export async function tryLock(path: string): Promise<LockAttempt> {
  const content = JSON.stringify({ pid: process.pid, stamp: await processStamp(process.pid) });
  const release = (): Promise<void> => rm(path, { force: true });
  for (;;) {
    if (await createWith(path, content)) return { status: 'locked', takenOverFrom: null, release };

    const found = await readOrNull(path);
    if (found === null) continue;
    const holder = parseHolder(found);
    if (holder !== null && (await processStamp(holder.pid)) === holder.stamp)
      return { status: 'busy', pid: holder.pid };
    if (await replace(path, found, content))
      return { status: 'locked', takenOverFrom: holder?.pid ?? null, release };
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/**
 * Puts our lock in the place of a stale one, unless somebody else does. Whoever replaces holds a lock for it: without
 * one, two could find the same stale lock, and the slower would remove what the faster had just put there.
 */
async function replace(path: string, stale: string, content: string): Promise<boolean> {
  const takeover = await tryLock(`${path}.takeover`);
  if (takeover.status === 'busy') return false;
  try {
    if ((await readOrNull(path)) !== stale) return false;
    const draft = await writeDraft(path, content);
    await rename(draft, path);
    return true;
  } finally {
    await takeover.release();
  }
}

/** Creates the file with its content in one step, so that nobody reads it half written. False when it exists. */
async function createWith(path: string, content: string): Promise<boolean> {
  const draft = await writeDraft(path, content);
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

async function writeDraft(path: string, content: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  return draft;
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
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { tryLock } from '../../../src/embedded/file-lock.js';
import { processStamp } from '../../../src/embedded/process-table.js';

describe('tryLock', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-'));
    path = join(folder, 'a.lock');
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('names the process that holds the lock', async () => {
    await tryLock(path);

    expect(await tryLock(path)).toEqual({ status: 'busy', pid: process.pid });
  });

  it('locks again after a release, and leaves no file behind', async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      const attempt = await tryLock(path);
      expect(attempt).toMatchObject({ status: 'locked', takenOverFrom: null });
      if (attempt.status === 'locked') await attempt.release();
    }

    expect(await readdir(folder)).toEqual([]);
  });

  it('takes over from a process that has ended, and names it', async () => {
    const pid = await endedProcess();
    await writeFile(path, JSON.stringify({ pid, stamp: 'whatever' }));

    expect(await tryLock(path)).toMatchObject({ status: 'locked', takenOverFrom: pid });
  });

  it('is not fooled by a process id that was given to another process', async () => {
    await writeFile(path, JSON.stringify({ pid: process.pid, stamp: 'an earlier process with this id' }));

    expect(await tryLock(path)).toMatchObject({ status: 'locked', takenOverFrom: process.pid });
  });

  it('takes over a file that says nothing understandable', async () => {
    await writeFile(path, 'half wri');

    expect(await tryLock(path)).toMatchObject({ status: 'locked', takenOverFrom: null });
  });

  it.each([
    ['free', null],
    ['stale', JSON.stringify({ pid: 2 ** 22 + 1, stamp: 'ended' })],
  ])('gives a %s lock to one of many that want it at once', async (_state, content) => {
    if (content !== null) await writeFile(path, content);

    const attempts = await Promise.all(Array.from({ length: 20 }, () => tryLock(path)));

    expect(attempts.filter((attempt) => attempt.status === 'locked')).toHaveLength(1);
  });
});

describe('processStamp', () => {
  it('stays the same as long as a process runs', async () => {
    expect(await processStamp(process.pid)).toBe(await processStamp(process.pid));
  });

  it('is null for a process that has ended', async () => {
    expect(await processStamp(await endedProcess())).toBeNull();
  });
});

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--eval', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startPostgres, startTemporal } from '../../../src/embedded/index.js';
import { commandLine, processStamp } from '../../../src/embedded/process-table.js';
import { until } from '../../support/until.js';

interface Pids {
  readonly temporal: number;
  readonly postgres: number;
}

describe('servers whose owner', () => {
  let folder: string;
  let owner: ChildProcess;
  let pids: Pids;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'owner-'));
    const script = fileURLToPath(new URL('./start-both.ts', import.meta.url));
    owner = spawn(process.execPath, ['--import', 'tsx', script, folder], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const [line] = (await once(owner.stdout ?? owner, 'data')) as [Buffer];
    pids = JSON.parse(line.toString()) as Pids;
  });

  afterEach(async () => {
    owner.kill('SIGKILL');
    for (const pid of [pids.temporal, pids.postgres]) await until(() => hasEnded(pid));
    await rm(folder, { recursive: true, force: true });
  });

  it('is killed end by themselves', async () => {
    owner.kill('SIGKILL');

    await until(() => hasEnded(pids.temporal), { what: 'Temporal to end' });
    await until(() => hasEnded(pids.postgres), { what: 'PostgreSQL to end' });
  });

  it('gets Ctrl-C from the terminal do not notice', async () => {
    process.kill(-(owner.pid ?? 0), 'SIGINT');

    await Promise.all(
      [pids.temporal, pids.postgres].map(async (pid) => {
        await expect(until(() => hasEnded(pid), { timeoutMs: 1_000 })).rejects.toThrow('in vain');
      }),
    );
  });

  it('was killed give way to the next start, even when they outlived it', async () => {
    const lines: string[] = [];
    const log = (line: string): number => lines.push(line);
    const executable = (await commandLine(pids.temporal))?.split(' ')[0] ?? '';
    // Stopped, they cannot act on the signal that the owner's death sends them.
    for (const pid of [pids.temporal, pids.postgres]) process.kill(pid, 'SIGSTOP');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    setTimeout(() => {
      for (const pid of [pids.temporal, pids.postgres]) process.kill(pid, 'SIGCONT');
    }, 1_000);

    const [temporal, postgres] = await Promise.all([
      startTemporal({ dataDir: folder, executable, port: 0, uiPort: 0, searchAttributes: {}, log }),
      startPostgres({ dataDir: folder, log }),
    ]);
    await temporal.stop();
    await postgres.stop();

    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`process ${pids.temporal} was left over`),
        expect.stringContaining(`process ${pids.postgres} was left over`),
      ]),
    );
  });
});

async function hasEnded(pid: number): Promise<boolean> {
  return (await processStamp(pid)) === null;
}

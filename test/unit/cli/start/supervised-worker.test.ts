import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { superviseWorker, type SupervisedWorker } from '../../../../src/cli/start/supervised-worker.js';
import { until } from '../../../support/until.js';

let folder: string;
let worker: SupervisedWorker | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'worker-'));
});
afterEach(async () => {
  await worker?.stop();
  rmSync(folder, { recursive: true });
});

function supervise(script: string, notes: string[] = []): SupervisedWorker {
  worker = superviseWorker({
    env: { ...process.env, NODE_OPTIONS: '' },
    logFile: join(folder, 'worker.log'),
    args: ['-e', script],
    note: (line) => notes.push(line),
    restartDelayMs: 10,
  });
  return worker;
}

const RUNS_UNTIL_TOLD =
  "console.log('up'); process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);";

describe('a supervised worker', () => {
  it('is started again when it is killed', async () => {
    const notes: string[] = [];
    const { pid } = supervise(RUNS_UNTIL_TOLD, notes);
    const first = pid() ?? 0;

    process.kill(first, 'SIGKILL');
    await until(() => pid() !== first);

    expect(notes[0]).toBe(`worker ${first} ended (SIGKILL); starting another`);
    expect(isAlive(pid())).toBe(true);
  });

  it('is given up when it keeps dying', async () => {
    const { failure, cameUp } = supervise('process.exit(1)');
    cameUp();

    await expect(failure).rejects.toThrow('The worker ended 5 times (exit code 1).');
  });

  it('is not started again when it never came up, and what it said is repeated', async () => {
    const { failure } = supervise("console.error('error: No database.\\nCheck it.'); process.exit(1)");

    await expect(failure).rejects.toThrow('The worker ended (exit code 1).\nNo database.\nCheck it.');
  });

  it('is not started again when its settings are wrong', async () => {
    const { failure } = supervise('process.exit(2)');

    await expect(failure).rejects.toThrow('The worker ended (exit code 2).');
  });

  it('ends when it is told to, and what it wrote is in its log', async () => {
    const { pid, stop } = supervise(RUNS_UNTIL_TOLD);
    await until(() => readFileSync(join(folder, 'worker.log'), 'utf8').includes('up'));
    const id = pid();

    await stop();

    expect(isAlive(id)).toBe(false);
  });
});

function isAlive(pid: number | undefined): boolean {
  try {
    process.kill(pid ?? 0, 0);
    return pid !== undefined;
  } catch {
    return false;
  }
}

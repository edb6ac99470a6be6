import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { required } from './required.js';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** A worker in a process of its own, as users run it, so that it can be killed. */
export interface WorkerProcess {
  /** SIGKILL: no goodbye. */
  kill(): Promise<void>;
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>;
  /** SIGSTOP: it stands still and knows nothing of it, until `resume`. */
  suspend(): void;
  resume(): void;
}

export function startWorkerProcess(options: {
  readonly databaseUrl: string;
  readonly taskQueue: string;
  /** The run's own Temporal server unless told. */
  readonly temporalAddress?: string;
}): WorkerProcess {
  const worker = spawn(process.execPath, ['--import', 'tsx', MAIN, 'worker'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      TEMPORAL_ADDRESS: options.temporalAddress ?? required('TEST_TEMPORAL_ADDRESS'),
      DATABASE_URL: options.databaseUrl,
      SCIMFLOW_TASK_QUEUE: options.taskQueue,
      SCIMFLOW_API_PORT: '0',
      SCIMFLOW_LOG_LEVEL: 'error',
    },
  });
  return {
    kill: () => end(worker, 'SIGKILL').then(() => undefined),
    stop: () => end(worker, 'SIGTERM'),
    suspend: () => worker.kill('SIGSTOP'),
    resume: () => worker.kill('SIGCONT'),
  };
}

async function end(worker: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  if (worker.exitCode === null && worker.signalCode === null) {
    const exited = once(worker, 'exit');
    worker.kill(signal);
    await exited;
  }
  return worker.exitCode;
}

import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { UserError } from '../user-error.js';
import { modulePath } from '../../worker/module-path.js';

const RESTART_DELAY_MS = 1_000;
const MOST_DEATHS = 5;
const DEATHS_WITHIN_MS = 60_000;
const DRAIN_TIMEOUT_MS = 60_000;

export interface WorkerOptions {
  /** Connection settings, and the secrets that the configuration refers to. */
  readonly env: NodeJS.ProcessEnv;
  /** Takes what the worker writes. */
  readonly logFile: string;
  /** The `worker` command unless given: the arguments of Node. */
  readonly args?: readonly string[];
  readonly note: (line: string) => void;
  readonly restartDelayMs?: number;
}

/** A worker in a process of its own, started again when it dies: `kill -9` it and see. */
export interface SupervisedWorker {
  readonly pid: () => number | undefined;
  /** Rejects when the worker cannot be kept alive. */
  readonly failure: Promise<never>;
  /** Lets it finish what it has in hand. */
  stop(): Promise<void>;
}

/**
 * Starts a worker. It stands outside the terminal's process group, so that Ctrl-C reaches only the one who supervises,
 * and it ends by itself when that one is gone.
 */
export function superviseWorker(options: WorkerOptions): SupervisedWorker {
  const deaths: number[] = [];
  let child = spawnWorker(options);
  let restart: NodeJS.Timeout | undefined;
  let isStopping = false;
  const { promise: failure, reject } = withReject();

  const watch = (watched: ChildProcess): void => {
    watched.once('error', (error) => {
      reject(new UserError(`The worker cannot be started: ${error.message}.`));
    });
    watched.once('exit', (code, signal) => {
      if (isStopping) return;
      deaths.push(Date.now());
      const recent = deaths.filter((at) => at > Date.now() - DEATHS_WITHIN_MS).length;
      const how = signal ?? `exit code ${code ?? 'unknown'}`;
      if (code === 2 || recent >= MOST_DEATHS) {
        reject(
          new UserError(`The worker ended ${recent === 1 ? '' : `${recent} times `}(${how}).`, {
            remedy: `See ${options.logFile}.`,
          }),
        );
        return;
      }
      options.note(`worker ${watched.pid ?? '?'} ended (${how}); starting another`);
      restart = setTimeout(() => {
        child = spawnWorker(options);
        watch(child);
        options.note(`worker ${child.pid ?? '?'} started`);
      }, options.restartDelayMs ?? RESTART_DELAY_MS);
    });
  };
  watch(child);

  return {
    pid: () => child.pid,
    failure,
    stop: async () => {
      isStopping = true;
      clearTimeout(restart);
      await end(child);
    },
  };
}

function spawnWorker({ env, logFile, args }: WorkerOptions): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    const command = args ?? [...process.execArgv, modulePath('../main', import.meta.url), 'worker'];
    return spawn(process.execPath, command, { env, detached: true, stdio: ['ignore', log, log, 'ipc'] });
  } finally {
    closeSync(log);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  child.kill('SIGTERM');
  const lastResort = setTimeout(() => child.kill('SIGKILL'), DRAIN_TIMEOUT_MS);
  await ended;
  clearTimeout(lastResort);
}

function withReject(): { readonly promise: Promise<never>; readonly reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, rejectPromise) => {
    reject = rejectPromise;
  });
  // Whoever races it sees the rejection; nobody may be racing at that moment.
  promise.catch(() => undefined);
  return { promise, reject };
}

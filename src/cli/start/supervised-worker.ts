import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
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
  /** Tells that it works. One that ends by itself before would end again, and is not started again. */
  cameUp(): void;
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
  let hasComeUp = false;
  const { promise: failure, reject } = withReject();

  const watch = (spawned: SpawnedWorker): void => {
    const { process: watched, logStart } = spawned;
    watched.once('error', (error) => {
      reject(new UserError(`The worker cannot be started: ${error.message}.`));
    });
    watched.once('exit', (code, signal) => {
      if (isStopping) return;
      deaths.push(Date.now());
      const recent = deaths.filter((at) => at > Date.now() - DEATHS_WITHIN_MS).length;
      const how = signal ?? `exit code ${code ?? 'unknown'}`;
      const isHopeless = code === 2 || (signal === null && !hasComeUp);
      if (isHopeless || recent >= MOST_DEATHS) {
        const times = recent === 1 ? '' : `${recent} times `;
        const why = lastError(options.logFile, logStart);
        reject(
          new UserError([`The worker ended ${times}(${how}).`, ...why].join('\n'), {
            remedy: `See ${options.logFile}.`,
          }),
        );
        return;
      }
      options.note(`worker ${watched.pid ?? '?'} ended (${how}); starting another`);
      restart = setTimeout(() => {
        child = spawnWorker(options);
        watch(child);
        options.note(`worker ${child.process.pid ?? '?'} started`);
      }, options.restartDelayMs ?? RESTART_DELAY_MS);
    });
  };
  watch(child);

  return {
    pid: () => child.process.pid,
    failure,
    cameUp: () => {
      hasComeUp = true;
    },
    stop: async () => {
      isStopping = true;
      clearTimeout(restart);
      await end(child.process);
    },
  };
}

interface SpawnedWorker {
  readonly process: ChildProcess;
  /** Where in the log file its own lines begin. */
  readonly logStart: number;
}

function spawnWorker({ env, logFile, args }: WorkerOptions): SpawnedWorker {
  const log = openSync(logFile, 'a', 0o600);
  try {
    const command = args ?? [...process.execArgv, modulePath('../main', import.meta.url), 'worker'];
    const logStart = fstatSync(log).size;
    const stdio = ['ignore', log, log, 'ipc'] as const;
    return {
      process: spawn(process.execPath, command, { env, detached: true, stdio: [...stdio] }),
      logStart,
    };
  } finally {
    closeSync(log);
  }
}

const LAST_BYTES = 16_384;

/** What a worker that could not go on says at its end; what it logs besides are lines of JSON. */
function lastError(logFile: string, start: number): readonly string[] {
  const text = textFrom(logFile, start);
  const said = text.lastIndexOf('error: ');
  return said === -1 ? [] : [text.slice(said + 'error: '.length).trimEnd()];
}

function textFrom(logFile: string, start: number): string {
  const log = openSync(logFile, 'r');
  try {
    const buffer = Buffer.alloc(LAST_BYTES);
    const from = Math.max(start, fstatSync(log).size - LAST_BYTES);
    return buffer.toString('utf8', 0, readSync(log, buffer, 0, LAST_BYTES, from));
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

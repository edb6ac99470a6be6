import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { EmbeddedServiceError } from './embedded-service-error.js';

export interface ServerCommand {
  /** As people call it: "Temporal dev server". */
  readonly service: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  /** Receives what the server prints; the previous run's is kept beside it. */
  readonly logFile: string;
  /** Notes the server's process id as long as it runs, for servers that keep no note themselves. */
  readonly pidFile?: string;
  /** How to ask it to end, politely first. */
  readonly stopSignals: readonly [NodeJS.Signals, ...NodeJS.Signals[]];
  readonly startTimeoutMs: number;
  readonly log: (line: string) => void;
  /** Rejects or answers false as long as the server does not serve. */
  isServing(): Promise<boolean>;
}

export interface ServerProcess {
  readonly pid: number;
  /** Asks the server to end, waits, insists. Resolves when it has ended; may be called again. */
  readonly stop: () => Promise<void>;
}

const patienceMs = 20_000;

/**
 * Starts a server and waits until it serves. It gets a process group of its own: Ctrl-C in the terminal must reach
 * only us, who stop the servers in the right order. Should this process be killed, the server ends as well.
 * @throws {EmbeddedServiceError} with the end of its log when it ends before it serves, or never does.
 */
export async function startServer(spec: ServerCommand): Promise<ServerProcess> {
  await rename(spec.logFile, `${spec.logFile}.previous`).catch(() => undefined);
  const output = await open(spec.logFile, 'w', 0o600);
  const server = spawn(spec.command, spec.args, {
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  });
  const ended = new Promise<string>((resolve) => {
    server.once('error', (error) => {
      resolve(`could not be started: ${error.message}`);
    });
    server.once('exit', (code, signal) => {
      resolve(signal === null ? `ended with exit code ${code ?? 'unknown'}` : `was ended by ${signal}`);
    });
  });
  await output.close();

  const { pid } = server;
  if (pid === undefined) throw await startFailure(spec, await ended);
  const endGuard = guardAgainstOurDeath(pid, spec.stopSignals[0]);
  const run = { stopping: false };
  void ended.then(endGuard);
  if (spec.pidFile !== undefined) await writeFile(spec.pidFile, String(pid), { mode: 0o600 });

  const stop = async (): Promise<void> => {
    run.stopping = true;
    for (const signal of spec.stopSignals) {
      server.kill(signal);
      if (await settlesWithin(ended, patienceMs)) {
        if (spec.pidFile !== undefined) await rm(spec.pidFile, { force: true });
        return;
      }
    }
    throw new EmbeddedServiceError(
      `The ${spec.service} (process ${pid}) does not end.`,
      `End process ${pid} yourself.`,
    );
  };

  const problem = await waitUntilServing(spec, ended);
  if (problem !== null) {
    await stop();
    throw await startFailure(spec, problem);
  }
  void ended.then((how) => {
    if (!run.stopping) spec.log(`the ${spec.service} ${how} unexpectedly; its log is ${spec.logFile}`);
  });
  return { pid, stop };
}

/** What kept the server from serving, or null when it serves. */
async function waitUntilServing(spec: ServerCommand, ended: Promise<string>): Promise<string | null> {
  const deadline = Date.now() + spec.startTimeoutMs;
  while (Date.now() < deadline) {
    const outcome = await Promise.race([ended, spec.isServing().catch(() => false)]);
    if (typeof outcome === 'string') return outcome;
    if (outcome) return null;
    await settlesWithin(ended, 50);
  }
  return `did not serve within ${Math.round(spec.startTimeoutMs / 1000)} seconds`;
}

async function startFailure(spec: ServerCommand, problem: string): Promise<EmbeddedServiceError> {
  const text = await readFile(spec.logFile, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const last = lines.slice(-6).map((line) => `\n  ${line.slice(0, 400)}`);
  return new EmbeddedServiceError(
    `The ${spec.service} ${problem}.${last.length === 0 ? '' : ` Its last words:${last.join('')}`}`,
    `The whole log is ${spec.logFile}.`,
  );
}

/**
 * A process that is killed cannot stop what it started. A shell waits for the end of a pipe that only this process
 * holds open, and then ends the server. Returns how to dismiss it.
 */
function guardAgainstOurDeath(pid: number, signal: NodeJS.Signals): () => void {
  const script = 'read -r _; kill -s "$2" "$1"';
  const guard: ChildProcess = spawn(
    '/bin/sh',
    ['-c', script, 'guard', String(pid), signal.replace('SIG', '')],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  guard.once('error', () => undefined);
  guard.unref();
  return () => {
    guard.kill('SIGKILL');
    guard.stdin?.destroy();
  };
}

async function settlesWithin(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, milliseconds);
  });
  try {
    return await Promise.race([promise.then(() => true), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

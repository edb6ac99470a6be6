import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const START_TIMEOUT_MS = 120_000;

/** A module in a process of its own, which ends with ours at the latest. */
export interface Forked<Greeting> {
  readonly pid: number | undefined;
  /** The first message that it sent. */
  readonly greeting: Greeting;
  readonly stop: () => Promise<void>;
}

/**
 * Starts it outside of the terminal's process group: Ctrl-C is for us, and we end it.
 * @param name for errors.
 */
export async function forkModule<Greeting>(
  path: string,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<Forked<Greeting>> {
  const child = fork(path, { env: { ...process.env, ...env }, detached: true });
  try {
    const signal = AbortSignal.timeout(START_TIMEOUT_MS);
    const ended = once(child, 'exit', { signal }).then(() => Promise.reject(new Error('It ended.')));
    const [greeting] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Greeting];
    ended.catch(() => undefined);
    return { pid: child.pid, greeting, stop: () => end(child) };
  } catch (error) {
    await end(child);
    throw new Error(`The ${name} does not come up.`, { cause: error });
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

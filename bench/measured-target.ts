import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import got from 'got';
import { modulePath } from '../src/worker/module-path.js';
import type { Account } from './target/accounts.js';
import type { Requests } from './target/tally.js';

const START_TIMEOUT_MS = 30_000;
const CONTROL_TIMEOUT_MS = 60_000;

/** The recording SCIM target, seen from the one who measures. */
export interface MeasuredTarget {
  /** The tenant URL. */
  readonly url: string;
  readonly token: string;
  /** Empties it; from now on each answer takes this long. */
  reset(latencyMs: number): Promise<void>;
  /** What came since the last reset or take. */
  take(): Promise<Requests>;
  accounts(): Promise<readonly Account[]>;
  stop(): Promise<void>;
}

export async function startMeasuredTarget(): Promise<MeasuredTarget> {
  const token = randomUUID();
  // Outside of the terminal's process group: Ctrl-C is for us, and we end it.
  const child = fork(modulePath('./target/main', import.meta.url), {
    env: { ...process.env, BENCH_TARGET_TOKEN: token },
    detached: true,
  });
  try {
    const [{ port }] = (await once(child, 'message', { signal: AbortSignal.timeout(START_TIMEOUT_MS) })) as [
      { port: number },
    ];
    return connected(child, `http://127.0.0.1:${port}`, token);
  } catch (error) {
    await end(child);
    throw new Error('The recording SCIM target does not come up.', { cause: error });
  }
}

function connected(child: ChildProcess, origin: string, token: string): MeasuredTarget {
  const control = got.extend({
    prefixUrl: `${origin}/control`,
    headers: { authorization: `Bearer ${token}` },
    retry: { limit: 0 },
    timeout: { request: CONTROL_TIMEOUT_MS },
  });
  return {
    url: `${origin}/scim`,
    token,
    reset: async (latencyMs) => {
      await control.post('reset', { searchParams: { latencyMs } });
    },
    take: () => control.post('take').json<Requests>(),
    accounts: () => control.get('accounts').json<readonly Account[]>(),
    stop: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

import { randomUUID } from 'node:crypto';
import got from 'got';
import { modulePath } from '../../src/worker/module-path.js';
import type { Account } from '../target/accounts.js';
import { OPEN, type Behaviour } from '../target/behaviour.js';
import type { Requests } from '../target/tally.js';
import { forkModule } from './forked.js';

const CONTROL_TIMEOUT_MS = 60_000;
const ACCOUNTS_PER_PAGE = 10_000;

/** The recording SCIM target's process. */
export interface TargetProcess {
  readonly pid: number | undefined;
  readonly token: string;
  /** A customer of it, with accounts, limits and a tally of its own; the same name is the same customer. */
  tenant(name: string): MeasuredTarget;
  stop(): Promise<void>;
}

/** One tenant of the recording SCIM target, seen from the one who measures. */
export interface MeasuredTarget {
  /** The tenant URL. */
  readonly url: string;
  readonly token: string;
  /** Empties it; from now on it behaves like this, and else as an open target. */
  reset(behaviour: Partial<Behaviour>): Promise<void>;
  /** What came since the last reset or take. */
  take(): Promise<Requests>;
  /** Page by page, in the order of their creation. */
  accounts(): AsyncIterable<Account>;
}

export async function startTargetProcess(): Promise<TargetProcess> {
  const token = randomUUID();
  const path = modulePath('../target/main', import.meta.url);
  const { pid, greeting, stop } = await forkModule<{ readonly port: number }>(path, 'recording SCIM target', {
    BENCH_TARGET_TOKEN: token,
  });
  const origin = `http://127.0.0.1:${greeting.port}`;
  return { pid, token, stop, tenant: (name) => tenantOf(`${origin}/${name}`, token) };
}

function tenantOf(base: string, token: string): MeasuredTarget {
  const control = got.extend({
    prefixUrl: `${base}/control`,
    headers: { authorization: `Bearer ${token}` },
    retry: { limit: 0 },
    timeout: { request: CONTROL_TIMEOUT_MS },
  });
  return {
    url: `${base}/scim`,
    token,
    reset: async (behaviour) => {
      await control.post('reset', { json: { ...OPEN, ...behaviour } });
    },
    take: () => control.post('take').json<Requests>(),
    async *accounts() {
      for (let startIndex = 1; ; startIndex += ACCOUNTS_PER_PAGE) {
        const searchParams = { startIndex, count: ACCOUNTS_PER_PAGE };
        const page = await control.get('accounts', { searchParams }).json<readonly Account[]>();
        yield* page;
        if (page.length < ACCOUNTS_PER_PAGE) return;
      }
    },
  };
}

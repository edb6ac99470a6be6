import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from '../../../src/emulators/graph/index.js';
import { startTestSystem, type TestSystem } from '../../support/system.js';
import { until } from '../../support/until.js';

const USERS = 250;
const LATENCY_MS = 40;

describe('a job paused while it writes', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await startTestSystem({ seed: generate({ users: USERS, seed: 11 }), latencyMs: LATENCY_MS });
  });
  afterAll(async () => {
    await system.stop();
  });

  const created = (): number => system.target.users().length;

  it('writes nothing until it is started, and then only what was left', async () => {
    const configuration = system.configuration({ rateLimit: { requestsPerSecond: 1_000, concurrency: 2 } });
    await system.withJob(configuration, async (job) => {
      await until(() => created() > 10, { what: 'the first accounts' });

      await job.handle.signal('pause');
      const atRest = await until(() => restingAt(system), { timeoutMs: 20_000, what: 'the writes to stop' });
      expect(atRest).toBeLessThan(USERS);
      await expect(job.status()).resolves.toMatchObject({ code: 'Paused', cycle: { phase: 'writeScim' } });

      await job.handle.signal('start');
      const initial = await job.cycleEnded(1);
      expect(initial).toMatchObject({ state: 'Succeeded', counts: { created: USERS, failed: 0 } });
      expect(created()).toBe(USERS);
      expect(system.target.requests().filter(({ method }) => method === 'POST')).toHaveLength(USERS);
    });
  });
});

/** How many accounts there are once nothing came for as long as several requests would take. */
function restingAt(system: TestSystem): number | null {
  const last = system.target.requests().at(-1);
  if (last === undefined || Date.now() - last.at.getTime() < 25 * LATENCY_MS) return null;
  return system.target.users().length;
}

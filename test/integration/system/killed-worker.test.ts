import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from '../../../src/emulators/graph/index.js';
import { startTestSystem, type TestSystem } from '../../support/system.js';
import { until } from '../../support/until.js';
import { startWorkerProcess } from '../../support/worker-process.js';

const USERS = 400;
/** Slow enough that the kill finds the worker in the middle of writing. */
const LATENCY_MS = 40;
const CYCLE_TIMEOUT_MS = 120_000;

describe('a worker killed in mid-cycle', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await startTestSystem({ seed: generate({ users: USERS, seed: 7 }), latencyMs: LATENCY_MS });
  });
  afterAll(async () => {
    await system.stop();
  });

  it('is followed by another that finishes its work: every account once', async () => {
    const taskQueue = `test-${randomUUID()}`;
    const options = { databaseUrl: system.database.url, taskQueue };
    const configuration = system.configuration({ rateLimit: { requestsPerSecond: 1_000, concurrency: 8 } });
    const first = startWorkerProcess(options);

    await system.withConfiguredJob(configuration, taskQueue, async (job) => {
      await until(() => system.target.users().length > USERS / 4, {
        timeoutMs: 40_000,
        what: 'the first accounts',
      });
      await first.kill();
      const atKill = system.target.users().length;
      const second = startWorkerProcess(options);
      try {
        const initial = await job.cycleEnded(1, CYCLE_TIMEOUT_MS);

        expect(atKill).toBeLessThan(USERS);
        expect(initial).toMatchObject({ state: 'Succeeded', counts: { created: USERS, failed: 0 } });
        const names = system.target.users().map((user) => String(user['userName']).toLowerCase());
        expect(names).toHaveLength(USERS);
        expect(new Set(names).size).toBe(USERS);
        expect(postsTo(system)).toBeLessThanOrEqual(USERS + 8);
      } finally {
        await expect(second.stop()).resolves.toBe(0);
      }
    });
  }, 200_000);
});

function postsTo({ target }: TestSystem): number {
  return target.requests().filter(({ method }) => method === 'POST').length;
}

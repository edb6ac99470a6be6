import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from '../../../src/emulators/graph/index.js';
import { startTestSystem, type TestSystem } from '../../support/system.js';
import { until } from '../../support/until.js';
import { startWorkerProcess } from '../../support/worker-process.js';

const USERS = 400;
/** Slow enough that the deploy finds the worker in the middle of writing. */
const LATENCY_MS = 40;
/** What a platform gives a process between SIGTERM and SIGKILL. @see Kubernetes, terminationGracePeriodSeconds. */
const GRACE_MS = 30_000;

describe('a worker that is told to end in mid-cycle', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await startTestSystem({ seed: generate({ users: USERS, seed: 5 }), latencyMs: LATENCY_MS });
  });
  afterAll(async () => {
    await system.stop();
  });

  const posts = (): number => system.target.requests().filter(({ method }) => method === 'POST').length;

  it('ends what it began and hands the rest over: every account asked for once', async () => {
    const taskQueue = `test-${randomUUID()}`;
    const options = { databaseUrl: system.database.url, taskQueue };
    const configuration = system.configuration({ rateLimit: { requestsPerSecond: 1_000, concurrency: 4 } });
    const first = startWorkerProcess(options);

    await system.withConfiguredJob(configuration, taskQueue, async (job) => {
      await until(() => posts() > USERS / 8, { timeoutMs: 40_000, what: 'the first accounts' });
      const second = startWorkerProcess(options);
      try {
        const asked = Date.now();
        await expect(first.stop()).resolves.toBe(0);
        expect(Date.now() - asked).toBeLessThan(GRACE_MS);

        const initial = await job.cycleEnded(1, 120_000);
        expect(initial).toMatchObject({ state: 'Succeeded', counts: { created: USERS, failed: 0 } });
        expect(system.target.users()).toHaveLength(USERS);
        expect(posts()).toBe(USERS);
      } finally {
        await expect(second.stop()).resolves.toBe(0);
      }
    });
  }, 200_000);
});

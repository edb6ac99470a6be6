import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from '../../../src/emulators/graph/index.js';
import { startForwarder } from '../../support/forwarder.js';
import { required } from '../../support/required.js';
import { startTestSystem, type TestSystem } from '../../support/system.js';
import { until } from '../../support/until.js';
import { startWorkerProcess } from '../../support/worker-process.js';

const USERS = 400;
/** Slow enough that the worker is suspended in the middle of writing, with answers on their way. */
const LATENCY_MS = 40;
const CYCLE_TIMEOUT_MS = 120_000;
/** What the suspended worker was at is given to another one once its heartbeats are missed. */
const TAKE_OVER_TIMEOUT_MS = 60_000;

describe('a worker suspended in mid-cycle', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await startTestSystem({ seed: generate({ users: USERS, seed: 13 }), latencyMs: LATENCY_MS });
  });
  afterAll(async () => {
    await system.stop();
  });

  it('writes nothing more once it goes on and another has taken its work over', async () => {
    const taskQueue = `test-${randomUUID()}`;
    const options = { databaseUrl: system.database.url, taskQueue };
    const configuration = system.configuration({ rateLimit: { requestsPerSecond: 1_000, concurrency: 8 } });
    const network = await startForwarder(required('TEST_TEMPORAL_ADDRESS'));
    const first = startWorkerProcess({ ...options, temporalAddress: network.address });

    try {
      await system.withConfiguredJob(configuration, taskQueue, async (job) => {
        await until(() => system.target.users().length > USERS / 4, {
          timeoutMs: 40_000,
          what: 'the first accounts',
        });
        first.suspend();
        // Its open polls would swallow tasks, each for a heartbeat timeout.
        network.cut();
        const second = startWorkerProcess(options);
        try {
          const atHalt = await until(() => restingAt(system), { what: 'the writes to stop' });
          expect(atHalt).toBeLessThan(USERS);
          await until(() => system.target.users().length > atHalt, {
            timeoutMs: TAKE_OVER_TIMEOUT_MS,
            what: 'the second worker to write',
          });
          first.resume();
          const initial = await job.cycleEnded(1, CYCLE_TIMEOUT_MS);

          expect(initial).toMatchObject({ state: 'Succeeded', counts: { created: USERS, failed: 0 } });
          expect(system.target.users()).toHaveLength(USERS);
          // A second POST for an account would show here, although this target refuses it.
          expect(postsTo(system)).toBe(USERS);
        } finally {
          await expect(second.stop()).resolves.toBe(0);
        }
      });
    } finally {
      first.resume();
      await first.kill();
      await network.stop();
    }
  }, 240_000);
});

/** How many accounts there are once nothing came for as long as several requests would take. */
function restingAt(system: TestSystem): number | null {
  const last = system.target.requests().at(-1);
  if (last === undefined || Date.now() - last.at.getTime() < 10 * LATENCY_MS) return null;
  return system.target.users().length;
}

function postsTo({ target }: TestSystem): number {
  return target.requests().filter(({ method }) => method === 'POST').length;
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { connect } from '../../support/temporal.js';
import { until } from '../../support/until.js';
import { aFakeWorld } from './fake-activities.js';
import { hasEnded, withJob } from './job-under-test.js';

const WRITES = 12_500;
const independent = { first: 700, last: 12_100 };

describe('batches of operations that wait for no other', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await connect();
  });
  afterAll(async () => {
    await env.teardown();
  });

  it('go beside each other, four at a time, after what comes first and before what comes last', async () => {
    const world = aFakeWorld({ writes: () => WRITES, independent });

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the cycle to end', hasEnded(1));
    });

    const [first, ...others] = world.batches;
    const last = others.pop();
    expect(first).toEqual({ first: 1, last: 2_000 });
    expect(new Set(others.map((batch) => batch.first))).toEqual(
      new Set([2_001, 4_001, 6_001, 8_001, 10_001, 12_001]),
    );
    expect(others.every(({ isBeside }) => isBeside === true)).toBe(true);
    expect(last).toEqual({ first: 12_101, last: WRITES });
    expect(world.atOnce.most).toBeLessThanOrEqual(4);
    expect(new Set(world.written).size).toBe(WRITES);
    expect(world.written).toHaveLength(WRITES);
  });

  it('all stop for a pause, and those that were not done go on afterwards', async () => {
    const world = aFakeWorld({ writes: () => 8_000, independent: { first: 1, last: 8_000 }, msPerWrite: 1 });

    await withJob(env, world, async (job) => {
      await job.configure();
      await until(() => world.atOnce.now === 4 && world.written.length > 200, { what: 'four batches' });
      await job.handle.signal('pause');
      await until(() => world.atOnce.now === 0, { what: 'all of them to stop' });
      const reached = world.written.length;
      expect(reached).toBeLessThan(8_000);

      await job.handle.signal('start');
      await job.statusWhen('the cycle to end', hasEnded(1));
    });

    expect(world.written).toHaveLength(8_000);
    expect(new Set(world.written).size).toBe(8_000);
    expect(world.endings).toEqual(['succeeded']);
  });

  it('all stop where one fails for good, and the cycle fails for that reason', async () => {
    const refused = ApplicationFailure.nonRetryable('The target refuses the token', 'CredentialsRejected');
    const world = aFakeWorld({
      writes: () => 40_000,
      independent: { first: 1, last: 40_000 },
      msPerWrite: 1,
      failing: (activity) => (activity === 'writeScim' && world.atOnce.now === 3 ? refused : undefined),
    });

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the cycle to end', hasEnded(1));
    });

    expect(world.atOnce.now).toBe(0);
    expect(world.batches).toHaveLength(3);
    expect(world.endings).toEqual(['failed CredentialsRejected']);
  });
});

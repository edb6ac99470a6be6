import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { connect } from '../../support/temporal.js';
import { until } from '../../support/until.js';
import { aFakeWorld } from './fake-activities.js';
import { hasEnded, withJob } from './job-under-test.js';

describe('steering a job by signals', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await connect();
  });
  afterAll(async () => {
    await env.teardown();
  });

  it('stops a running cycle between objects and goes on where it stopped', async () => {
    const world = aFakeWorld({ writes: () => 300, msPerWrite: 5 });

    await withJob(env, world, async (job) => {
      await job.configure();
      await until(() => world.written.length >= 20, { what: 'some writes' });
      await job.handle.signal('pause');
      await until(async () => (await pendingActivities(job.cycle(1))) === 0, { what: 'the cycle to stop' });

      const reached = world.written.length;
      expect(reached).toBeLessThan(300);
      expect(await job.status()).toMatchObject({ code: 'Paused', cycle: { number: 1, phase: 'writeScim' } });
      expect(await job.cycle(1).query('phase')).toBe('writeScim');
      await job.configure({ interval: '6h' });
      expect(world.written).toHaveLength(reached);

      await job.handle.signal('start');
      await job.statusWhen('the cycle to end', hasEnded(1));

      expect(world.written).toHaveLength(300);
      expect(new Set(world.written).size).toBe(300);
      expect(world.cycles).toHaveLength(1);
      expect(world.endings).toEqual(['succeeded']);
    });
  });

  it('survives a pause and a start in one breath', async () => {
    const world = aFakeWorld({ writes: () => 200, msPerWrite: 5 });

    await withJob(env, world, async (job) => {
      await job.configure();
      await until(() => world.written.length >= 5, { what: 'some writes' });
      for (let time = 0; time < 3; time += 1) {
        await job.handle.signal('pause');
        await job.handle.signal('start');
      }
      await job.statusWhen('the cycle to end', hasEnded(1));

      expect(new Set(world.written).size).toBe(200);
      expect(world.written).toHaveLength(200);
    });
  });

  it('stops a cycle that keeps trying a target that is down, and goes on when both are back', async () => {
    const down = ApplicationFailure.retryable('The target does not answer', 'TargetUnavailable');
    const target = { isDown: true };
    const world = aFakeWorld({
      writes: () => 5,
      failing: (activity) => (activity === 'writeScim' && target.isDown ? down : undefined),
    });

    await withJob(env, world, async (job) => {
      await job.configure();
      await until(() => world.calls.filter((call) => call === 'writeScim').length >= 2, {
        what: 'a second attempt',
      });
      await job.handle.signal('pause');
      await until(async () => (await pendingActivities(job.cycle(1))) === 0, { what: 'the cycle to stop' });
      target.isDown = false;
      await job.handle.signal('start');
      const status = await job.statusWhen('the cycle to end', hasEnded(1));

      expect(status).toMatchObject({ lastExecution: { state: 'Succeeded', countExported: 5 } });
    });
  });

  it('begins a cycle at once on provisionNow', async () => {
    const world = aFakeWorld();

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle', hasEnded(1));
      await job.handle.signal('provisionNow');
      await job.statusWhen('the second cycle', hasEnded(2));

      expect(world.cycles.map(({ kind }) => kind)).toEqual(['initial', 'incremental']);
    });
  });

  it('runs another cycle right after the one that provisionNow came in', async () => {
    const world = aFakeWorld({ writes: (cycle) => (cycle === 1 ? 100 : 0), msPerWrite: 5 });

    await withJob(env, world, async (job) => {
      await job.configure();
      await until(() => world.written.length > 0, { what: 'the first write' });
      await job.handle.signal('provisionNow');
      await job.handle.signal('provisionNow');
      const status = await job.statusWhen('the second cycle', hasEnded(2));

      expect(world.endings).toEqual(['succeeded', 'succeeded']);
      expect(status.nextCycleAt).not.toBeNull();
    });
  });

  it('remembers provisionNow while it is paused', async () => {
    const world = aFakeWorld();

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle', hasEnded(1));
      await job.handle.signal('pause');
      await job.handle.signal('provisionNow');
      expect(await job.status()).toMatchObject({ code: 'Paused', lastExecution: { number: 1 } });

      await job.handle.signal('start');
      await job.statusWhen('the second cycle', hasEnded(2));
    });
  });

  it('replaces a running cycle on restart, after forgetting what was named', async () => {
    const world = aFakeWorld({ writes: () => 300, msPerWrite: 5 });

    await withJob(env, world, async (job) => {
      await job.configure();
      await until(() => world.written.length > 10, { what: 'some writes' });
      await job.handle.signal('restart', { resetScope: 'Escrows, Nonsense' });
      await job.statusWhen('the second cycle', hasEnded(2));

      expect(world.endings).toEqual(['cancelled', 'succeeded']);
      expect(world.resets).toEqual([['Escrows']]);
      expect(world.calls.indexOf('resetJob')).toBeGreaterThan(world.calls.indexOf('finishCycle'));
      expect(world.cycles.map(({ kind }) => kind)).toEqual(['initial', 'initial']);
    });
  });

  it.each([
    ['Watermark', 'initial'],
    ['ConnectorDataStore', 'initial'],
    ['Escrows', 'incremental'],
  ])('follows restart {resetScope: %s} by an %s cycle, also when it was paused', async (resetScope, kind) => {
    const world = aFakeWorld();

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle', hasEnded(1));
      await job.handle.signal('pause');
      await job.handle.signal('restart', { resetScope });
      const status = await job.statusWhen('the second cycle', hasEnded(2));

      expect(status).toMatchObject({ code: 'Active', lastExecution: { kind } });
      expect(world.resets).toEqual([[resetScope]]);
    });
  });

  it('replaces a cycle that a pause holds', async () => {
    const world = aFakeWorld({ writes: () => 300, msPerWrite: 5 });

    await withJob(env, world, async (job) => {
      await job.configure();
      await until(() => world.written.length > 10, { what: 'some writes' });
      await job.handle.signal('pause');
      await until(async () => (await pendingActivities(job.cycle(1))) === 0, { what: 'the cycle to stop' });
      await job.handle.signal('restart');
      await job.statusWhen('the second cycle', hasEnded(2));

      expect(world.endings).toEqual(['cancelled', 'succeeded']);
    });
  });

  it('goes on after a cycle that somebody cancelled or terminated by hand', async () => {
    const world = aFakeWorld({ writes: (cycle) => (cycle <= 2 ? 300 : 0), msPerWrite: 5 });

    await withJob(env, world, async (job) => {
      await job.configure({ interval: '1s' });
      await until(() => world.written.some((operation) => operation.startsWith('1/')), { what: 'cycle 1' });
      await job.cycle(1).cancel();
      await until(() => world.written.some((operation) => operation.startsWith('2/')), { what: 'cycle 2' });
      await job.cycle(2).terminate('by hand');
      await job.statusWhen('the third cycle', hasEnded(3));

      expect(world.cycles.slice(0, 3).map(({ kind }) => kind)).toEqual(['initial', 'initial', 'initial']);
    });
  });

  it.each([
    ['pause', [{ reason: 'lunch' }]],
    ['restart', [null]],
    ['restart', ['Escrows']],
    ['restart', [[1, 2]]],
    ['cycleProgress', [null]],
    ['cycleProgress', ['1']],
  ])('is not held up by %s %j', async (signal, args) => {
    await withJob(env, aFakeWorld(), async (job) => {
      await job.configure({ provisioningStatus: 'off' });
      await job.handle.signal(signal, ...args);

      expect(await job.status()).toMatchObject({ app: job.appId });
      await job.handle.signal('start');
      await job.statusWhen('a cycle', hasEnded(1));
    });
  });

  it('ends when it is cancelled, after its running cycle', async () => {
    const world = aFakeWorld({ writes: () => 300, msPerWrite: 5 });

    await withJob(env, world, async (job) => {
      await job.configure();
      await until(() => world.written.length > 10, { what: 'some writes' });
      await job.handle.cancel();
      await until(async () => (await job.handle.describe()).status.name === 'CANCELLED', { what: 'the end' });

      expect(world.endings).toEqual(['cancelled']);
      expect((await job.cycle(1).describe()).status.name).toBe('CANCELLED');
    });
  });
});

async function pendingActivities(cycle: {
  describe(): Promise<{ raw: { pendingActivities?: unknown[] | null } }>;
}) {
  return (await cycle.describe()).raw.pendingActivities?.length ?? 0;
}

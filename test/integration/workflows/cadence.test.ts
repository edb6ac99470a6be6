import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { SynchronizationStatus } from '../../../workflows/contract.js';
import { withWorker } from '../../support/temporal.js';
import { startTimeSkipping, timeSkippingMissing } from '../../support/time-skipping.js';
import { until } from '../../support/until.js';
import { aConfiguration } from '../../support/a-configuration.js';
import { aFakeWorld } from './fake-activities.js';
import { registerSearchAttributes } from './skipping-system.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SLACK = 5_000;

(timeSkippingMissing === null ? describe : describe.skip)('the cadence of a job', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await startTimeSkipping();
    await registerSearchAttributes(env);
  });
  afterAll(async () => {
    await env.teardown();
  });

  it('is forty minutes from start to start, for a day; a pause of a week has no cycle; a signal wakes', async () => {
    const { activities } = aFakeWorld();
    const world = { ...activities };
    const starts: number[] = [];
    world.finishCycle = async (cycle) => {
      starts.push(await env.currentTimeMs());
      return activities.finishCycle(cycle);
    };

    await withWorker(env, world, async (taskQueue) => {
      const job = await env.client.workflow.start('provisioningJob', {
        workflowId: 'provisioning-job/dialpad',
        taskQueue,
        args: [{ appId: 'dialpad' }],
      });
      const status = (): Promise<SynchronizationStatus> => job.query('status');
      await job.executeUpdate('configure', { args: [{ configuration: aConfiguration() }] });
      await until(() => starts.length === 1, { what: 'the first cycle' });
      await env.sleep(DAY + 10 * MINUTE);

      expect(starts).toHaveLength(37);
      const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
      for (const gap of gaps) expect(Math.abs(gap - 40 * MINUTE)).toBeLessThan(SLACK);
      expect(Math.abs((starts[36] ?? 0) - (starts[0] ?? 0) - DAY)).toBeLessThan(SLACK);

      await job.signal('pause');
      await until(async () => (await status()).code === 'Paused', { what: 'the pause' });
      const count = starts.length;
      await env.sleep('7 days');
      expect(starts).toHaveLength(count);

      await job.signal('start');
      await until(() => starts.length === count + 1, { what: 'the cycle that was due' });
      await env.sleep('10 minutes');
      await job.signal('provisionNow');
      await until(() => starts.length === count + 2, { what: 'the cycle that was asked for' });
      await until(async () => (await status()).nextCycleAt !== null, { what: 'the sleep' });

      const { lastExecution, nextCycleAt } = await status();
      const wait = Date.parse(nextCycleAt ?? '') - Date.parse(lastExecution?.timeBegan ?? '');
      expect(wait).toBe(40 * MINUTE);

      await job.executeUpdate('configure', { args: [{ configuration: aConfiguration({ interval: '6h' }) }] });
      expect(
        Date.parse((await status()).nextCycleAt ?? '') - Date.parse(lastExecution?.timeBegan ?? ''),
      ).toBe(360 * MINUTE);
      await env.sleep('5 hours');
      expect(starts).toHaveLength(count + 2);
      await job.terminate();
    });
  }, 240_000);
});

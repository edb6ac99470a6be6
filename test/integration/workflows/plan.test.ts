import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { PlanResult } from '../../../workflows/contract.js';
import { connect } from '../../support/temporal.js';
import { until } from '../../support/until.js';
import { aFakeWorld } from './fake-activities.js';
import { hasEnded, withJob, type JobUnderTest } from './job-under-test.js';

describe("a plan of a job's next cycle", () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await connect();
  });
  afterAll(async () => {
    await env.teardown();
  });

  const planned = (job: JobUnderTest): Promise<PlanResult> => job.handle.executeUpdate('plan');
  const is = (call: string) => (other: string) => other === call;

  it('waits for a cycle that runs, and the next cycle and another plan wait for it', async () => {
    const world = aFakeWorld({ writes: () => 40, msPerWrite: 5 });
    const gate = { isShut: true };
    const { planCycle } = world.activities;
    world.activities.planCycle = async (input) => {
      const result = await planCycle(input);
      await until(() => !gate.isShut, { what: 'the gate to open' });
      return result;
    };

    await withJob(env, world, async (job) => {
      await job.configure();
      await until(() => world.written.length > 0, { what: 'the first write' });
      const first = planned(job);
      const second = planned(job);
      await until(() => world.calls.includes('planCycle'), { what: 'the plan' });

      expect(world.endings).toEqual(['succeeded']);
      await job.handle.signal('provisionNow');
      expect((await job.status()).cycle).toBeNull();
      expect(world.calls.filter(is('planCycle'))).toHaveLength(1);
      expect(world.cycles).toHaveLength(1);

      gate.isShut = false;
      expect(await first).toMatchObject({ kind: 'incremental', counts: { created: 40 } });
      expect((await second).reportId).not.toBe((await first).reportId);
      await job.statusWhen('the cycle that was wanted', hasEnded(2));
      expect(world.calls.filter(is('planCycle'))).toHaveLength(2);
    });
  });

  it('is made of a job that is paused, with what is forgotten before its next cycle', async () => {
    const world = aFakeWorld();
    const scopes: unknown[] = [];
    const { planCycle } = world.activities;
    world.activities.planCycle = (input) => {
      scopes.push([input.number, input.kind, input.scopes]);
      return planCycle(input);
    };

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle', hasEnded(1));
      await job.handle.signal('pause');
      await job.configure({ scope: 'all' });
      await planned(job);

      expect(scopes).toEqual([[2, 'initial', ['QuarantineState', 'Watermark', 'Escrows']]]);
      expect(world.cycles).toHaveLength(1);
      await job.handle.signal('start');
      await job.statusWhen('the next cycle', hasEnded(2));
      expect(world.cycles[1]).toMatchObject({ number: 2, kind: 'initial' });
    });
  });

  it('fails with its cause, and the job goes on', async () => {
    const refused = ApplicationFailure.nonRetryable('Listing users: 401', 'CredentialsRejected');
    const world = aFakeWorld({ failing: (activity) => (activity === 'planCycle' ? refused : undefined) });

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle', hasEnded(1));

      const failure: unknown = await planned(job).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(WorkflowUpdateFailedError);
      expect((failure as WorkflowUpdateFailedError).cause).toMatchObject({ type: 'CredentialsRejected' });

      await job.handle.signal('provisionNow');
      await job.statusWhen('the next cycle', hasEnded(2));
    });
  });

  it('is refused for a job without a configuration', async () => {
    await withJob(env, aFakeWorld(), async (job) => {
      await expect(planned(job)).rejects.toThrow(WorkflowUpdateFailedError);
    });
  });
});

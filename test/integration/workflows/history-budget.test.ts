import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { connect } from '../../support/temporal.js';
import { aFakeWorld } from './fake-activities.js';
import { hasEnded, withJob } from './job-under-test.js';

describe('the history of an initial cycle', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await connect();
  });
  afterAll(async () => {
    await env.teardown();
  });

  it('is short, and grows by at most 6 events and 2 KB per 1,000 users', async () => {
    const small = await initialCycleOf(2_000);
    const large = await initialCycleOf(12_000);

    expect(small.historyLength).toBeLessThan(60);
    expect((large.historyLength - small.historyLength) / 10).toBeLessThanOrEqual(6);
    expect((sizeOf(large) - sizeOf(small)) / 10).toBeLessThanOrEqual(2_048);
  });

  it('costs the job few events', async () => {
    const world = aFakeWorld({ writes: () => 2_000 });

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle', hasEnded(1));
      const before = await job.handle.describe();
      await job.handle.signal('provisionNow');
      await job.statusWhen('the second cycle', hasEnded(2));

      expect((await job.handle.describe()).historyLength - before.historyLength).toBeLessThanOrEqual(24);
    });
  });

  async function initialCycleOf(users: number): Promise<WorkflowExecutionDescription> {
    const descriptions: WorkflowExecutionDescription[] = [];
    const independent = { first: 500, last: users };
    await withJob(env, aFakeWorld({ writes: () => users, independent }), async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle', hasEnded(1));
      descriptions.push(await job.cycle(1).describe());
    });
    const [description] = descriptions;
    if (description === undefined) throw new Error('the cycle was not described');
    return description;
  }
});

const sizeOf = ({ historySize }: WorkflowExecutionDescription): number => historySize ?? Number.NaN;

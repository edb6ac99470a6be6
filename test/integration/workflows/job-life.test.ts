import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { searchAttributes } from '../../../workflows/contract.js';
import { connect } from '../../support/temporal.js';
import { until } from '../../support/until.js';
import { aConfiguration } from '../../support/a-configuration.js';
import { cycleBegins } from './cycle-begins.js';
import { aFakeWorld } from './fake-activities.js';
import { hasEnded, withJob } from './job-under-test.js';

const rejected = ApplicationFailure.nonRetryable('Listing users of the target: 401', 'CredentialsRejected');

describe('the life of a job', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await connect();
  });
  afterAll(async () => {
    await env.teardown();
  });

  it('waits for its first configuration, then runs an initial cycle at once', async () => {
    const world = aFakeWorld({ writes: () => 3 });

    await withJob(env, world, async (job) => {
      expect(await job.status()).toMatchObject({ code: 'NotConfigured', app: job.appId, connector: null });

      await job.configure();
      const status = await job.statusWhen('the first cycle', hasEnded(1));

      expect(world.calls).toEqual([
        'validateCredentials',
        'storeConfiguration',
        'fetchChanges',
        'fetchAssignments',
        'indexTarget',
        'mapAttributes',
        'writeScim',
        'finishCycle',
      ]);
      expect(status).toMatchObject({
        code: 'Active',
        configurationVersion: 1,
        countSuccessiveCompleteFailures: 0,
        lastExecution: { number: 1, kind: 'initial', state: 'Succeeded', countExported: 3 },
        synchronizedEntryCountByType: [{ key: 'User', value: 3 }],
      });
      const { timeBegan } = status.lastExecution ?? { timeBegan: '' };
      expect(Date.parse(status.nextCycleAt ?? '')).toBe(Date.parse(timeBegan) + 40 * 60_000);
    });
  });

  it('writes references in batches of their own, after what they refer to is written', async () => {
    const world = aFakeWorld({ writes: () => 1_001, references: () => 2 });

    await withJob(env, world, async (job) => {
      await job.configure();
      const status = await job.statusWhen('the first cycle', hasEnded(1));

      expect(world.calls.slice(5)).toEqual([
        'mapAttributes',
        'writeScim',
        'writeScim',
        'mapReferences',
        'writeScim',
        'finishCycle',
      ]);
      expect(world.batches).toEqual([
        { first: 1, last: 1_000 },
        { first: 1_001, last: 1_001 },
        { first: 1_002, last: 1_003 },
      ]);
      expect(status.lastExecution).toMatchObject({ state: 'Succeeded', countExported: 1_003 });
    });
  });

  it.each([
    [
      'there are none to be written',
      { writes: () => 1, references: () => 0 },
      ['writeScim', 'mapReferences'],
    ],
    ['there is nothing else to write', { references: () => 1 }, ['mapReferences', 'writeScim']],
    ['the cycle looks at none', { writes: () => 1 }, ['writeScim']],
  ])('plans references and writes them as needed: %s', async (_, options, expected) => {
    const world = aFakeWorld(options);

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle', hasEnded(1));

      expect(world.calls.slice(6, -1)).toEqual(expected);
    });
  });

  it('stays paused when it is configured off, until it is started', async () => {
    const world = aFakeWorld();

    await withJob(env, world, async (job) => {
      await job.configure({ provisioningStatus: 'off' });
      expect(await job.status()).toMatchObject({ code: 'Paused', nextCycleAt: null, cycle: null });

      await job.handle.signal('start');
      await job.statusWhen('the first cycle', hasEnded(1));

      expect(world.cycles.map(({ kind }) => kind)).toEqual(['initial']);
    });
  });

  it('refuses a configuration whose credentials are refused, and changes nothing', async () => {
    const world = aFakeWorld({
      failing: (activity) => (activity === 'validateCredentials' ? rejected : undefined),
    });

    await withJob(env, world, async (job) => {
      const refusal = await job.configure().catch((error: unknown) => error);

      expect(refusal).toBeInstanceOf(WorkflowUpdateFailedError);
      expect((refusal as WorkflowUpdateFailedError).cause).toMatchObject({
        type: 'CredentialsRejected',
        message: 'Listing users of the target: 401',
      });
      expect(await job.status()).toMatchObject({ code: 'NotConfigured', configurationVersion: null });
      expect(world.calls).not.toContain('storeConfiguration');
    });
  });

  it('refuses a configuration of another app before it does anything', async () => {
    const world = aFakeWorld();

    await withJob(env, world, async (job) => {
      const refusal = await job.configure({ id: 'other' }).catch((error: unknown) => error);

      expect((refusal as WorkflowUpdateFailedError).cause).toMatchObject({ type: 'ConfigurationInvalid' });
      expect(world.calls).toEqual([]);
    });
  });

  it('tries credentials on request: the given ones, or its own', async () => {
    const world = aFakeWorld();

    await withJob(env, world, async ({ handle, appId, configure }) => {
      await expect(handle.executeUpdate('validateCredentials')).rejects.toThrow(WorkflowUpdateFailedError);

      const configuration = aConfiguration({ id: appId });
      const answer = await handle.executeUpdate('validateCredentials', { args: [{ configuration }] });
      expect(answer).toEqual({ checks: [{ system: 'target', detail: 'answered' }] });

      await configure({ provisioningStatus: 'off' });
      expect(await handle.executeUpdate('validateCredentials')).toEqual(answer);
    });
  });

  it('repeats a failed initial cycle as an initial one, and tells each, on workers without quarantine', async () => {
    const failing = (activity: string, cycle: number) =>
      activity === 'fetchAssignments' && cycle <= 2 ? rejected : undefined;
    const world = aFakeWorld({ failing, reported: () => ({}) });

    await withJob(env, world, async (job) => {
      await job.configure({ interval: '1s' });
      const failed = await job.statusWhen(
        'two failures',
        ({ countSuccessiveCompleteFailures: n }) => n === 2,
      );
      expect(failed).toMatchObject({
        code: 'NotRun',
        lastExecution: {
          state: 'Failed',
          error: {
            code: 'CredentialsRejected',
            message: 'Listing users of the target: 401',
            tenantActionable: true,
          },
        },
        lastSuccessfulExecution: null,
      });

      await job.statusWhen('a fourth cycle', hasEnded(4));

      expect(world.cycles.slice(0, 4).map(({ kind }) => kind)).toEqual([
        'initial',
        'initial',
        'initial',
        'incremental',
      ]);
      expect(world.endings.slice(0, 3)).toEqual([
        'failed CredentialsRejected',
        'failed CredentialsRejected',
        'succeeded',
      ]);
      expect(world.notified).toEqual(['CredentialsRejected', 'CredentialsRejected']);
      expect(await job.status()).toMatchObject({ code: 'Active', countSuccessiveCompleteFailures: 0 });
    });
  });

  it('runs an initial cycle at once after a change that needs one, and only then', async () => {
    const world = aFakeWorld();

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle', hasEnded(1));
      await job.configure({ interval: '6h' });
      await job.configure({ interval: '6h', scope: 'all' });
      await job.statusWhen('the second cycle', hasEnded(2));

      expect(world.cycles).toMatchObject([
        { number: 1, kind: 'initial', configurationVersion: 1 },
        { number: 2, kind: 'initial', configurationVersion: 3 },
      ]);
      expect(world.resets).toEqual([['QuarantineState', 'Watermark', 'Escrows']]);
    });
  });

  it('starts or pauses by configuration only when the provisioning status itself changed', async () => {
    const world = aFakeWorld();

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.handle.signal('pause');
      await job.configure({ interval: '6h' });
      expect(await job.status()).toMatchObject({ code: 'Paused' });

      await job.configure({ interval: '6h', provisioningStatus: 'off' });
      await job.configure({ interval: '6h', provisioningStatus: 'on' });

      await job.statusWhen('the job to be active', ({ code }) => code === 'Active');
    });
  });

  it('can be found by its search attributes, and its page tells how it stands', async () => {
    await withJob(env, aFakeWorld({ writes: () => 2 }), async (job) => {
      await job.configure();
      const { lastExecution } = await job.statusWhen('the first cycle', hasEnded(1));

      const { typedSearchAttributes: found } = await job.handle.describe();
      expect(found.get(searchAttributes.app)).toBe(job.appId);
      expect(found.get(searchAttributes.connector)).toBe('dialpad');
      expect(found.get(searchAttributes.status)).toBe('Active');
      expect(found.get(searchAttributes.lastSuccess)?.toISOString()).toBe(lastExecution?.timeEnded);

      const page = await job.handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
      expect(page.currentDetails).toContain('Last cycle: 1 (initial)');
    });
  });

  it('continues as new without losing its pause, its configuration or a cycle', async () => {
    const world = aFakeWorld();

    await withJob(env, world, async (job) => {
      await job.configure({ interval: '1s' });
      const first = await job.handle.describe();
      await until(async () => (await job.handle.describe()).runId !== first.runId, {
        what: 'the job to continue as new',
        timeoutMs: 45_000,
      });
      await job.handle.signal('pause');
      const paused = await job.statusWhen('the pause', ({ code }) => code === 'Paused');

      const numbers = world.cycles.map(({ number }) => number);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      expect(paused).toMatchObject({
        configurationVersion: 1,
        lastSuccessfulExecution: { state: 'Succeeded' },
      });
      expect(await job.handle.query('configuration')).toEqual(
        aConfiguration({ id: job.appId, interval: '1s' }),
      );
      const begins = await cycleBegins(env.client, job.appId);
      // The pause may have come before the last one's first activity.
      expect(begins.length).toBeGreaterThanOrEqual(numbers.length);
      const gaps = begins.slice(1).map((at, index) => at - (begins[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    });
  }, 90_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { notificationWorkflowId, searchAttributes } from '../../../workflows/contract.js';
import { connect } from '../../support/temporal.js';
import { until } from '../../support/until.js';
import { aFakeWorld, wellReported } from './fake-activities.js';
import { hasEnded, withJob, type JobUnderTest } from './job-under-test.js';

const rejected = ApplicationFailure.nonRetryable('Listing users of the target: 401', 'CredentialsRejected');
const down = ApplicationFailure.retryable('The target does not answer', 'TargetUnavailable');
const WITH_MAIL = { notification: { email: { env: 'MAIL_ADDRESS' }, onFailure: true } } as const;

/** A world whose target refuses whoever asks, as long as it `isDown`. */
function aBrokenWorld(failure = rejected) {
  const target = { isDown: false };
  const world = aFakeWorld({
    writes: () => 1,
    failing: (activity) =>
      target.isDown && (activity === 'writeScim' || activity === 'validateCredentials') ? failure : undefined,
  });
  return { ...world, target };
}

describe('a job in quarantine', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await connect();
  });
  afterAll(async () => {
    await env.teardown();
  });

  /** A job whose second cycle failed. */
  async function inQuarantine(
    world: ReturnType<typeof aBrokenWorld>,
    body: (job: JobUnderTest) => Promise<void>,
  ): Promise<void> {
    await withJob(env, world, async (job) => {
      await job.configure(WITH_MAIL);
      await job.statusWhen('the first cycle', hasEnded(1));
      world.target.isDown = true;
      await job.handle.signal('provisionNow');
      await job.statusWhen('the quarantine', ({ quarantine }) => quarantine !== null);
      world.calls.length = 0;
      await body(job);
    });
  }
  const seriesCount = (count: number) => async (job: JobUnderTest) =>
    job.statusWhen(`attempt ${count}`, ({ quarantine }) => quarantine?.seriesCount === count);

  it('can be found by its reason, tells it by one mail, and goes on after start with one request first', async () => {
    const world = aBrokenWorld();
    await inQuarantine(world, async (job) => {
      const reasonOf = async () =>
        (await job.handle.describe()).typedSearchAttributes.get(searchAttributes.quarantineReason);
      expect(await reasonOf()).toBe('EncounteredQuarantineException');
      await until(() => world.notified.length > 0, { what: 'the mail' });
      const { quarantine } = await job.status();
      const began = Date.parse(quarantine?.seriesBegan ?? '');
      const mail = env.client.workflow.getHandle(notificationWorkflowId(job.appId, `quarantine/${began}/0`));
      expect(await mail.result()).toEqual({ sent: true });

      await job.handle.signal('provisionNow');
      await seriesCount(1)(job);
      expect(world.calls.filter((call) => call !== 'sendJobNotification')).toEqual(['validateCredentials']);
      world.calls.length = 0;
      world.target.isDown = false;
      await job.handle.signal('start');
      await job.statusWhen('the third cycle', hasEnded(3));

      expect(world.calls.slice(0, 2)).toEqual(['validateCredentials', 'fetchChanges']);
      expect(await job.status()).toMatchObject({ code: 'Active', quarantine: null });
      expect(await reasonOf()).toBeUndefined();
      expect(world.notified).toEqual(['quarantined']);
    });
  });

  it('asks a target that is down once an attempt, though time may heal it', async () => {
    const world = aBrokenWorld(down);
    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle', hasEnded(1));
      await job.handle.signal('quarantine');
      world.target.isDown = true;
      world.calls.length = 0;
      for (const attempt of [1, 2]) {
        await job.handle.signal('provisionNow');
        await seriesCount(attempt)(job);
      }

      expect(world.calls).toEqual(['validateCredentials', 'validateCredentials']);
      expect(await job.status()).toMatchObject({ quarantine: { error: { code: 'TargetUnavailable' } } });
    });
  });

  it('loses no start that comes while an attempt is under way', async () => {
    const world = aBrokenWorld();
    await inQuarantine(world, async (job) => {
      const { validateCredentials } = world.activities;
      let answer = (): void => undefined;
      world.activities.validateCredentials = async (input) => {
        const outcome = validateCredentials(input);
        outcome.catch(() => undefined);
        world.activities.validateCredentials = validateCredentials;
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return outcome;
      };
      await job.handle.signal('provisionNow');
      await until(() => world.calls.includes('validateCredentials'), { what: 'the attempt' });
      world.target.isDown = false;
      await job.handle.signal('start');
      answer();
      const status = await job.statusWhen('the third cycle', hasEnded(3));

      expect(status).toMatchObject({ code: 'Active', lastExecution: { state: 'Succeeded' } });
    });
  });

  it.each([
    ['None', { resetScope: 'None' }, []],
    ['nothing', undefined, [['QuarantineState', 'Watermark', 'Escrows']]],
    ['QuarantineState', { resetScope: 'QuarantineState' }, [['QuarantineState']]],
  ])('leaves it by a restart with %s', async (_, input, resets) => {
    const world = aBrokenWorld();
    await inQuarantine(world, async (job) => {
      world.target.isDown = false;
      await job.handle.signal('restart', ...(input === undefined ? [] : [input]));
      const status = await job.statusWhen('the third cycle', hasEnded(3));

      expect(status).toMatchObject({ code: 'Active', quarantine: null });
      expect(world.resets).toEqual(resets);
    });
  });

  it('stays in it after a restart of anything else, whose attempt comes at once', async () => {
    const world = aBrokenWorld();
    await inQuarantine(world, async (job) => {
      const before = await job.status();
      await job.handle.signal('restart', { resetScope: 'Escrows' });
      const status = await seriesCount(1)(job);

      expect(status.quarantine?.seriesBegan).toBe(before.quarantine?.seriesBegan);
      // What was to be forgotten is forgotten before the next cycle, whenever that is.
      expect(world.resets).toEqual([]);
      world.target.isDown = false;
      await job.handle.signal('start');
      await job.statusWhen('the third cycle', hasEnded(3));
      expect(world.resets).toEqual([['Escrows']]);
    });
  });

  it('enters it as soon as a worker that knows it has summed up a cycle', async () => {
    const world = aFakeWorld({
      failing: (activity, cycle) => (activity === 'writeScim' && cycle > 1 ? rejected : undefined),
      writes: () => 1,
      reported: (cycle) => (cycle < 3 ? {} : wellReported),
    });
    await withJob(env, world, async (job) => {
      await job.configure({ ...WITH_MAIL, interval: '1s' });
      const status = await job.statusWhen('the quarantine', ({ quarantine }) => quarantine !== null);

      expect(status).toMatchObject({ lastExecution: { number: 3 }, countSuccessiveCompleteFailures: 2 });
      await until(() => world.notified.length === 2, { what: 'both mails' });
      expect(world.notified).toEqual(['CredentialsRejected', 'quarantined']);
    });
  });

  it('waits there for its next attempt after a cycle that somebody cancelled', async () => {
    const world = aFakeWorld({ writes: (cycle) => (cycle === 2 ? 400 : 0), msPerWrite: 5 });
    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle', hasEnded(1));
      await job.handle.signal('quarantine');
      await job.handle.signal('provisionNow');
      await until(() => world.written.length > 0, { what: 'the second cycle' });
      await job.cycle(2).cancel();
      await job.statusWhen('its end', ({ cycle, nextCycleAt }) => cycle === null && nextCycleAt !== null);

      expect(world.endings).toEqual(['succeeded', 'cancelled']);
      expect(await job.status()).toMatchObject({ quarantine: { reason: 'QuarantinedOnDemand' } });
    });
  });
});

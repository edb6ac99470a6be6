import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { run } from '../../../src/cli/run.js';
import { required } from '../../support/required.js';
import { connect } from '../../support/temporal.js';
import { until } from '../../support/until.js';
import { recordingTerminal } from '../../unit/cli/recording-terminal.js';
import { aFakeWorld } from '../workflows/fake-activities.js';
import { holdingDeletions } from '../workflows/holding-deletions.js';
import { hasEnded, withJob } from '../workflows/job-under-test.js';

describe('scimflow deletes', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await connect();
  });
  afterAll(async () => {
    await env.teardown();
  });

  it('lists what waits and how to answer', async () => {
    const world = holdingDeletions(aFakeWorld().activities);

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle to end', hasEnded(1));

      const { exitCode, output } = await scimflow('deletes', job.appId);

      expect(exitCode).toBe(0);
      expect(output.split('\n')).toEqual([
        `${job.appId}: 3 disables and 2 deletes held back since cycle 1.`,
        '',
        expect.stringContaining(`scimflow logs ${job.appId} --action staged`),
        expect.stringContaining(`scimflow deletes ${job.appId} allow`),
        expect.stringContaining(`scimflow deletes ${job.appId} reject`),
      ]);
      expect(world.answers).toEqual([]);
    });
  });

  it.each([
    ['allow', 'allowed', 'a cycle carries out what is still due'],
    ['reject', 'rejected', 'the accounts stay until the source changes'],
  ])('passes %s on, and once nothing waits sends nothing any more', async (answer, told, effect) => {
    const world = holdingDeletions(aFakeWorld().activities);

    await withJob(env, world, async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle to end', hasEnded(1));

      const first = await scimflow('deletes', job.appId, answer);
      expect(first).toMatchObject({ exitCode: 0, errors: '' });
      expect(first.output).toContain(`3 disables and 2 deletes held back since cycle 1: ${told}`);
      expect(first.output).toContain(effect);
      await until(() => world.answers.length > 0, { what: 'the answer' });
      expect(world.answers).toEqual([told]);
      await job.statusWhen('nothing to wait', ({ stagedDeletions }) => stagedDeletions === null);

      const second = await scimflow('deletes', job.appId, answer, '-o', 'json');
      expect(second.exitCode).toBe(1);
      expect(JSON.parse(second.output)).toEqual({ app: job.appId, stagedDeletions: null, answer: null });
      expect(await signalsOf(job.handle)).toEqual([`${answer}Deletes`]);
    });
  });

  it('says that nothing waits, and that is no failure unless somebody wanted to answer', async () => {
    await withJob(env, aFakeWorld(), async (job) => {
      await job.configure();
      await job.statusWhen('the first cycle to end', hasEnded(1));

      expect(await scimflow('deletes', job.appId)).toEqual({
        exitCode: 0,
        output: `${job.appId}: nothing waits for an answer.`,
        errors: '',
      });
      expect(await scimflow('deletes', job.appId, 'allow')).toMatchObject({ exitCode: 1 });
      expect(await signalsOf(job.handle)).toEqual([]);
    });
  });

  it('knows no other answers, and no app without a job', async () => {
    expect(await scimflow('deletes', 'dialpad', 'maybe')).toMatchObject({ exitCode: 2 });
    const unknown = await scimflow('deletes', 'nobody', 'allow');
    expect(unknown.exitCode).toBe(1);
    expect(unknown.errors).toContain('There is no job for app nobody.');
  });
});

async function scimflow(...args: readonly string[]) {
  const terminal = recordingTerminal({ TEMPORAL_ADDRESS: required('TEST_TEMPORAL_ADDRESS') });
  const exitCode = await run(args, terminal);
  return { exitCode, output: terminal.output(), errors: terminal.errors() };
}

/** The signals that people sent to a job. */
async function signalsOf(handle: WorkflowHandle): Promise<readonly string[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? [])
    .flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName ?? [])
    .filter((name) => name !== 'cycleProgress');
}

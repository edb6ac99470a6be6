import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { MockActivityEnvironment, type TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { startMailCatcher, type RunningMailCatcher } from '../../../src/emulators/mail/index.js';
import { connect } from '../../support/temporal.js';
import { until } from '../../support/until.js';
import { historyText, openPostOffice, RECIPIENT, WEB_UI, type PostOffice } from './post-office.js';

describe('a mail that a job hands over', () => {
  let env: TestWorkflowEnvironment;
  let postOffice: PostOffice;
  let catcher: RunningMailCatcher;
  beforeAll(async () => {
    env = await connect();
    postOffice = await openPostOffice(env);
  });
  beforeEach(async () => {
    catcher = await startMailCatcher();
  });
  afterEach(async () => {
    await catcher.stop();
  });
  afterAll(async () => {
    await postOffice.close();
    await env.teardown();
  });

  it('is sent once, however often it is handed over, with a link to the job', async () => {
    const { appId, handle, again } = await postOffice.handOver(catcher.smtpUrl);
    await again();
    await expect(handle.result()).resolves.toEqual({ sent: true });
    await again();
    await expect(handle.result()).resolves.toEqual({ sent: true });

    const [message, ...others] = catcher.messages();
    expect(others).toEqual([]);
    expect(message).toMatchObject({ to: [RECIPIENT] });
    const link = `${WEB_UI}/namespaces/default/workflows/provisioning-job%2F${appId}`;
    expect(message?.text).toContain(link);
    expect(message?.html).toContain(`href="${link}"`);
    expect(message?.text).toContain(`scimflow deletes ${appId} allow`);
  });

  it('goes on trying when the job that handed it over is long over', async () => {
    await catcher.stop();
    const { handle } = await postOffice.handOver(catcher.smtpUrl);

    const failure = await until(
      async () => (await handle.describe()).raw.pendingActivities?.[0]?.lastFailure,
      { what: 'the first attempt' },
    );

    expect(failure.applicationFailureInfo?.type).toBe('MailServerUnavailable');
    await expect(handle.describe()).resolves.toMatchObject({ status: { name: 'RUNNING' } });
    await handle.terminate('the test is over');
  });

  it('has the same id when it is sent twice, because the answer to the first was lost', async () => {
    const { handle, input } = await postOffice.handOver(catcher.smtpUrl);
    await handle.result();
    const attempt = (number: number): Promise<unknown> =>
      new MockActivityEnvironment(
        {
          attempt: number,
          workflowExecution: { workflowId: handle.workflowId, runId: 'the-only' },
          scheduledTimestampMs: Date.parse('2026-03-03T08:05:09Z'),
        },
        { logger: new DefaultLogger('ERROR') },
      ).run(postOffice.activities.sendJobNotification, input);
    catcher.faults.add({ at: 'data', code: 451, isKept: true });

    await expect(attempt(1)).rejects.toMatchObject({ type: 'MailServerUnavailable' });
    await expect(attempt(2)).resolves.toEqual({ sent: true });

    const [, lost, repeated, ...others] = catcher.messages();
    expect(others).toEqual([]);
    expect(repeated?.messageId).toBe(lost?.messageId);
    expect(repeated?.text).toBe(lost?.text);
  });

  it.each(['recipient', 'data'] as const)(
    'is given up at once when the server refuses the %s for good, and says so without the address',
    async (at) => {
      catcher.faults.add({ at, code: 550, times: 100 });
      const { handle, logged } = await postOffice.handOver(catcher.smtpUrl);
      const result: unknown = await handle.result();

      expect(result).toEqual({ sent: false, reason: expect.stringContaining('(550)') as unknown });
      await expect(attemptsOf(handle)).resolves.toBe(1);
      expect(logged()).toContain('(550)');
      expect((await historyText(handle)) + logged()).not.toContain('@contoso.example');
    },
  );

  it('is given up at once when a secret is missing', async () => {
    const { handle } = await postOffice.handOver('');
    await expect(handle.result()).resolves.toEqual({
      sent: false,
      reason: expect.stringMatching(/^The environment variable SECRET_\w+ is empty\.$/) as unknown,
    });
    await expect(attemptsOf(handle)).resolves.toBe(1);
  });
});

async function attemptsOf(mail: WorkflowHandle): Promise<number> {
  const { events } = await mail.fetchHistory();
  const attempts = (events ?? []).flatMap(
    ({ activityTaskStartedEventAttributes: started }) => started?.attempt ?? [],
  );
  return Math.max(...attempts);
}

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { credentialValidationWorkflowId } from '../../../workflows/contract.js';
import { connect, withWorker } from '../../support/temporal.js';
import { aConfiguration } from '../../support/a-configuration.js';
import { aFakeWorld, type FakeOptions } from './fake-activities.js';

describe('validateCredentialsOnce', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await connect();
  });
  afterAll(async () => {
    await env.teardown();
  });

  const tryCredentials = (options: FakeOptions = {}): Promise<unknown> =>
    withWorker(env, aFakeWorld(options).activities, (taskQueue) =>
      env.client.workflow.execute('validateCredentialsOnce', {
        workflowId: credentialValidationWorkflowId('dialpad', randomUUID()),
        taskQueue,
        args: [{ appId: 'dialpad', configuration: aConfiguration() }],
      }),
    );

  it('answers with what was seen', async () => {
    expect(await tryCredentials()).toEqual({ checks: [{ system: 'target', detail: 'answered' }] });
  });

  it.each([
    ['a refusal at once', ApplicationFailure.nonRetryable('Listing users: 401', 'CredentialsRejected')],
    [
      'a target that is down after a few attempts',
      ApplicationFailure.retryable('Listing users: 503', 'TargetUnavailable'),
    ],
  ])('fails with type and message of %s', async (_, failure) => {
    const error = await tryCredentials({ failing: () => failure }).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(WorkflowFailedError);
    expect((error as WorkflowFailedError).cause).toMatchObject({
      type: failure.type,
      message: failure.message,
    });
  });
});

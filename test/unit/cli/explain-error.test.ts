import {
  ServiceError,
  WorkflowFailedError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ActivityFailure, ApplicationFailure, RetryState, WorkflowNotFoundError } from '@temporalio/common';
import { describe, expect, it } from '@jest/globals';
import got from 'got';
import { createServer } from 'node:http';
import { explain, explanationText, stackOf } from '../../../src/cli/explain-error.js';
import { UserError } from '../../../src/cli/user-error.js';
import { ProvisioningFailure } from '../../../src/failures.js';

const surroundings = { address: 'temporal.example:7233', namespace: 'payroll', taskQueue: 'queue-a' };

function refusedByTemporal(code: number, details: string): ServiceError {
  const cause = Object.assign(new Error(`${code}: ${details}`), { code, details, metadata: {} });
  return new ServiceError('Failed to start Workflow', { cause });
}

function failedActivity(cause: ApplicationFailure): ActivityFailure {
  return new ActivityFailure(
    'Activity task failed',
    'validateCredentials',
    '1',
    RetryState.NON_RETRYABLE_FAILURE,
    'w',
    cause,
  );
}

describe('an error becomes a message, a remedy and an exit code', () => {
  it.each([
    ['our own', new UserError('It broke.', { remedy: 'Mend it.' }), 'It broke.\nMend it.', 1],
    [
      'a failure of the surroundings',
      new ProvisioningFailure('StoreUnavailable', 'PostgreSQL does not answer.'),
      'PostgreSQL does not answer.\nCheck DATABASE_URL and the PostgreSQL server.',
      1,
    ],
    [
      'an invalid configuration',
      new ProvisioningFailure('ConfigurationInvalid', 'No such app.'),
      'No such app.',
      2,
    ],
    [
      'a missing job',
      new WorkflowNotFoundError('not found', 'provisioning-job/dialpad', undefined),
      'There is no job for app dialpad.\nRun `scimflow apply',
      1,
    ],
    [
      'an unanswered update',
      new WorkflowUpdateRPCTimeoutOrCancelledError('timeout'),
      'No worker answered in time on task queue queue-a.',
      1,
    ],
    [
      'an unreachable server',
      refusedByTemporal(14, 'No connection established'),
      'The Temporal server at temporal.example:7233 cannot be reached.\nCheck it, and TEMPORAL_ADDRESS.',
      1,
    ],
    [
      'an unanswered query',
      refusedByTemporal(4, 'Deadline exceeded'),
      'No worker answered in time on task queue queue-a.',
      1,
    ],
    [
      'a query nobody polls for',
      refusedByTemporal(9, 'no poller seen for task queue recently'),
      'No worker answered in time',
      1,
    ],
    ['a refused key', refusedByTemporal(16, 'bad key'), 'refused access.\nCheck TEMPORAL_API_KEY', 1],
    [
      'unregistered search attributes',
      refusedByTemporal(3, 'Namespace payroll has no mapping defined for search attribute ProvisioningApp'),
      'temporal operator search-attribute create --namespace payroll --name ProvisioningLastSuccess --type Datetime',
      1,
    ],
    [
      'a failed update',
      new WorkflowUpdateFailedError(
        'Workflow Update failed',
        ApplicationFailure.nonRetryable('The app is another.', 'ConfigurationInvalid'),
      ),
      'ConfigurationInvalid: The app is another.\nMend the configuration',
      2,
    ],
    [
      'a failed workflow',
      new WorkflowFailedError(
        'Workflow execution failed',
        failedActivity(ApplicationFailure.nonRetryable('Refused with 401.', 'CredentialsRejected')),
        RetryState.NON_RETRYABLE_FAILURE,
      ),
      'CredentialsRejected: Refused with 401.\nIssue a new secret token',
      1,
    ],
    [
      'a failure with advice of its own',
      new WorkflowUpdateFailedError(
        'x',
        ApplicationFailure.nonRetryable('Refused.', 'CredentialsRejected', { remedy: 'Ask Dialpad.' }),
      ),
      'CredentialsRejected: Refused.\nAsk Dialpad.',
      1,
    ],
    [
      'anything else',
      new TypeError('x is undefined'),
      'Unexpected error: x is undefined\nRun the command again with SCIMFLOW_DEBUG=1',
      1,
    ],
  ])('%s', (_, error, text, exitCode) => {
    const explanation = explain(error, surroundings);

    expect(explanationText(explanation)).toContain(text);
    expect(explanation.exitCode).toBe(exitCode);
  });

  it('a remedy that the message has told already is not told again', () => {
    const { remedy } = new ProvisioningFailure('CredentialsRejected', 'x');
    const error = new WorkflowUpdateFailedError(
      'x',
      ApplicationFailure.nonRetryable(`Refused. ${remedy}`, 'CredentialsRejected'),
    );

    expect(explanationText(explain(error, surroundings)).split(remedy)).toHaveLength(2);
  });
});

describe('an HTTP error that nobody translated', () => {
  it('shows neither token, nor body, nor query, not even with its stack', async () => {
    const server = createServer((_, response) => response.writeHead(418).end('body-secret'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const url = `http://127.0.0.1:${port}/Users?filter=alice@contoso.example`;

    const error: unknown = await got(url, {
      headers: { authorization: 'Bearer token-secret' },
      retry: { limit: 0 },
    }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    await new Promise((resolve) => server.close(resolve));

    const shown = explanationText(explain(error, surroundings)) + stackOf(error);
    expect(shown).toContain('418');
    expect(shown).not.toMatch(/secret|alice/);
  });
});

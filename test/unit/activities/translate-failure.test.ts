import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { translateFailure } from '../../../activities/translate-failure.js';
import { ProvisioningFailure } from '../../../src/failures.js';

describe('an error on its way into history', () => {
  it('keeps type, message, remedy and the wait that was asked for', () => {
    const failure = new ProvisioningFailure('TargetThrottled', 'Dialpad throttles.', { retryAfterMs: 3_000 });

    expect(translateFailure(failure)).toMatchObject({
      type: 'TargetThrottled',
      message: 'Dialpad throttles. Nothing: scimflow waits as long as the target asks.',
      nonRetryable: false,
      nextRetryDelay: 3_000,
    });
  });

  it('is not retried where time does not heal', () => {
    const failure = new ProvisioningFailure('CredentialsRejected', 'Refused.');

    expect(translateFailure(failure)).toMatchObject({ type: 'CredentialsRejected', nonRetryable: true });
  });

  it.each(['ECONNREFUSED', '57P01', '08006'])('with code %s is the store being away', (code) => {
    const error = Object.assign(new Error('connect to db.internal'), { code });

    expect(translateFailure(error)).toMatchObject({ type: 'StoreUnavailable', nonRetryable: false });
  });

  it('comes without its message when nobody foresaw it', () => {
    const error = new TypeError('Cannot read ada@contoso.example');

    const translated = translateFailure(error);

    expect(translated).toMatchObject({ type: 'InternalError' });
    expect(translated.message).not.toContain('ada');
    expect(translated.cause).toBeUndefined();
  });

  it.each([
    new CancelledFailure('paused'),
    ApplicationFailure.create({ type: 'Own' }),
    new DOMException('aborted', 'AbortError'),
  ])('passes unchanged when Temporal knows it: %s', (error) => {
    expect(translateFailure(error)).toBe(error);
  });
});

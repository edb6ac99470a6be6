import { TestWorkflowEnvironment } from '@temporalio/testing';
import { required } from './required.js';
import { installRuntime } from './temporal.js';
import { until } from './until.js';

/**
 * Why no time-skipping test can run here, or null when they can. Meant for
 * `(timeSkippingMissing === null ? describe : describe.skip)(…)`; the setup has said it loudly.
 */
export const timeSkippingMissing: string | null = process.env['TEST_TIME_SKIPPING_MISSING'] ?? null;

/**
 * Starts a server whose clock jumps whenever every workflow waits. Time belongs to the server, so it takes one for each
 * test file. End it with `teardown()`.
 */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  installRuntime();
  // The SDK gives it five seconds, which a busy machine may need for something else.
  return until(
    () =>
      TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path: required('TEST_TIME_SKIPPING_SERVER') } },
      }),
    { timeoutMs: 50_000, what: 'the time-skipping server' },
  );
}

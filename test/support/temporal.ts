import { randomUUID } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import { required } from './required.js';

let isRuntimeInstalled = false;

/** A connection to the run's Temporal dev server. Call its `teardown()` in `afterAll`. */
export async function connect(): Promise<TestWorkflowEnvironment> {
  installRuntime();
  return TestWorkflowEnvironment.createFromExistingServer({ address: required('TEST_TEMPORAL_ADDRESS') });
}

/**
 * Runs a worker with our workflows and the given activities for as long as `body` takes. The task queue is its own,
 * so that test files may run side by side.
 */
export async function withWorker<T>(
  env: TestWorkflowEnvironment,
  activities: object,
  body: (taskQueue: string) => Promise<T>,
  options: Partial<WorkerOptions> = {},
): Promise<T> {
  const taskQueue = options.taskQueue ?? `test-${randomUUID()}`;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    workflowBundle: { codePath: required('TEST_WORKFLOW_BUNDLE') },
    activities,
    ...options,
    taskQueue,
  });
  return worker.runUntil(body(taskQueue));
}

/** The SDK's runtime speaks only of errors, and leaves signals to jest. Can be set once a test file. */
export function installRuntime(): void {
  if (isRuntimeInstalled) return;
  isRuntimeInstalled = true;
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
}

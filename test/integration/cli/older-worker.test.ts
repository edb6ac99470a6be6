import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { run } from '../../../src/cli/run.js';
import { jobWorkflowId } from '../../../workflows/contract.js';
import { required } from '../../support/required.js';
import { connect, withWorker } from '../../support/temporal.js';
import { recordingTerminal } from '../../unit/cli/recording-terminal.js';

describe('the command line in an upgrade, while a worker of the version before answers', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await connect();
  });
  afterAll(async () => {
    await env.teardown();
  });

  it('shows how the job stands, and that nothing waits', async () => {
    const app = `older-${randomUUID().slice(0, 8)}`;
    const workflowsPath = fileURLToPath(new URL('./older-workflows.ts', import.meta.url));
    const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
    const terminal = recordingTerminal({ TEMPORAL_ADDRESS: required('TEST_TEMPORAL_ADDRESS') });

    await withWorker(
      env,
      {},
      async (taskQueue) => {
        const handle = await env.client.workflow.start('provisioningJob', {
          workflowId: jobWorkflowId(app),
          taskQueue,
          args: [],
        });
        try {
          expect(await run(['status', app], terminal)).toBe(0);
          expect(await run(['deletes', app], terminal)).toBe(0);
          expect(await run(['deletes', app, 'allow'], terminal)).toBe(1);
        } finally {
          await handle.terminate('the test is over');
        }
      },
      { workflowBundle },
    );

    expect(terminal.output()).toMatch(/state +active\n +accounts linked +3\n/);
    expect(terminal.output()).toContain('nothing waits for an answer');
    expect(terminal.errors()).toBe('');
  });
});

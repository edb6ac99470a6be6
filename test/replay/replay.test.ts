import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { required } from '../support/required.js';
import { installRuntime } from '../support/temporal.js';

const folder = new URL('./histories/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

describe('recorded histories', () => {
  installRuntime();

  it.each(names)('%s replays', async (name) => {
    const workflowBundle = { codePath: required('TEST_WORKFLOW_BUNDLE') };

    await Worker.runReplayHistory({ workflowBundle }, JSON.parse(textOf(name)));
  });

  it('would not replay on workflows that were changed without care', async () => {
    const workflowsPath = fileURLToPath(new URL('./changed-workflows.ts', import.meta.url));
    const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
    const replay = Worker.runReplayHistory({ workflowBundle }, JSON.parse(textOf('cycle-initial.json')));

    await expect(replay).rejects.toThrow(DeterminismViolationError);
  });

  it.each(names)('%s holds no folder and no address of the machine it was recorded on', (name) => {
    expect(textOf(name)).not.toMatch(/stackTrace|file:\/\/|\/(home|root|work|tmp|Users)\/|127\.0\.0\.1/);
  });
});

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WorkerOptions } from '@temporalio/worker';
import { modulePath } from './module-path.js';

/** Where the build leaves the workflow bundle, beside this module's compiled form. */
export const bundlePath = fileURLToPath(new URL('./workflow-bundle.cjs', import.meta.url));

export type WorkflowCode = Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'>;

/** The workflow code a worker runs: the bundle of the build, or bundled now from the sources. */
export function workflowCode(): WorkflowCode {
  return existsSync(bundlePath)
    ? { workflowBundle: { codePath: bundlePath } }
    : { workflowsPath: modulePath('../../workflows/index', import.meta.url) };
}

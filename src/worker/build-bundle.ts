import { writeFile } from 'node:fs/promises';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { modulePath } from './module-path.js';
import { bundlePath } from './workflow-bundle.js';

const { code } = await bundleWorkflowCode({
  workflowsPath: modulePath('../../workflows/index', import.meta.url),
  logger: new DefaultLogger('WARN'),
});
await writeFile(bundlePath, code);

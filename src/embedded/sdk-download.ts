import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isExecutable } from './find-executable.js';
import { runBounded } from './run-bounded.js';

export interface SdkDownload {
  readonly server: 'createLocal' | 'createTimeSkipping';
  /** "v1.5.1", or "default" for the one that fits the SDK. */
  readonly version: string;
  /** Empty, or holding nothing but what an earlier download left. */
  readonly directory: string;
  readonly timeoutMs: number;
}

/**
 * Lets the Temporal SDK download one of its test servers and returns the path of the program it left. The SDK only
 * downloads in order to start, so it starts one on a throw-away port and stops it. A process of its own does that:
 * it can be ended when the network hangs, and the SDK's runtime may be configured only once in ours.
 */
export async function downloadWithSdk(download: SdkDownload): Promise<string> {
  const testing = createRequire(import.meta.url).resolve('@temporalio/testing');
  const script = `
    const { TestWorkflowEnvironment } = require(${JSON.stringify(testing)});
    const executable = ${JSON.stringify({
      type: 'cached-download',
      version: download.version,
      downloadDir: download.directory,
      ttl: '3650 days',
    })};
    TestWorkflowEnvironment.${download.server}({ server: { executable } })
      .then((environment) => environment.teardown())
      .catch((error) => { console.error(String(error.message).split('\\n')[0]); process.exitCode = 1; });`;
  await runBounded({
    command: process.execPath,
    args: ['--input-type=commonjs', '--eval', script],
    cwd: dirname(testing),
    env: { ...process.env, NODE_OPTIONS: '' },
    timeoutMs: download.timeoutMs,
  });
  for (const name of await readdir(download.directory)) {
    const path = join(download.directory, name);
    if (await isExecutable(path)) return path;
  }
  throw new Error('the download left no program');
}

import type { RunWithServers } from './global-setup.js';

/** Runs once after the last test file: closing the pipe tells the servers' process to stop them all. */
export default async function globalTeardown(): Promise<void> {
  const run = globalThis as RunWithServers;
  const host = run.testServers;
  delete run.testServers;
  if (host === undefined || host.exitCode !== null) return;
  await new Promise((resolve) => {
    host.once('exit', resolve);
    host.stdin?.end();
  });
}

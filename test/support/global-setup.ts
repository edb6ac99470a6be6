import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Kept for the teardown: jest runs both in one process. */
export interface RunWithServers {
  testServers?: ChildProcess;
}

/**
 * Starts the run's servers once before the first test file, however many jest projects ask for them. They live in a
 * process of their own, run by tsx: jest transforms this file alone, not what it imports; and should jest be killed,
 * that process notices and cleans up.
 */
export default async function globalSetup(): Promise<void> {
  const run = globalThis as RunWithServers;
  if (run.testServers !== undefined) return;
  const script = fileURLToPath(new URL('./run-servers.ts', import.meta.url));
  const host = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  run.testServers = host;
  const environment = await firstLine(host);
  Object.assign(process.env, JSON.parse(environment));
}

/** What the process prints when all servers are up. */
async function firstLine(host: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    host.once('exit', (code) => {
      reject(new Error(`the test servers could not be started (exit code ${code ?? 'unknown'}); see above`));
    });
    host.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
      const end = printed.indexOf('\n');
      if (end >= 0) resolve(printed.slice(0, end));
    });
  });
}

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { superviseWorker } from '../../src/cli/start/supervised-worker.js';
import type { Teardown } from '../../src/cli/start/teardown.js';
import { BUILT_COMMAND } from './built-worker.js';
import { peakRssMb } from './processes.js';
import type { Servers } from './servers.js';

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

/** One worker process, the one that users run. */
export interface BenchWorker {
  readonly pid: number | undefined;
  /** The most it held until it took work. */
  readonly startRssMb: number | null;
  /** Rejects when it died: nothing measured counts then. */
  readonly failure: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Starts a worker and waits until it asks for work.
 * @param secrets what the configurations refer to, for its environment.
 */
export async function startWorker(
  servers: Servers,
  client: Client,
  options: {
    readonly databaseUrl: string;
    readonly secrets: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  },
  teardown: Teardown,
): Promise<BenchWorker> {
  const { databaseUrl, secrets, signal } = options;
  const { address, taskQueue } = servers.settings;
  let died: (error: Error) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => {
    died = reject;
  });
  failure.catch(() => undefined);
  const worker = superviseWorker({
    env: {
      ...environmentOfOurs(),
      ...secrets,
      DATABASE_URL: databaseUrl,
      SCIMFLOW_API_PORT: '0',
      TEMPORAL_ADDRESS: address,
    },
    logFile: join(servers.dataDir, 'worker.log'),
    args: [BUILT_COMMAND, 'worker'],
    note: () => {
      died(new Error('A worker died on the way: nothing measured counts.'));
    },
  });
  worker.failure.catch(died);
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await worker.stop();
  };
  teardown.add('worker', stop);
  const pid = worker.pid();
  await Promise.race([untilListening(client, taskQueue, pid, signal), failure]);
  worker.cameUp();
  return { pid, startRssMb: await peakRssMb(pid), failure, stop };
}

/** Others may listen on the same queue: each is known by the process id that its identity begins with. */
async function untilListening(
  client: Client,
  taskQueue: string,
  pid: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const { pollers } = await client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name: taskQueue },
    });
    if (pollers.some(({ identity }) => identity?.startsWith(`${pid ?? 'nobody'}@`) === true)) return;
    if (Date.now() > deadline) throw new Error('The worker does not come up.');
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** Nobody's servers, and nobody's settings of a worker. */
function environmentOfOurs(): NodeJS.ProcessEnv {
  const given = Object.entries(process.env).filter(
    ([name]) => !/^(TEMPORAL_|SCIMFLOW_|NODE_OPTIONS$)/.test(name),
  );
  return Object.fromEntries(given);
}

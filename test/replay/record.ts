/**
 * Records the histories that `replay.test.ts` replays. Run it after a change that is meant to be incompatible, or for a
 * situation that has no history yet; keep the histories of released versions:
 *
 *     npx tsx test/replay/record.ts               every situation
 *     npx tsx test/replay/record.ts references    only those that are named
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { SynchronizationStatus } from '../../workflows/contract.js';
import { cycleWorkflowId, jobWorkflowId } from '../../workflows/contract.js';
import { aConfiguration, aFakeWorld, type FakeOptions } from '../integration/workflows/fake-activities.js';
import { startTestServers } from '../support/servers.js';
import { until } from '../support/until.js';

const folder = new URL('./histories/', import.meta.url);
const identity = 'recorder';
const taskQueue = 'scimflow';
const wanted = process.argv.slice(2);

const servers = await startTestServers(() => undefined);
const address = servers.environment['TEST_TEMPORAL_ADDRESS'] ?? '';
const connection = await Connection.connect({ address });
const nativeConnection = await NativeConnection.connect({ address });
const client = new Client({ connection, identity });
try {
  await mkdir(folder, { recursive: true });
  await recordAll();
} finally {
  await nativeConnection.close();
  await connection.close();
  await servers.stop();
}

async function recordAll(): Promise<void> {
  await situation({ writes: (cycle) => (cycle === 1 ? 1_500 : 2) }, 'sleeping', async (job) => {
    await job.configure({});
    await job.statusWhen(({ nextCycleAt }) => nextCycleAt !== null);
    await job.handle.signal('provisionNow');
    await job.statusWhen(({ lastExecution, cycle }) => lastExecution?.number === 2 && cycle === null);
    await save('job-sleeping', job.handle);
    await save('cycle-initial', job.cycle(1));
    await save('cycle-incremental', job.cycle(2));
  });

  const references = { writes: () => 1_200, references: (cycle: number) => (cycle === 1 ? 1_300 : 0) };
  await situation(references, 'references', async (job) => {
    await job.configure({});
    await job.statusWhen(({ nextCycleAt }) => nextCycleAt !== null);
    await job.handle.signal('provisionNow');
    await job.statusWhen(({ lastExecution, cycle }) => lastExecution?.number === 2 && cycle === null);
    await save('cycle-with-references', job.cycle(1));
    await save('cycle-with-references-settled', job.cycle(2));
  });

  await situation({ writes: () => 400, msPerWrite: 5 }, 'paused', async (job, written) => {
    await job.configure({});
    await until(() => written.length > 10);
    await job.handle.signal('pause');
    await until(async () => ((await job.cycle(1).describe()).raw.pendingActivities ?? []).length === 0);
    await save('job-paused-in-cycle', job.handle);
    await job.handle.signal('start');
    await job.statusWhen(({ lastExecution }) => lastExecution?.number === 1);
    await save('cycle-paused', job.cycle(1));
  });

  await situation({ writes: () => 400, msPerWrite: 5 }, 'restarted', async (job, written) => {
    await job.configure({});
    await until(() => written.length > 10);
    await job.handle.signal('restart', { resetScope: 'Full' });
    await job.statusWhen(({ cycle }) => cycle?.number === 2);
    await save('job-restarted', job.handle);
    await save('cycle-cancelled', job.cycle(1));
  });

  const refused = ApplicationFailure.nonRetryable('Listing users of the target: 401', 'CredentialsRejected');
  await situation(
    { failing: (name) => (name === 'indexTarget' ? refused : undefined) },
    'failing',
    async (job) => {
      await job.configure({ interval: '1s' });
      await job.statusWhen(({ countSuccessiveCompleteFailures: failures }) => failures === 2);
      await job.handle.signal('pause');
      await save('job-failing', job.handle);
      await save('cycle-failing', job.cycle(1));
    },
  );

  await situation({}, 'continued', async (job) => {
    await job.configure({ interval: '1s' });
    const first = (await job.handle.describe()).runId;
    await until(async () => (await job.handle.describe()).runId !== first, { timeoutMs: 60_000 });
    await job.handle.signal('pause');
    await job.statusWhen(({ code }) => code === 'Paused');
    await save('job-before-continue-as-new', client.workflow.getHandle(job.handle.workflowId, first));
    await save('job-after-continue-as-new', job.handle);
  });
}

interface RecordedJob {
  readonly handle: WorkflowHandle;
  cycle(number: number): WorkflowHandle;
  configure(app: Parameters<typeof aConfiguration>[0]): Promise<unknown>;
  statusWhen(matches: (status: SynchronizationStatus) => boolean): Promise<unknown>;
}

async function situation(
  options: FakeOptions,
  appId: string,
  body: (job: RecordedJob, written: readonly string[]) => Promise<void>,
): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(appId)) return;
  const { activities, written } = aFakeWorld(options);
  const worker = await Worker.create({
    connection: nativeConnection,
    taskQueue,
    identity,
    workflowBundle: { codePath: servers.environment['TEST_WORKFLOW_BUNDLE'] ?? '' },
    activities,
    maxHeartbeatThrottleInterval: '50ms',
    defaultHeartbeatThrottleInterval: '50ms',
  });
  await worker.runUntil(async () => {
    await client.workflow.start('provisioningJob', {
      workflowId: jobWorkflowId(appId),
      taskQueue,
      args: [{ appId }],
    });
    const handle = client.workflow.getHandle(jobWorkflowId(appId));
    await body(
      {
        handle,
        cycle: (number) => client.workflow.getHandle(cycleWorkflowId(appId, number)),
        configure: (app) =>
          handle.executeUpdate('configure', {
            args: [{ configuration: aConfiguration({ id: appId, ...app }) }],
          }),
        statusWhen: (matches) =>
          until(async () => matches(await handle.query('status')), { timeoutMs: 60_000 }),
      },
      written,
    );
    await handle.terminate('recorded');
  });
}

/** Stack traces name this machine's folders and play no part in a replay. */
async function save(name: string, handle: WorkflowHandle): Promise<void> {
  const text = historyToJSON(await handle.fetchHistory());
  const history: unknown = JSON.parse(text, (key, value: unknown) =>
    key === 'stackTrace' ? undefined : value,
  );
  await writeFile(fileURLToPath(new URL(`${name}.json`, folder)), `${JSON.stringify(history, null, 1)}\n`);
}

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
import {
  cycleWorkflowId,
  jobWorkflowId,
  notificationWorkflowId,
  provisionOnDemandWorkflowId,
} from '../../workflows/contract.js';
import { aConfiguration } from '../support/a-configuration.js';
import { aFakeWorld, wellReported, type FakeOptions } from '../integration/workflows/fake-activities.js';
import { hasEnded } from '../integration/workflows/job-under-test.js';
import { registerSearchAttributes } from '../integration/workflows/skipping-system.js';
import { startTestServers } from '../support/servers.js';
import { installRuntime } from '../support/temporal.js';
import { startTimeSkipping } from '../support/time-skipping.js';
import { until } from '../support/until.js';

const folder = new URL('./histories/', import.meta.url);
const identity = 'recorder';
const taskQueue = 'scimflow';
const wanted = process.argv.slice(2);
const refused = ApplicationFailure.nonRetryable('Listing users of the target: 401', 'CredentialsRejected');
const WITH_MAIL = { notification: { email: { env: 'MAIL_ADDRESS' }, onFailure: true } } as const;

installRuntime();
const servers = await startTestServers(() => undefined);
Object.assign(process.env, servers.environment);
const address = servers.environment['TEST_TEMPORAL_ADDRESS'] ?? '';
const connection = await Connection.connect({ address });
const nativeConnection = await NativeConnection.connect({ address });
/** Where a situation takes place. */
interface Place {
  readonly client: Client;
  readonly nativeConnection: NativeConnection;
}
const devServer: Place = { client: new Client({ connection, identity }), nativeConnection };
try {
  await mkdir(folder, { recursive: true });
  await recordAll();
  await recordQuarantine();
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

  const stages = { writes: () => 9_100, independent: { first: 300, last: 9_050 }, msPerWrite: 1 };
  await situation(stages, 'stages', async (job, written) => {
    await job.configure({});
    await until(() => written.length > 3_000);
    await job.handle.signal('pause');
    await until(async () => ((await job.cycle(1).describe()).raw.pendingActivities ?? []).length === 0);
    await job.handle.signal('start');
    await job.statusWhen(hasEnded(1));
    await save('cycle-in-stages', job.cycle(1));
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

  await situation({ writes: () => 2 }, 'planned', async (job) => {
    await job.configure({});
    await job.statusWhen(hasEnded(1));
    await job.handle.executeUpdate('plan');
    await job.handle.signal('provisionNow');
    await job.statusWhen(hasEnded(2));
    await save('job-planned', job.handle);
    const appId = (await job.statusWhen(() => true)).app;
    const workflowId = provisionOnDemandWorkflowId(appId, 'recorded');
    const args = [{ appId, objectId: 'b0000000-0000-4000-8000-000000000002' }];
    await job.client.workflow.execute('provisionOnDemand', { workflowId, taskQueue, args });
    await save('provision-on-demand', job.client.workflow.getHandle(workflowId));
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

  await situation(
    // As workers report that know no quarantine.
    { failing: (name) => (name === 'indexTarget' ? refused : undefined), reported: () => ({}) },
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
    await save('job-before-continue-as-new', job.client.workflow.getHandle(job.handle.workflowId, first));
    await save('job-after-continue-as-new', job.handle);
  });
}

async function recordQuarantine(): Promise<void> {
  const isBroken = { now: false };
  const revoked: FakeOptions = {
    writes: () => 1,
    failing: (name) =>
      isBroken.now && (name === 'writeScim' || name === 'validateCredentials') ? refused : undefined,
  };
  await situation(revoked, 'quarantined', async (job) => {
    await job.configure(WITH_MAIL);
    await job.statusWhen(hasEnded(1));
    isBroken.now = true;
    await job.handle.signal('provisionNow');
    const { quarantine } = await job.statusWhen(({ code }) => code === 'Quarantine');
    const key = `quarantine/${Date.parse(quarantine?.seriesBegan ?? '')}/0`;
    const mail = job.client.workflow.getHandle(notificationWorkflowId('quarantined', key));
    await mail.result();
    await save('notification', mail);
    await save('cycle-failing-with-health', job.cycle(2));
    await job.handle.signal('provisionNow');
    await job.statusWhen(({ quarantine: now }) => now?.seriesCount === 1);
    await save('job-quarantined', job.handle);
    isBroken.now = false;
    await job.handle.signal('start');
    await job.statusWhen(hasEnded(3));
    await save('job-leaving-quarantine', job.handle);
  });

  const failures = { failedObjects: 10, succeededObjects: 0, attemptedWrites: 10, failedWrites: 10 };
  const waiting = { waiting: 7, deletes: 2, sinceCycle: 1 };
  const guarded: FakeOptions = {
    reported: (cycle) => (cycle === 1 ? { ...wellReported, stagedDeletions: waiting } : wellReported),
  };
  await situation(guarded, 'deletes', async (job) => {
    await job.configure(WITH_MAIL);
    await job.statusWhen(({ stagedDeletions, cycle }) => stagedDeletions !== null && cycle === null);
    await save('job-deletes-waiting', job.handle);
    await job.handle.signal('allowDeletes');
    await job.statusWhen(hasEnded(2));
    await save('job-deletes-allowed', job.handle);
  });

  const troubled: FakeOptions = {
    writes: () => 10,
    reported: () => ({ health: { ...wellReported.health, ...failures }, stagedDeletions: waiting }),
  };
  await situation(troubled, 'troubled', async (job) => {
    await job.configure(WITH_MAIL);
    await job.statusWhen(({ quarantine }) => quarantine !== null);
    await save('cycle-with-failures', job.cycle(1));
    const first = (await job.handle.describe()).runId;
    await until(
      async () => {
        await job.handle.signal('provisionNow');
        return (await job.handle.describe()).runId !== first;
      },
      { timeoutMs: 120_000, everyMs: 500 },
    );
    await job.statusWhen(({ cycle, nextCycleAt }) => cycle === null && nextCycleAt !== null);
    await save(
      'job-quarantined-before-continue-as-new',
      job.client.workflow.getHandle(job.handle.workflowId, first),
    );
    await save('job-quarantined-after-continue-as-new', job.handle);
  });

  await withTimeSkipping(async (place, sleep) => {
    isBroken.now = false;
    await situation(
      revoked,
      'disabled',
      async (job) => {
        await job.configure(WITH_MAIL);
        await job.statusWhen(hasEnded(1));
        isBroken.now = true;
        await sleep('29 days');
        await job.statusWhen(({ schedule }) => schedule.state === 'Disabled');
        await save('job-disabled', job.handle);
      },
      place,
    );
  });
}

/** A server whose clock jumps, for what takes weeks. */
async function withTimeSkipping(
  body: (place: Place, sleep: (duration: '29 days') => Promise<void>) => Promise<void>,
): Promise<void> {
  if (wanted.length > 0 && !wanted.includes('disabled')) return;
  const env = await startTimeSkipping();
  try {
    await registerSearchAttributes(env);
    const client = new Client({ connection: env.connection, identity });
    await body({ client, nativeConnection: env.nativeConnection }, (duration) => env.sleep(duration));
  } finally {
    await env.teardown();
  }
}

interface RecordedJob {
  readonly client: Client;
  readonly handle: WorkflowHandle;
  cycle(number: number): WorkflowHandle;
  configure(app: Parameters<typeof aConfiguration>[0]): Promise<unknown>;
  statusWhen(matches: (status: SynchronizationStatus) => boolean): Promise<SynchronizationStatus>;
}

async function situation(
  options: FakeOptions,
  appId: string,
  body: (job: RecordedJob, written: readonly string[]) => Promise<void>,
  { client, nativeConnection }: Place = devServer,
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
        client,
        handle,
        cycle: (number) => client.workflow.getHandle(cycleWorkflowId(appId, number)),
        configure: (app) =>
          handle.executeUpdate('configure', {
            args: [{ configuration: aConfiguration({ id: appId, ...app }) }],
          }),
        statusWhen: (matches) =>
          until(
            async () => {
              const status: SynchronizationStatus = await handle.query('status');
              return matches(status) && status;
            },
            { timeoutMs: 60_000 },
          ),
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

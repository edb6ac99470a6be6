import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createActivities } from '../../../activities/index.js';
import { run } from '../../../src/cli/run.js';
import type { JobConfiguration } from '../../../src/config/configuration.js';
import { companyFolder } from '../../../src/emulators/company/index.js';
import { Mailer } from '../../../src/notifications/index.js';
import { Connections } from '../../../src/worker/connections.js';
import { failureInterceptor } from '../../../src/worker/failure-interceptor.js';
import { jobWorkflowId, type SynchronizationStatus } from '../../../workflows/contract.js';
import { required } from '../../support/required.js';
import { startTestSystem, type TestSystem } from '../../support/system.js';
import { withWorker } from '../../support/temporal.js';
import { until } from '../../support/until.js';
import { recordingTerminal } from '../../unit/cli/recording-terminal.js';

let system: TestSystem;
let folder: string;
beforeAll(async () => {
  system = await startTestSystem({ seed: companyFolder, profile: 'dialpad' });
  folder = mkdtempSync(join(tmpdir(), 'apply-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await system.stop();
});

describe('the command line against a running worker', () => {
  it('creates a job, shows it, pauses it, updates it, and finds it unchanged', async () => {
    const configuration = system.configuration({ connector: 'dialpad' });
    const { id } = configuration.app;

    await withCommandLine(async (scimflow) => {
      const created = await scimflow('apply', '-f', fileOf(configuration), '-o', 'json');
      expect(created).toMatchObject({ exitCode: 0 });
      expect(JSON.parse(created.output)).toMatchObject([{ app: id, result: 'created', version: 1 }]);

      await until(async () => (await statusOf(scimflow, id)).lastExecution !== null, { timeoutMs: 40_000 });
      const page = await scimflow('status', id);
      expect(page.output).toMatch(/accounts linked +47/);
      expect((await scimflow('status')).output).toContain(id);

      expect(await scimflow('pause', id)).toMatchObject({ exitCode: 0, output: `${id}: told to pause` });
      await until(async () => (await statusOf(scimflow, id)).code === 'Paused');
      expect(await scimflow('resume', id)).toMatchObject({ exitCode: 0 });

      const changed = { ...configuration, app: { ...configuration.app, interval: '50m' } };
      const updated = await scimflow('apply', '-f', fileOf(changed));
      expect(updated.output).toBe(
        `${id}: updated, version 2, 1 change: the next cycle uses it; nothing restarts\n  app.interval`,
      );
      expect((await scimflow('apply', '-f', fileOf(changed))).output).toBe(`${id}: unchanged, version 2`);
      expect((await scimflow('test-connection', id)).output).toMatch(/works\n {2}source: .*\n {2}target: /);
    });
    await system.env.client.workflow.getHandle(jobWorkflowId(id)).terminate();
  }, 90_000);

  it('starts no job at all when one of the connections does not work', async () => {
    const good = system.configuration();
    const bad = system.configuration({ secretToken: { env: 'A_VARIABLE_THAT_IS_NOT_SET' } });

    await withCommandLine(async (scimflow) => {
      const { exitCode, errors } = await scimflow('apply', '-f', fileOf(good, bad));

      expect(exitCode).toBe(1);
      expect(errors).toContain(
        `${bad.app.id}: SecretMissing: The environment variable A_VARIABLE_THAT_IS_NOT_SET is not set.`,
      );
      for (const { app } of [good, bad])
        expect((await scimflow('status', app.id)).errors).toContain(`There is no job for app ${app.id}.`);
    });
  });

  it('says that no worker listens instead of waiting for one', async () => {
    const terminal = recordingTerminal(environment('a-queue-without-worker'));

    const exitCode = await run(['apply', '-f', fileOf(system.configuration())], terminal);

    expect(exitCode).toBe(1);
    expect(terminal.errors()).toContain('No worker listens on task queue a-queue-without-worker.');
  });
});

type CommandLine = (...args: string[]) => Promise<{ exitCode: number; output: string; errors: string }>;

async function withCommandLine(body: (scimflow: CommandLine) => Promise<void>): Promise<void> {
  const connections = new Connections();
  const { store, env } = system;
  const logger = pino({ level: 'silent' });
  const activities = createActivities({
    store,
    connections,
    mailer: new Mailer(),
    logger,
  });
  try {
    await withWorker(
      env,
      activities,
      (taskQueue) =>
        body(async (...args) => {
          const terminal = recordingTerminal(environment(taskQueue));
          const exitCode = await run(args, terminal);
          return { exitCode, output: terminal.output(), errors: terminal.errors() };
        }),
      { interceptors: { activity: [failureInterceptor(logger)] } },
    );
  } finally {
    connections.close();
  }
}

async function statusOf(scimflow: CommandLine, app: string): Promise<SynchronizationStatus> {
  return JSON.parse((await scimflow('status', app, '-o', 'json')).output) as SynchronizationStatus;
}

function environment(taskQueue: string): NodeJS.ProcessEnv {
  return { TEMPORAL_ADDRESS: required('TEST_TEMPORAL_ADDRESS'), SCIMFLOW_TASK_QUEUE: taskQueue };
}

let files = 0;

function fileOf(...jobs: [JobConfiguration, ...JobConfiguration[]]): string {
  files += 1;
  const path = join(folder, `apps-${files}.yaml`);
  const [{ source, notifications }] = jobs;
  writeFileSync(path, JSON.stringify({ source, notifications, apps: jobs.map(({ app }) => app) }));
  return path;
}

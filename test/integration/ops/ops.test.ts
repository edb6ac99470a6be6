import { randomUUID } from 'node:crypto';
import { delimiter, dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { cacheDirectory, findOrInstallTemporal } from '../../../src/embedded/index.js';
import { runBounded } from '../../../src/embedded/run-bounded.js';
import { configure, jobWorkflowId, status, type SynchronizationStatus } from '../../../workflows/contract.js';
import { required } from '../../support/required.js';
import { connect, withWorker } from '../../support/temporal.js';
import { until } from '../../support/until.js';
import { aConfiguration } from '../../support/a-configuration.js';
import { aFakeWorld } from '../workflows/fake-activities.js';
import { holdingDeletions } from '../workflows/holding-deletions.js';
import { findOrBuildTctl } from './find-or-build-tctl.js';

const log = (line: string): void => {
  process.stderr.write(`[ops test] ${line}\n`);
};

// Awaited here and not in a hook: what is found decides which tests there are, and a first build takes minutes.
const temporal = await findOrInstallTemporal({ cacheDir: cacheDirectory(), log });
const tctl = await findOrBuildTctl(cacheDirectory(), log);
const tools = [
  { folder: 'ops/temporal', path: temporal },
  ...(tctl.status === 'found' ? [{ folder: 'ops/tctl', path: tctl.path }] : []),
];

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await connect();
});
afterAll(async () => {
  await env.teardown();
});

describe.each(tools)('scripts in $folder', ({ folder, path }) => {
  it('steer a job and tell how it stands', async () => {
    await withJob(async ({ app, world, cycleEnded, code }) => {
      const script = (name: string, ...args: string[]) =>
        run(['sh', `${folder}/${name}.sh`, app, ...args], path);
      await cycleEnded(1);

      await script('pause');
      await until(async () => (await code()) === 'Paused', { what: 'the pause' });
      expect(jsonIn(await script('status'))).toMatchObject({ app, code: 'Paused' });

      await script('start');
      await until(async () => (await code()) === 'Active', { what: 'the start' });

      await script('sync');
      await cycleEnded(2);
      expect(world.cycles.map(({ kind }) => kind)).toEqual(['initial', 'incremental']);

      await script('restart', 'Watermark');
      await cycleEnded(3);
      expect(world.resets).toEqual([['Watermark']]);
      expect(world.cycles.at(-1)?.kind).toBe('initial');

      await script('restart');
      await cycleEnded(4);
      expect(world.resets.at(-1)).toEqual(['QuarantineState', 'Watermark', 'Escrows']);
    });
  });

  it('provision one object, and show what the next cycle would do', async () => {
    const world = aFakeWorld();
    const asked: unknown[] = [];
    world.activities.provisionOnDemand = ({ reportId, ...input }) => {
      asked.push(input);
      return Promise.resolve({ reportId, result: 'Success', operations: [] });
    };
    await withJob(async ({ app, taskQueue, cycleEnded }) => {
      await cycleEnded(1);
      const environment = { SCIMFLOW_TASK_QUEUE: taskQueue };

      await run(
        ['sh', `${folder}/provision.sh`, app, 'b0000000-0000-4000-8000-000000000002'],
        path,
        environment,
      );
      await run(['sh', `${folder}/provision.sh`, app, 'sales', 'Group'], path, environment);
      if (folder === 'ops/temporal') await run(['sh', `${folder}/plan.sh`, app], path);

      expect(asked).toEqual([
        { appId: app, objectId: 'b0000000-0000-4000-8000-000000000002', objectName: 'User' },
        { appId: app, objectId: 'sales', objectName: 'Group' },
      ]);
      expect(world.calls.includes('planCycle')).toBe(folder === 'ops/temporal');
    }, world);
  });

  it.each([
    ['allow-deletes', 'allowed'],
    ['reject-deletes', 'rejected'],
  ])('answer the deletion guard: %s', async (name, answer) => {
    const world = aFakeWorld();
    const holding = holdingDeletions(world.activities);
    await withJob(
      async ({ app, cycleEnded, code }) => {
        await cycleEnded(1);
        expect(await code()).toBe('Quarantine');

        await run(['sh', `${folder}/${name}.sh`, app], path);

        await until(async () => (await code()) === 'Active', { what: 'the answer' });
        expect(holding.answers).toEqual([answer]);
      },
      { ...world, ...holding },
    );
  });

  it('fail, and say so, for an app that has no job', async () => {
    await expect(run(['sh', `${folder}/pause.sh`, 'nobody'], path)).rejects.toThrow();
  });
});

if (tctl.status === 'missing') {
  log(`TESTS OF ops/tctl ARE SKIPPED: ${tctl.reason}`);
  describe.skip(`scripts in ops/tctl (${tctl.reason})`, () => {
    it('steer a job and tell how it stands', () => undefined);
  });
}

describe('ops/README.md', () => {
  it('finds jobs by their search attributes', async () => {
    await withJob(async ({ app, cycleEnded }) => {
      await cycleEnded(1);
      await run(['sh', 'ops/temporal/pause.sh', app], temporal);
      const query = `ProvisioningStatus = 'Paused' AND ProvisioningApp = '${app}'`;

      const found = await until(
        async () => {
          const text = await run(
            ['temporal', 'workflow', 'list', '--query', query, '--output', 'json'],
            temporal,
          );
          return text.includes(jobWorkflowId(app)) && text;
        },
        { what: 'the paused job in the list' },
      );

      expect(found).toContain('provisioningJob');
    });
  });
});

interface Job {
  readonly app: string;
  readonly taskQueue: string;
  readonly world: ReturnType<typeof aFakeWorld>;
  cycleEnded(number: number): Promise<unknown>;
  code(): Promise<SynchronizationStatus['code']>;
}

/** A job whose cycles read and write nothing, for as long as `body` takes. */
async function withJob(body: (job: Job) => Promise<void>, world = aFakeWorld()): Promise<void> {
  const app = `ops-${randomUUID()}`;
  await withWorker(env, world.activities, async (taskQueue) => {
    const handle = await env.client.workflow.start('provisioningJob', {
      workflowId: jobWorkflowId(app),
      taskQueue,
      args: [{ appId: app }],
    });
    try {
      await handle.executeUpdate(configure, {
        args: [{ configuration: aConfiguration({ id: app, interval: '1d' }) }],
      });
      const isEnded = async (number: number) => (await handle.query(status)).lastExecution?.number === number;
      await body({
        app,
        taskQueue,
        world,
        cycleEnded: (number) => until(() => isEnded(number), { what: `the end of cycle ${number}` }),
        code: async () => (await handle.query(status)).code,
      });
    } finally {
      await handle.terminate('the test is over');
    }
  });
}

/** Runs a command as an operator would: with the tool on the PATH and the server named by the environment. */
function run(
  [command = '', ...args]: readonly string[],
  tool: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  return runBounded({
    command,
    args,
    env: {
      ...process.env,
      PATH: `${dirname(tool)}${delimiter}${process.env['PATH'] ?? ''}`,
      TEMPORAL_ADDRESS: required('TEST_TEMPORAL_ADDRESS'),
      TEMPORAL_NAMESPACE: 'default',
      ...environment,
    },
    timeoutMs: 20_000,
  });
}

/** The status in what a tool printed: `temporal` wraps it in an object, `tctl` in a list behind a headline. */
function jsonIn(text: string): unknown {
  const value = JSON.parse(text.slice(text.search(/[[{]/))) as unknown;
  return Array.isArray(value) ? value[0] : (value as { queryResult: unknown[] }).queryResult[0];
}

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { generate } from '../../../src/emulators/graph/index.js';
import type { LogEntry } from '../../../src/store/log-entry.js';
import { Connections } from '../../../src/worker/connections.js';
import * as contract from '../../../workflows/contract.js';
import type { provisionOnDemand } from '../../../workflows/index.js';
import { startTestSystem, type TestJob, type TestSystem } from '../../support/system.js';
import { until } from '../../support/until.js';

const USERS = 400;
const seed = generate({ users: USERS, seed: 9 });
const names = seed.users.map(({ userPrincipalName }) => userPrincipalName);
const [boss = '', first = '', second = '', third = ''] = names;
const SALES = 'Sales of the test';

let system: TestSystem;

beforeAll(async () => {
  const users = seed.users.map((user, index) => Object.assign({}, user, index > 0 && { manager: boss }));
  const groups = [
    ...seed.groups,
    { displayName: SALES, members: [first, second, 'outsider@contoso.example'] },
  ];
  const outsider = { userPrincipalName: 'outsider@contoso.example', displayName: 'Out Sider' };
  system = await startTestSystem({ seed: { ...seed, users: [...users, outsider], groups }, latencyMs: 10 });
});
afterAll(async () => {
  await system.stop();
});

let requestsBefore = 0;
beforeEach(() => {
  requestsBefore = system.target.requests().length;
});

const requests = () => system.target.requests().slice(requestsBefore);
const writes = () => requests().filter(({ method }) => method !== 'GET');
const accountOf = (name: string) => system.target.users().find((user) => user['userName'] === name);

async function idOf(name: string): Promise<string> {
  const connections = new Connections();
  try {
    const [found] = await connections.for(system.configuration()).source.find(name);
    return found?.id ?? '';
  } finally {
    connections.close();
  }
}

/** Provisions as `scimflow provision` does, and tells what came of it. */
async function provisioned(
  job: TestJob,
  input: Omit<contract.ProvisionOnDemandInput, 'appId'>,
): Promise<{ result: contract.ProvisionOnDemandResult; report: readonly LogEntry[] }> {
  const appId = (await job.status()).app;
  const { taskQueue } = await job.handle.describe();
  const result = await system.env.client.workflow.execute<typeof provisionOnDemand>('provisionOnDemand', {
    workflowId: contract.provisionOnDemandWorkflowId(appId, randomUUID()),
    taskQueue,
    args: [{ appId, ...input }],
  });
  const rows = await system.store.reports.entries(result.reportId, { after: 0, limit: 10 });
  return { result, report: rows.map(({ entry }) => entry as LogEntry) };
}

/** Type of the failure that Temporal tells. */
async function refusalOf(work: Promise<unknown>): Promise<string | null | undefined> {
  try {
    await work;
  } catch (error) {
    if (error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure)
      return error.cause.type;
    throw error;
  }
  return 'none';
}

describe('one object on demand', () => {
  it('of a job that never ran: tried without writing, created, in step, changed, left alone', async () => {
    const configuration = system.configuration({ provisioningStatus: 'off' });
    await system.withJob(configuration, async (job) => {
      const objectId = await idOf(first);

      const dry = await provisioned(job, { objectId, isDryRun: true });
      expect(dry.result).toMatchObject({
        result: 'Success',
        operations: [
          { about: 'object', action: 'create', status: 'planned' },
          { about: 'references', action: 'skip', code: 'UnableToResolveReferenceAttributeValue' },
        ],
      });
      expect(writes()).toEqual([]);
      expect(await system.store.links.count(configuration.app.id, 'User')).toBe(0);

      const created = await provisioned(job, { objectId: objectId.toUpperCase() });
      expect(created.result).toMatchObject({
        result: 'Success',
        operations: [{ action: 'create' }, { action: 'skip' }],
      });
      expect(created.report.map(({ changes }) => changes)).toEqual(dry.report.map(({ changes }) => changes));
      expect(created.report[0]).toMatchObject({
        sourceId: objectId,
        initiatedBy: { initiatorType: 'user' },
        provisioningSteps: [
          { provisioningStepType: 'import' },
          { provisioningStepType: 'scoping', details: { 'Assigned to the application': 'True' } },
          { provisioningStepType: 'matching' },
          { provisioningStepType: 'processing' },
          { provisioningStepType: 'export' },
        ],
      });
      expect(accountOf(first)).toMatchObject({ active: true });
      expect(writes()).toMatchObject([{ method: 'POST' }]);

      expect((await provisioned(job, { objectId })).result).toMatchObject({
        result: 'Skipped',
        operations: [{ action: 'skip', code: 'RedundantExport' }, { about: 'references' }],
      });

      await system.administer('delete', '/assignments', { app: 'Generated App', principal: first });
      const disabled = await provisioned(job, { objectId });
      expect(disabled.result).toMatchObject({ operations: [{ action: 'disable', status: 'success' }] });
      expect(accountOf(first)).toMatchObject({ active: false });
      await system.administer('post', '/assignments', {
        app: 'Generated App',
        principal: first,
        role: 'User',
      });

      const outsider = await provisioned(job, { objectId: await idOf('outsider@contoso.example') });
      expect(outsider.result).toMatchObject({
        result: 'Skipped',
        operations: [{ action: 'skip', code: 'NotEffectivelyEntitled' }],
      });
      expect(writes()).toHaveLength(2);

      const history = await system.env.client.workflow.getHandle(job.handle.workflowId).fetchHistory();
      expect(JSON.stringify(history)).not.toContain(first);
    });
  }, 60_000);

  it('of a group: the group, and those of its members who have an account', async () => {
    await system.administer('post', '/assignments', { app: 'Generated App', principal: SALES, role: 'User' });
    await system.withJob(system.configuration({ provisioningStatus: 'off' }), async (job) => {
      await provisioned(job, { objectId: await idOf(second) });
      const objectId = await idOf(SALES);

      const { result, report } = await provisioned(job, { objectId, objectName: 'Group' });

      expect(result).toMatchObject({
        result: 'Success',
        operations: [
          { about: 'object', action: 'create' },
          { about: 'references', action: 'skip', status: 'skipped' },
        ],
      });
      expect(report[1]?.provisioningSteps?.[0]?.details).toMatchObject({
        'To be added': '0',
        Unresolved: '2',
      });
      const [group] = system.target.groups();
      expect(group).toMatchObject({ displayName: SALES, members: [{ value: accountOf(second)?.id }] });
    });
    await system.administer('delete', '/assignments', { app: 'Generated App', principal: SALES });
  });

  it.each([
    ['nobody', { objectId: 'e0000000-0000-4000-8000-000000000009' }, 'ObjectUnknown'],
    ['a group where only users are mapped', { objectId: SALES, objectName: 'Group' }, 'ObjectNotProvisioned'],
  ] as const)('is refused for %s, and nothing is written', async (_, input, type) => {
    const app = { provisioningStatus: 'off', groups: { provision: false } } as const;
    await system.withJob(system.configuration(app), async (job) => {
      const objectId = input.objectId === SALES ? await idOf(SALES) : input.objectId;

      expect(await refusalOf(provisioned(job, { ...input, objectId }))).toBe(type);
      expect(writes()).toEqual([]);
    });
  });
});

describe('beside a running cycle', () => {
  it('answers long before the cycle ends, and nobody is written twice', async () => {
    const asked = [...names.slice(-3), ...names.slice(200, 202), third];
    const ids = new Map<string, string>();
    for (const name of asked) ids.set(name, await idOf(name));
    const bossId = await idOf(boss);
    const accounts = system.target.users().length;
    const configuration = system.configuration({ rateLimit: { requestsPerSecond: 30, concurrency: 4 } });
    await system.withJob(configuration, async (job) => {
      // The manager of all is the first; who is provisioned before the account is known waits for it until the next cycle.
      await until(async () => (await system.store.links.of(configuration.app.id, [bossId])).size > 0, {
        what: 'the account of the manager to be known',
        timeoutMs: 60_000,
      });

      for (const name of asked) {
        const { result } = await provisioned(job, { objectId: ids.get(name) ?? '' });
        expect(result.result).not.toBe('Failure');
      }
      const isStillRunning = (await job.status()).cycle !== null;
      const cycle = await job.cycleEnded(1, 120_000);

      expect(isStillRunning).toBe(true);
      expect(cycle.counts.failed).toBe(0);
      expect(system.target.users()).toHaveLength(USERS);
      expect(writes().filter(({ status }) => status !== 201 && status !== 200 && status !== 204)).toEqual([]);
      expect(writes().filter(({ method, path }) => method === 'POST' && path === '/Users')).toHaveLength(
        USERS - accounts,
      );

      const written = writes().length;
      const next = await job.sync();
      expect(next.counts).toMatchObject({ created: 0, updated: 0, disabled: 0, failed: 0 });
      expect(writes()).toHaveLength(written);
    });
  }, 200_000);
});

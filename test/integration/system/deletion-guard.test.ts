import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pMap from 'p-map';
import type { JobConfiguration } from '../../../src/config/configuration.js';
import { generate, type Seed } from '../../../src/emulators/graph/index.js';
import * as contract from '../../../workflows/contract.js';
import { startTestSystem, type TestJob, type TestSystem } from '../../support/system.js';
import { until } from '../../support/until.js';
import { startWorkerProcess } from '../../support/worker-process.js';

const APP = 'Generated App';
const LEAVERS = 1_000;
const JOINERS = 50;
const CYCLE_TIMEOUT_MS = 120_000;
const seed = generate({ users: LEAVERS + JOINERS, seed: 17 });
const names = seed.users.map(({ userPrincipalName }) => userPrincipalName);
const leavers = names.slice(0, LEAVERS);
const joiners = names.slice(LEAVERS);

describe('1,000 removals beside 50 joiners', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await startTestSystem({ seed: assignedAtFirst(seed, leavers) });
  });
  afterAll(async () => {
    await system.stop();
  });

  const enabled = (): readonly string[] => enabledIn(system);
  it('create 50 and remove nobody; one mail asks, and one answer removes exactly those who waited', async () => {
    const configuration = system.configuration({ accidentalDeletions: { threshold: 5 } });
    await system.withJob(configuration, async (job) => {
      await job.cycleEnded(1, CYCLE_TIMEOUT_MS);
      await unassign(system, leavers);
      await assign(system, joiners);

      const mass = await job.sync();

      expect(mass.counts).toMatchObject({
        created: JOINERS,
        staged: LEAVERS,
        disabled: 0,
        deleted: 0,
        failed: 0,
      });
      expect(enabled()).toEqual([...names].sort());
      expect(await job.status()).toMatchObject({
        code: 'Quarantine',
        quarantine: { reason: 'TooManyDeletes' },
        stagedDeletions: { waiting: LEAVERS, deletes: 0, sinceCycle: 2 },
      });
      expect(await pageOf(job)).toContain('Waiting for an answer: 1000 to disable, 0 to delete');
      const { typedSearchAttributes: found, runId } = await job.handle.describe();
      expect(found.get(contract.searchAttributes.quarantineReason)).toBe('TooManyDeletes');

      await hire(system, 'newcomer');
      await configure(job, configuration, { interval: '1s' });
      const next = await job.cycleEnded(3);
      expect(next).toMatchObject({ number: 3, counts: { created: 1, disabled: 0, staged: 0 } });
      await until(async () => (await job.handle.describe()).runId !== runId, {
        what: 'the job to continue as new',
        timeoutMs: 60_000,
      });
      await configure(job, configuration, { interval: '40m' });
      expect((await job.status()).stagedDeletions).toMatchObject({ waiting: LEAVERS, sinceCycle: 2 });
      expect(enabled()).toHaveLength(names.length + 1);
      expect(subjects(system)).toEqual([expect.stringContaining('1,000 removals wait')]);

      const [back, late] = [leavers.slice(0, 3), joiners.slice(0, 5)];
      await atRest(job);
      await job.handle.signal(contract.pause);
      await job.handle.signal(contract.allowDeletes);
      await until(async () => (await job.status()).stagedDeletions === null, { what: 'the answer' });
      await assign(system, back);
      await unassign(system, late);
      const last = (await job.status()).lastExecution?.number ?? 0;
      await job.handle.signal(contract.start);

      const removal = await job.cycleEnded(last + 1, CYCLE_TIMEOUT_MS);

      expect(removal.counts).toMatchObject({
        disabled: LEAVERS - back.length,
        staged: late.length,
        failed: 0,
      });
      expect(enabled()).toEqual([...back, ...joiners, 'newcomer@contoso.example'].sort());
      expect((await job.status()).stagedDeletions).toMatchObject({ waiting: late.length });

      await job.handle.signal(contract.rejectDeletes);
      await until(async () => (await job.status()).code === 'Active', { what: 'the job to be active' });
      expect((await job.sync()).counts).toMatchObject({ disabled: 0 });
      expect(enabled()).toEqual(expect.arrayContaining(late));
      await until(() => subjects(system).length > 1, { what: 'the mail about those who left later' });
      expect(subjects(system)[1]).toContain('5 removals wait');
      expect(subjects(system)).toHaveLength(2);
    });
  }, 240_000);
});

describe('deletes and disables that wait', () => {
  const few = generate({ users: 60, seed: 18 });
  const people = few.users.map(({ userPrincipalName }) => userPrincipalName);
  const gone = people.slice(0, 5);
  const staff = people.slice(0, 10);
  const later = people.slice(10);
  let system: TestSystem;

  beforeAll(async () => {
    // Slow enough that the kill finds the worker in the middle of writing.
    system = await startTestSystem({ seed: assignedAtFirst(few, staff), latencyMs: 40 });
  });
  afterAll(async () => {
    await system.stop();
  });

  it('are kept when somebody rejects them, until the source changes about them', async () => {
    const configuration = system.configuration({ accidentalDeletions: { threshold: 5 } });
    await system.withJob(configuration, async (job) => {
      await job.cycleEnded(1);
      await unassign(system, gone);
      await job.sync();
      expect(await job.status()).toMatchObject({ code: 'Quarantine', stagedDeletions: { waiting: 5 } });

      await job.handle.signal(contract.rejectDeletes);
      await until(async () => (await job.status()).code === 'Active', { what: 'the job to be active' });
      await system.administer('patch', `/users/${gone[0] ?? ''}`, { jobTitle: 'Kept' });
      expect((await job.sync()).counts).toMatchObject({ planned: 1, skipped: 1 });
      await job.handle.signal(contract.restart, { resetScope: 'Watermark' });
      expect(await job.cycleEnded(4)).toMatchObject({ kind: 'initial', counts: { disabled: 0, staged: 0 } });
      expect(enabledIn(system)).toEqual([...staff].sort());

      await system.administer('patch', `/users/${gone[0] ?? ''}`, { accountEnabled: false });
      expect((await job.sync()).counts).toMatchObject({ disabled: 1, staged: 0 });
      expect(enabledIn(system)).toEqual(staff.slice(1).sort());

      await job.handle.signal(contract.restart, { resetScope: 'QuarantineState' });
      await job.cycleEnded(6);
      expect(await job.status()).toMatchObject({ code: 'Quarantine', stagedDeletions: { waiting: 4 } });
      await job.handle.signal(contract.restart, { resetScope: 'ForceDeletes' });
      expect(await job.cycleEnded(7)).toMatchObject({ counts: { disabled: 4 } });
      expect(await job.status()).toMatchObject({ code: 'Active', stagedDeletions: null });
      await assign(system, gone);
      await system.administer('patch', `/users/${gone[0] ?? ''}`, { accountEnabled: true });
      await job.sync();
    });
  }, 120_000);

  it('wait on when the worker is killed beside them, and when the configuration changes', async () => {
    const taskQueue = `test-${randomUUID()}`;
    const options = { databaseUrl: system.database.url, taskQueue };
    const rateLimit = { requestsPerSecond: 1_000, concurrency: 2 };
    const configuration = system.configuration({ accidentalDeletions: { threshold: 5 }, rateLimit });
    const first = startWorkerProcess(options);
    await system.withConfiguredJob(configuration, taskQueue, async (job) => {
      await job.cycleEnded(1);
      await unassign(system, gone);
      await assign(system, later);
      await job.handle.signal(contract.provisionNow);
      await until(() => system.target.users().length > staff.length + 5, {
        timeoutMs: 40_000,
        what: 'the first joiners',
      });
      await first.kill();
      expect(system.target.users().length).toBeLessThan(people.length);
      const second = startWorkerProcess(options);
      try {
        const mass = await job.cycleEnded(2, CYCLE_TIMEOUT_MS);
        expect(mass.counts).toMatchObject({ created: later.length, staged: 5, disabled: 0, failed: 0 });
        expect(enabledIn(system)).toEqual([...people].sort());

        await configure(job, configuration, { defaultAccessRole: 'include' });
        expect(await job.cycleEnded(3, CYCLE_TIMEOUT_MS)).toMatchObject({
          kind: 'initial',
          counts: { disabled: 0, staged: 5 },
        });
        expect(await job.status()).toMatchObject({ code: 'Quarantine', stagedDeletions: { waiting: 5 } });

        await job.handle.signal(contract.allowDeletes);
        expect(await job.cycleEnded(4)).toMatchObject({ counts: { disabled: 5, staged: 0 } });
        expect(enabledIn(system)).toEqual(people.slice(5).sort());
      } finally {
        await second.stop();
      }
    });
  }, 180_000);
});

/** The seed with nobody assigned but these. */
function assignedAtFirst(all: Seed, people: readonly string[]): Seed {
  const chosen = new Set(people);
  const apps = all.apps.map((app) => ({
    ...app,
    assignments: (app.assignments ?? []).filter(({ principal }) => chosen.has(principal)),
  }));
  return { ...all, apps };
}

async function assign(system: TestSystem, people: readonly string[]): Promise<void> {
  await pMap(people, (one) => changeAssignment(system, 'post', one), { concurrency: 16 });
}

async function unassign(system: TestSystem, people: readonly string[]): Promise<void> {
  await pMap(people, (one) => changeAssignment(system, 'delete', one), { concurrency: 16 });
}

function changeAssignment(system: TestSystem, method: 'post' | 'delete', principal: string): Promise<void> {
  return system.administer(method, '/assignments', { app: APP, principal });
}

function hire(system: TestSystem, alias: string): Promise<void> {
  return system.administer('post', '/users', {
    userPrincipalName: `${alias}@contoso.example`,
    displayName: alias,
    mailNickname: alias,
    assign: [APP],
  });
}

async function configure(
  { handle }: TestJob,
  configuration: JobConfiguration,
  app: Partial<JobConfiguration['app']>,
): Promise<void> {
  const changed = { ...configuration, app: { ...configuration.app, ...app } };
  await handle.executeUpdate(contract.configure, { args: [{ configuration: changed }] });
}

/** Waits until no cycle runs. */
async function atRest(job: TestJob): Promise<void> {
  await until(async () => (await job.status()).cycle === null, { what: 'the cycle to end' });
}

function enabledIn({ target }: TestSystem): readonly string[] {
  return target
    .users()
    .flatMap(({ userName, active }) => (active === true ? [String(userName)] : []))
    .sort();
}

async function pageOf({ handle }: TestJob): Promise<string> {
  const page = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  return page.currentDetails ?? '';
}

function subjects({ mail }: TestSystem): readonly string[] {
  return mail.messages().map(({ subject }) => subject);
}

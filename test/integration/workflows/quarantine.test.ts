import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate, type Seed } from '../../../src/emulators/graph/index.js';
import * as contract from '../../../workflows/contract.js';
import type { TestJob } from '../../support/system.js';
import { timeSkippingMissing } from '../../support/time-skipping.js';
import { until } from '../../support/until.js';
import { startGate } from './gate.js';
import { startSkippingSystem, type Performed, type SkippingSystem } from './skipping-system.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What jumping over hours may be late, and what a probe takes. */
const SLACK = 10_000;

const people = generate({ users: 4, seed: 5 });
const seed: Seed = {
  ...people,
  groups: [{ displayName: 'Sales', members: people.users.slice(2).map((user) => user.userPrincipalName) }],
  apps: people.apps.map((app) => ({
    ...app,
    assignments: [...(app.assignments ?? []), { principal: 'Sales' }],
  })),
};
const [first, second] = people.users.map((user) => user.userPrincipalName);
if (first === undefined || second === undefined) throw new Error('seed');

(timeSkippingMissing === null ? describe : describe.skip)('what fails for 28 days', () => {
  let world: SkippingSystem;
  beforeAll(async () => {
    world = await startSkippingSystem(seed);
  });
  afterAll(async () => {
    await world.system.stop();
  });

  const subjects = (): readonly string[] => world.system.mail.messages().map(({ subject }) => subject);
  const isInQuarantine = async (job: TestJob): Promise<contract.SynchronizationQuarantine | null> =>
    (await job.status()).quarantine;

  it('a job whose token is revoked: it tries by its ladder, is disabled, and goes on when somebody starts it', async () => {
    const { system, env } = world;
    await world.withJob(system.configuration(), async (job) => {
      await job.cycleEnded(1);
      expect(system.target.users()).toHaveLength(4);

      // The target refuses the token from now on, and there is something to write.
      system.target.faults.add({ status: 401, times: Infinity });
      await system.administer('patch', `/users/${first}`, { jobTitle: 'One' });
      world.performed();
      await env.sleep('41 minutes');
      const quarantine = await until(() => isInQuarantine(job), { what: 'the quarantine' });
      expect(quarantine).toMatchObject({
        reason: 'EncounteredQuarantineException',
        error: { code: 'CredentialsRejected' },
        seriesCount: 0,
      });
      const began = Date.parse(quarantine.seriesBegan);
      expect(Date.parse(quarantine.nextAttempt ?? '')).toBe(began + 6 * HOUR);
      // The write that was refused, and one harmless request that showed that the token is good for nothing.
      expect(asked(world.performed())).toEqual([['PATCH /Users', 'GET /Users']]);

      await env.sleep('20 days');
      const attempts = world.performed();
      expect(attempts.map(({ activity }) => activity)).toEqual(attempts.map(() => 'validateCredentials'));
      expect(asked(attempts)).toEqual(attempts.map(() => ['GET /Users']));
      const rungs = [6, 12, ...Array.from({ length: 20 }, (_, day) => 24 * (day + 1))];
      expect(attempts).toHaveLength(rungs.length);
      attempts.forEach(({ at }, index) => {
        expect(Math.abs(at - began - (rungs[index] ?? 0) * HOUR)).toBeLessThan(SLACK);
      });
      expect((await job.status()).quarantine).toMatchObject({ seriesCount: rungs.length });
      expect(subjects()).toEqual([expect.stringContaining('in quarantine (CredentialsRejected)')]);

      // Now the source refuses, too: it is asked first.
      await system.administer('post', '/faults', {
        kind: 'status',
        match: { path: '*servicePrincipals*' },
        status: 501,
      });
      await env.sleep('3 days');
      expect(asked(world.performed())).toEqual([[], [], []]);
      expect(await isInQuarantine(job)).toMatchObject({ reason: 'IngestionInterrupted' });
      expect(subjects().slice(1)).toEqual([expect.stringContaining('in quarantine for another reason')]);

      await env.sleep(28 * DAY - (23 * DAY + 41 * MINUTE));
      expect(await job.status()).toMatchObject({ schedule: { state: 'Active' } });
      await env.sleep('1 hour');
      expect(await job.status()).toMatchObject({
        code: 'Quarantine',
        schedule: { state: 'Disabled' },
        nextCycleAt: null,
        quarantine: { nextAttempt: null, reason: 'IngestionInterrupted' },
      });
      await until(() => subjects().length === 3, { what: 'the mail' });
      expect(subjects()[2]).toContain('disabled after 28 days');
      expect(world.performed().filter(({ activity }) => activity === 'validateCredentials')).toHaveLength(4);

      await job.handle.signal(contract.provisionNow);
      await env.sleep('21 days');
      expect(world.performed()).toEqual([]);

      await system.administer('delete', '/faults');
      system.target.faults.clear();
      const startedAt = await env.currentTimeMs();
      await job.handle.signal(contract.start);
      await job.cycleEnded(3);
      expect(await job.status()).toMatchObject({ code: 'Active', lastExecution: { state: 'Succeeded' } });
      const [probe, ...cycle] = world.performed();
      expect(probe).toMatchObject({ activity: 'validateCredentials', requests: ['GET /Users'] });
      expect((probe?.at ?? Infinity) - startedAt).toBeLessThan(60_000);
      expect(cycle.map(({ activity }) => activity)).toEqual([
        'fetchChanges',
        'fetchAssignments',
        'mapAttributes',
        'writeScim',
        'finishCycle',
      ]);
      expect(
        asked(cycle)
          .flat()
          .filter((request) => !request.startsWith('GET')),
      ).toEqual(['PATCH /Users']);
      await env.sleep('2 hours');
      expect(await job.status()).toMatchObject({ quarantine: null, lastExecution: { state: 'Succeeded' } });
      expect(world.performed().filter(({ activity }) => activity === 'validateCredentials')).toEqual([]);
      expect(subjects()).toHaveLength(3);
    });
  }, 240_000);

  it('an object, and the references of another: tried by their own ladder, given up, and tried again when they change', async () => {
    const { system, env } = world;
    const configuration = system.configuration({ interval: '3h' });
    await world.withJob(configuration, async (job) => {
      await job.cycleEnded(1);
      const refused = system.target.users().find((user) => String(user['userName']).toLowerCase() === second);
      system.target.faults.add({
        method: 'PATCH',
        path: `/Users/${refused?.id ?? ''}`,
        status: 400,
        times: Infinity,
      });
      system.target.faults.add({ method: 'PATCH', path: '/Groups', status: 400, times: Infinity });
      await system.administer('patch', `/users/${second}`, { jobTitle: 'Two' });
      await system.administer('post', '/groups/Sales/members', { members: [second] });
      world.performed();
      const tries = async (until: number): Promise<Tries> => {
        await env.sleep(Math.max(1, until - (await env.currentTimeMs())));
        const performed = world.performed();
        return {
          objects: triesOf(performed, 'PATCH /Users'),
          references: triesOf(performed, 'PATCH /Groups'),
        };
      };
      const every = (interval: string): Promise<unknown> =>
        job.handle.executeUpdate(contract.configure, {
          args: [{ configuration: { ...configuration, app: { ...configuration.app, interval } } }],
        });
      const escrows = async (): Promise<unknown> => (await job.status()).escrows;

      const early = await tries((await env.currentTimeMs()) + 4 * HOUR);
      const [began = 0] = early.objects;
      expect(await job.status()).toMatchObject({
        code: 'Active',
        lastExecution: { state: 'EntryLevelErrors' },
        escrows: { objects: 1, references: 1 },
      });
      const later = await tries(began + 47 * HOUR);
      for (const about of ['objects', 'references'] as const)
        expectRungs([...early[about], ...later[about]], began, [0, 1, 6, 12, 24], 3 * HOUR);

      await every('12h');
      const daily = await tries(began + 4 * DAY - MINUTE);
      for (const about of ['objects', 'references'] as const)
        expectRungs(daily[about], began, [48, 72], 12 * HOUR);

      // The next daily attempt is followed by a cycle that tries nothing, unless something changed.
      expect(await tries(began + 4 * DAY + 12 * HOUR - MINUTE)).toMatchObject({
        objects: [expect.anything()],
      });
      await system.administer('patch', `/users/${second}`, { jobTitle: 'Three' });
      expect(await tries(began + 5 * DAY - MINUTE)).toMatchObject({
        objects: [expect.anything()],
        references: [],
      });

      await every('6d');
      expect((await tries(began + 28 * DAY - MINUTE)).objects).toHaveLength(3);
      expect(await escrows()).toEqual({ objects: 1, references: 1 });
      expect(await tries(began + 35 * DAY)).toEqual({ objects: [], references: [] });
      expect(await job.status()).toMatchObject({ code: 'Active', escrows: { objects: 0, references: 0 } });
      const log = await system.store.log.entries({ appId: configuration.app.id, limit: 20 });
      const givenUp = log.filter(({ reason }) => reason?.startsWith('Given up after 28 days') === true);
      expect(givenUp.map(({ status }) => status)).toEqual(['failure', 'failure']);

      await system.administer('patch', `/users/${second}`, { jobTitle: 'Four' });
      await system.administer('post', '/groups/Sales/members', { members: [first] });
      const again = await tries(began + 42 * DAY);
      expect([again.objects.length, again.references.length]).toEqual([1, 1]);
      expect(await escrows()).toEqual({ objects: 1, references: 1 });
    });
  }, 240_000);

  it('a target that was down: it is tried by one request at a time, and gets no more than that until it answers', async () => {
    const { system } = world;
    system.target.faults.clear();
    const gate = await startGate(system.target.url);
    try {
      await world.withJob(system.configuration({ tenantUrl: gate.url }), async (job) => {
        await job.cycleEnded(1);
        await gate.close();
        for (const { userPrincipalName } of seed.users)
          await system.administer('patch', `/users/${userPrincipalName}`, { jobTitle: 'Back again' });
        await job.handle.signal(contract.quarantine);
        await job.handle.signal(contract.provisionNow);
        await until(async () => (await isInQuarantine(job))?.seriesCount === 1, { what: 'an attempt' });
        expect(await isInQuarantine(job)).toMatchObject({
          reason: 'EncounteredQuarantineException',
          error: { code: 'TargetUnavailable', message: expect.stringContaining('ECONNREFUSED') as unknown },
        });

        const cuts = await gate.cutOff();
        await job.handle.signal(contract.provisionNow);
        await until(async () => (await isInQuarantine(job))?.seriesCount === 2, { what: 'an attempt' });
        expect(cuts()).toBe(1);

        await gate.open();
        world.performed();
        await job.handle.signal(contract.start);
        await job.cycleEnded(2);
        const [probe, ...cycle] = world.performed();
        expect(probe).toMatchObject({ activity: 'validateCredentials', requests: ['GET /Users'] });
        expect(asked(cycle)).toEqual([seed.users.map(() => 'PATCH /Users')]);
        expect(await job.status()).toMatchObject({ code: 'Active', quarantine: null });
      });
    } finally {
      await gate.close();
    }
  }, 120_000);
});

/** What was asked of the target, an activity at a time; of accounts without their ids. */
function asked(performed: readonly Performed[]): readonly (readonly string[])[] {
  return performed
    .filter(({ activity, requests }) => activity === 'validateCredentials' || requests.length > 0)
    .map(({ requests }) => requests.map((request) => request.replace(/^(\w+ \/\w+)\/.*$/, '$1')));
}

interface Tries {
  readonly objects: readonly number[];
  readonly references: readonly number[];
}

/** When activities asked such a thing. */
function triesOf(performed: readonly Performed[], request: string): readonly number[] {
  return performed.flatMap(({ at, requests }) =>
    requests.some((each) => each.startsWith(request)) ? [at] : [],
  );
}

/** One try for each rung, in the first cycle after it. @param rungs hours after `began`. */
function expectRungs(
  tries: readonly number[],
  began: number,
  rungs: readonly number[],
  interval: number,
): void {
  expect(tries).toHaveLength(rungs.length);
  tries.forEach((at, index) => {
    const late = at - began - (rungs[index] ?? 0) * HOUR;
    expect(late).toBeGreaterThan(-SLACK);
    expect(late).toBeLessThan(interval + SLACK);
  });
}

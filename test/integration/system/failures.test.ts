import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from '../../../src/emulators/graph/index.js';
import { MAIL_ADDRESS, startTestSystem, TARGET_TOKEN, type TestSystem } from '../../support/system.js';
import { until } from '../../support/until.js';
import * as contract from '../../../workflows/contract.js';

const USERS = 60;
const seed = generate({ users: USERS, seed: 3 });

describe('a cycle among failures', () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await startTestSystem({ seed });
  });
  afterEach(() => {
    system.target.faults.clear();
  });
  afterAll(async () => {
    await system.stop();
  });

  const userNames = (): readonly string[] =>
    system.target.users().map((user) => String(user['userName']).toLowerCase());

  it('makes every account once when answers are lost, the target throttles and fails in between', async () => {
    system.target.faults.add({ method: 'POST', dropConnection: 'after', times: 5 });
    system.target.faults.add({ method: 'POST', status: 503, times: 3 });
    system.target.faults.add({ method: 'POST', status: 429, retryAfter: '1', times: 2 });

    await system.withJob(system.configuration(), async (job) => {
      await job.cycleEnded(1);
      await job.sync();
      const { lastExecution, synchronizedEntryCountByType } = await job.status();

      expect(lastExecution).toMatchObject({ state: 'Succeeded', counts: { failed: 0 } });
      expect(synchronizedEntryCountByType).toEqual([{ key: 'User', value: USERS }]);
      expect(new Set(userNames()).size).toBe(USERS);
      expect(userNames()).toHaveLength(USERS);
    });
  });

  it('fails one object without stopping the others, and tries it again in the next cycle', async () => {
    await system.administer('patch', `/users/${seed.users[0]?.userPrincipalName ?? ''}`, {
      jobTitle: 'Refused',
    });
    await system.withJob(system.configuration(), async (job) => {
      await job.cycleEnded(1);
      await system.administer('patch', `/users/${seed.users[0]?.userPrincipalName ?? ''}`, {
        jobTitle: 'One',
      });
      await system.administer('patch', `/users/${seed.users[1]?.userPrincipalName ?? ''}`, {
        jobTitle: 'Two',
      });
      system.target.faults.add({ method: 'PATCH', status: 400, times: 1 });

      const refused = await job.sync();
      const repaired = await job.sync();

      expect(refused).toMatchObject({ state: 'EntryLevelErrors', counts: { updated: 1, failed: 1 } });
      expect(repaired).toMatchObject({ state: 'Succeeded', counts: { updated: 1, failed: 0 } });
    });
  });

  it('stops at a refused token, tells the administrator once by mail, and shows no secret anywhere', async () => {
    const configuration = system.configuration();
    await system.withJob(configuration, async (job) => {
      await job.cycleEnded(1);
      // The write, and the harmless request by which the token is tried once more.
      system.target.faults.add({ status: 401, times: 2 });
      await system.administer('patch', `/users/${seed.users[2]?.userPrincipalName ?? ''}`, {
        jobTitle: 'Three',
      });

      const failed = await job.sync();

      expect(failed).toMatchObject({ state: 'Failed', error: { code: 'CredentialsRejected' } });
      const mail = await until(() => system.mail.messages().at(-1), { what: 'the mail' });
      expect(mail.to).toContain(MAIL_ADDRESS);
      expect(mail.subject).toContain('CredentialsRejected');
      expect(JSON.stringify(failed) + mail.raw).not.toContain(TARGET_TOKEN);
    });
  });

  it('says what is wrong with mappings that came by an update', async () => {
    const configuration = system.configuration();
    await system.withJob(configuration, async (job) => {
      const mappings = [
        { target: 'userName', expression: 'Foo([mail])', matching: 1, apply: 'always' as const },
      ];

      const refused = job.handle.executeUpdate(contract.configure, {
        args: [{ configuration: { ...configuration, app: { ...configuration.app, mappings } } }],
      });

      await expect(refused).rejects.toMatchObject({
        cause: {
          type: 'ConfigurationInvalid',
          message: expect.stringContaining('userName: the expression cannot be read') as unknown,
        },
      });
    });
  });

  it('changes nothing when the configuration names a target that refuses the token', async () => {
    const configuration = system.configuration();
    await system.withJob(configuration, async (job) => {
      await job.cycleEnded(1);
      system.target.faults.add({ status: 401 });

      const refused = job.handle.executeUpdate(contract.configure, {
        args: [{ configuration: { ...configuration, app: { ...configuration.app, interval: '1h' } } }],
      });

      await expect(refused).rejects.toMatchObject({ cause: { type: 'CredentialsRejected' } });
      await expect(job.handle.query(contract.configuration)).resolves.toMatchObject({
        app: { interval: '40m' },
      });
    });
  });
});

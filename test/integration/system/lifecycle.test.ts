import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from '../../../src/emulators/graph/index.js';
import { startTestSystem, type TestSystem } from '../../support/system.js';

const USERS = 12;
const seed = generate({ users: USERS });
/** Managers travel with the accounts of those who report to them. */
const managed = seed.users.filter(({ manager }) => typeof manager === 'string').length;

interface Account {
  readonly userName: string;
  readonly active: boolean;
  readonly displayName: string;
}

describe("a person's account", () => {
  let system: TestSystem;

  beforeAll(async () => {
    system = await startTestSystem({ seed });
  });
  afterAll(async () => {
    await system.stop();
  });

  const accounts = (): readonly Account[] => system.target.users() as unknown as readonly Account[];
  const accountOf = (userName: string): Account | undefined =>
    accounts().find((account) => account.userName.toLowerCase() === userName.toLowerCase());
  const managerIdOf = (account: Account): unknown =>
    (account as unknown as Record<string, { manager?: { value?: unknown } } | undefined>)[
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    ]?.manager?.value;
  const writes = (): readonly string[] =>
    system.target
      .requests()
      .filter((request) => request.method !== 'GET')
      .map((request) => request.method);

  it('appears, follows, is disabled and comes back, with the requests that this takes and no others', async () => {
    const configuration = system.configuration();
    await system.withJob(configuration, async (job) => {
      const initial = await job.cycleEnded(1);

      expect(initial).toMatchObject({
        state: 'Succeeded',
        kind: 'initial',
        counts: { created: USERS, failed: 0 },
      });
      expect(accounts()).toHaveLength(USERS);
      expect(writes()).toEqual(Array.from({ length: USERS }, () => 'POST'));
      expect(accounts().filter((account) => managerIdOf(account) !== undefined)).toHaveLength(managed);

      system.target.clearRequests();
      const quiet = await job.sync();
      expect(quiet).toMatchObject({ state: 'Succeeded', kind: 'incremental', counts: { planned: 0 } });
      expect(system.target.requests()).toEqual([]);

      const [renamed, blocked, unassigned] = seed.users.map((user) => user.userPrincipalName);
      if (renamed === undefined || blocked === undefined || unassigned === undefined) throw new Error('seed');
      await system.administer('patch', `/users/${renamed}`, { displayName: 'Renamed Person' });
      await system.administer('patch', `/users/${blocked}`, { accountEnabled: false });
      await system.administer('delete', '/assignments', { app: 'Generated App', principal: unassigned });
      await system.administer('post', '/users', {
        userPrincipalName: 'newcomer@contoso.example',
        displayName: 'New Comer',
        givenName: 'New',
        surname: 'Comer',
        mail: 'newcomer@contoso.example',
        mailNickname: 'newcomer',
        assign: ['Generated App'],
      });
      const changed = await job.sync();

      expect(changed.counts).toMatchObject({ created: 1, updated: 1, disabled: 2, failed: 0 });
      expect(accountOf(renamed)).toMatchObject({ displayName: 'Renamed Person', active: true });
      expect(accountOf(blocked)).toMatchObject({ active: false });
      expect(accountOf(unassigned)).toMatchObject({ active: false });
      expect(accountOf('newcomer@contoso.example')).toMatchObject({ displayName: 'New Comer', active: true });
      expect([...writes()].sort()).toEqual(['PATCH', 'PATCH', 'PATCH', 'POST']);
      expect(system.target.requests()).toHaveLength(5);

      await system.administer('patch', `/users/${blocked}`, { accountEnabled: true });
      await system.administer('post', '/assignments', { app: 'Generated App', principal: unassigned });
      const revived = await job.sync();

      expect(revived.counts).toMatchObject({ updated: 2, created: 0, failed: 0 });
      expect(accountOf(blocked)).toMatchObject({ active: true });
      expect(accountOf(unassigned)).toMatchObject({ active: true });
      expect(accounts()).toHaveLength(USERS + 1);
    });
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Seed } from '../../../src/emulators/graph/index.js';
import { startTestSystem, type TestSystem } from '../../support/system.js';

const ROLE = {
  id: '18d14569-c3bd-439b-9a66-3a2aee01d14f',
  displayName: 'User',
  allowedMemberTypes: ['User' as const],
};
const person = (alias: string) => ({
  userPrincipalName: `${alias}@contoso.example`,
  displayName: alias,
  givenName: alias,
  surname: 'Person',
  mail: `${alias}@contoso.example`,
  mailNickname: alias,
  accountEnabled: true,
});

const seed: Seed = {
  tenant: {
    domain: 'contoso.example',
    clients: [
      {
        clientSecret: 'secret-of-the-tests-tenant',
        roles: ['User.Read.All', 'GroupMember.Read.All', 'Application.Read.All'],
      },
    ],
  },
  users: ['direct', 'member', 'nested', 'default', 'stranger', 'insecure'].map(person),
  groups: [
    { displayName: 'Outer', securityEnabled: true, members: ['member@contoso.example', 'Inner'] },
    { displayName: 'Inner', securityEnabled: true, members: ['nested@contoso.example'] },
    { displayName: 'Mailing List', securityEnabled: false, members: ['insecure@contoso.example'] },
  ],
  apps: [
    {
      displayName: 'App',
      appRoles: [ROLE],
      assignments: [
        { principal: 'direct@contoso.example', role: 'User' },
        { principal: 'Outer', role: 'User' },
        { principal: 'Mailing List', role: 'User' },
        { principal: 'default@contoso.example' },
      ],
    },
  ],
};

describe('what the directory says', () => {
  let system: TestSystem;

  beforeEach(async () => {
    system = await startTestSystem({ seed });
  });
  afterEach(async () => {
    await system.stop();
  });

  const withRolesOnly = () => system.configuration({ defaultAccessRole: 'skip' });
  /** One user and the group Outer with its member are created; the account that is there gets what differs. */
  const oneOfTwoIsThere = { created: 2, updated: 1, failed: 0 };
  const accounts = (isActive = true): readonly string[] =>
    system.target
      .users()
      .filter((user) => user['active'] === isActive)
      .map((user) => String(user['displayName']))
      .sort();

  it.each([
    { defaultAccessRole: 'skip', expected: ['direct', 'member'] },
    { defaultAccessRole: 'include', expected: ['default', 'direct', 'member'] },
  ] as const)(
    'counts direct assignments and direct members; Default Access: $defaultAccessRole',
    async (one) => {
      await system.withJob(
        system.configuration({ defaultAccessRole: one.defaultAccessRole }),
        async (job) => {
          await job.cycleEnded(1);

          expect(accounts()).toEqual(one.expected);
        },
      );
    },
  );

  it('counts everyone when the scope is all', async () => {
    await system.withJob(system.configuration({ scope: 'all' }), async (job) => {
      await job.cycleEnded(1);

      expect(accounts()).toEqual(['default', 'direct', 'insecure', 'member', 'nested', 'stranger']);
    });
  });

  it('disables who is soft-deleted, and again enables who is restored', async () => {
    await system.withJob(withRolesOnly(), async (job) => {
      await job.cycleEnded(1);

      await system.administer('delete', '/users/direct@contoso.example');
      await job.sync();
      expect(accounts(false)).toEqual(['direct']);

      await system.administer('post', '/users/direct@contoso.example/restore');
      await job.sync();
      expect(accounts(false)).toEqual([]);
      expect(system.target.requests().filter(({ method }) => method === 'DELETE')).toEqual([]);
    });
  });

  it('finds a restore that the change feed does not tell', async () => {
    await system.withJob(withRolesOnly(), async (job) => {
      await job.cycleEnded(1);
      await system.administer('patch', '/quirks', { restoreInvisible: true });
      await system.administer('delete', '/users/direct@contoso.example');
      await job.sync();
      expect(accounts(false)).toEqual(['direct']);

      await system.administer('post', '/users/direct@contoso.example/restore');
      await job.sync();

      expect(accounts(false)).toEqual([]);
    });
  });

  it('finds who vanished while its position was lost, and writes to nobody else', async () => {
    await system.withJob(withRolesOnly(), async (job) => {
      await job.cycleEnded(1);
      await system.administer('delete', '/users/member@contoso.example');
      await system.administer('post', '/epoch/bump');
      system.target.clearRequests();

      const resynchronised = await job.sync();

      expect(resynchronised).toMatchObject({
        state: 'Succeeded',
        kind: 'incremental',
        counts: { disabled: 1 },
      });
      expect(accounts(false)).toEqual(['member']);
      expect(system.target.requests()).toHaveLength(1);
    });
  });

  it('removes nobody on the word of a read that found nobody', async () => {
    await system.withJob(withRolesOnly(), async (job) => {
      await job.cycleEnded(1);
      await system.administer('post', '/epoch/bump');
      await system.administer('post', '/faults', {
        kind: 'zeroResults',
        match: { path: '/v1.0/users/delta', nth: 2 },
      });
      system.target.clearRequests();

      const refused = await job.sync();
      const repaired = await job.sync();

      expect(refused).toMatchObject({ state: 'Failed', error: { code: 'SourceIncompatible' } });
      expect(repaired).toMatchObject({ state: 'Succeeded', counts: { disabled: 0 } });
      expect(accounts()).toEqual(['direct', 'member']);
      expect(system.target.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
    });
  });

  it.each([
    ['assignments that is empty', 'zeroResults', '*/appRoleAssignedTo', 'AssignmentsContradictCount'],
    ['assignments that lacks some', 'missingItems', '*/appRoleAssignedTo', 'AssignmentsContradictCount'],
    ['members that lacks a page', 'skippedPage', '*/members/microsoft.graph.user', 'MembersContradictCount'],
  ])('removes nobody on the word of a list of %s, and says so', async (_, kind, path, code) => {
    await system.withJob(withRolesOnly(), async (job) => {
      await job.cycleEnded(1);
      await system.administer('post', '/faults', { kind, match: { path } });
      system.target.clearRequests();

      const doubted = await job.sync();
      await system.administer('delete', '/faults');
      await job.sync();

      expect(doubted).toMatchObject({ state: 'Succeeded', counts: { disabled: 0 } });
      expect(accounts()).toEqual(['direct', 'member']);
      expect(system.target.requests()).toEqual([]);
      const appId = job.handle.workflowId.replace('provisioning-job/', '');
      const events = await system.store.events.list({ appId, limit: 10 });
      expect(new Set(events.map((event) => event.code))).toEqual(new Set([code]));
    });
  });

  it('repairs by a restart what someone changed in the target by hand', async () => {
    await system.withJob(withRolesOnly(), async (job) => {
      await job.cycleEnded(1);
      await system.changeAccount('direct', { displayName: 'Changed By Hand' });

      await job.handle.signal('restart', {});
      await job.cycleEnded(2);

      expect(accounts()).toEqual(['direct', 'member']);
    });
  });

  it('asks user by user where the target does not list, and still doubles nobody', async () => {
    await system.createAccount({ userName: 'direct@contoso.example', displayName: 'Old Name' });
    const configuration = { ...withRolesOnly().app, provisioningStatus: 'off' as const };
    await system.withJob(system.configuration(configuration), async (job) => {
      system.target.faults.add({ method: 'GET', status: 501, times: 1 });
      await job.handle.signal('start');
      const initial = await job.cycleEnded(1);

      expect(initial).toMatchObject({ state: 'Succeeded', counts: oneOfTwoIsThere });
      expect(accounts()).toEqual(['direct', 'member']);
    });
  });

  it('adopts an account that is there already instead of making a second one', async () => {
    await system.createAccount({ userName: 'DIRECT@contoso.example', displayName: 'Old Name' });
    await system.withJob(withRolesOnly(), async (job) => {
      const initial = await job.cycleEnded(1);

      expect(initial.counts).toMatchObject(oneOfTwoIsThere);
      expect(system.target.users()).toHaveLength(2);
      expect(accounts()).toEqual(['direct', 'member']);
    });
  });
});

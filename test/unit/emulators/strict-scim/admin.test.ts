import { describe, expect, it } from '@jest/globals';
import { withTarget, userUrn, type TargetUnderTest } from './target.js';

const admin = async (
  target: TargetUnderTest,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> => {
  const response = await fetch(`${new URL(target.url).origin}/_admin/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  return text === '' ? response.status : (JSON.parse(text) as unknown);
};

describe('the admin API', () => {
  it('seeds, shows the state, counts operations and resets', async () => {
    await withTarget({}, async (target) => {
      await admin(target, 'POST', 'seed', {
        users: [{ id: 'u1', userName: 'ada' }],
        groups: [{ displayName: 'Club', members: [{ value: 'u1' }] }],
      });
      await target.get('/Users/u1');
      await target.get('/Users/u1');
      await target.get('/Groups?count=1');

      expect(await admin(target, 'GET', 'state')).toMatchObject({
        users: [{ id: 'u1', userName: 'ada' }],
        groups: [{ members: [{ value: 'u1', type: 'User' }] }],
        operations: { 'GET /Users/{id}': 2, 'GET /Groups': 1 },
        violations: [],
      });
      expect(await admin(target, 'GET', 'requests')).toHaveLength(3);
      expect(await admin(target, 'DELETE', 'requests')).toBe(204);
      expect(await admin(target, 'GET', 'requests')).toEqual([]);
      expect(await admin(target, 'POST', 'reset')).toBe(204);
      expect(await admin(target, 'GET', 'users')).toEqual([]);
    });
  });

  it('takes faults, one or several, and refuses what is none', async () => {
    await withTarget({}, async (target) => {
      expect(await admin(target, 'POST', 'faults', { status: 500 })).toBe(204);
      expect(await admin(target, 'POST', 'faults', [{ status: 501 }, { status: 502 }])).toBe(204);
      const seen = [await target.get('/Users'), await target.get('/Users')].map(({ status }) => status);
      await admin(target, 'DELETE', 'faults');

      expect([...seen, (await target.get('/Users')).status]).toEqual([500, 501, 200]);
      expect(await admin(target, 'POST', 'faults', { colour: 'red' })).toHaveProperty('error');
    });
  });
});

describe('violations', () => {
  it('are found in what was seeded', async () => {
    await withTarget({}, async (target) => {
      const { users, groups } = target.seed({
        users: [{ userName: 'ada' }, { userName: 'ADA' }],
        groups: [{ displayName: 'Club', members: [{ value: 'x' }, { value: 'x' }] }],
      });
      const groupId = groups[0]?.id;

      expect(target.violations()).toEqual([
        { type: 'duplicateUserName', userIds: users.map(({ id }) => id) },
        { type: 'duplicateMember', groupId, memberId: 'x' },
        { type: 'unknownMember', groupId, memberId: 'x' },
      ]);
    });
  });

  it('do not keep a group with a member who is gone from being changed', async () => {
    await withTarget({ switches: { leavesDanglingMembers: true } }, async (target) => {
      const ada = await target.user({ userName: 'ada' });
      const eve = await target.user({ userName: 'eve' });
      const group = await target.group({ displayName: 'Club', members: [{ value: ada }] });
      await target.send('DELETE', `/Users/${ada}`);

      const added = await target.patch(`/Groups/${group}`, {
        op: 'add',
        path: 'members',
        value: [{ value: eve }],
      });

      expect(added.status).toBe(200);
      expect(target.violations()).toEqual([{ type: 'unknownMember', groupId: group, memberId: ada }]);
    });
  });

  it('never come of two users with one name, even at once', async () => {
    await withTarget({}, async (target) => {
      const post = () => target.send('POST', '/Users', { schemas: [userUrn], userName: 'ada' });

      const both = await Promise.all([post(), post()]);

      expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect(target.violations()).toEqual([]);
    });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppRole, Assignment } from '../../../src/directory/directory-source.js';
import type { AssignmentReading, Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';

const role: AppRole = {
  id: 'role-user',
  value: null,
  displayName: 'User',
  isEnabled: true,
  allowsUsers: true,
};

const SOURCE = 'contoso';

describe('assignments', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let app = '';
  let apps = 0;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });
  beforeEach(() => {
    app = `app-${(apps += 1)}`;
  });

  const direct = (principalId: string): Assignment => ({
    id: `direct-${principalId}`,
    principalId,
    principalType: 'User',
    appRoleId: role.id,
  });
  const group: Assignment = {
    id: 'of-group',
    principalId: 'group-1',
    principalType: 'Group',
    appRoleId: role.id,
  };

  async function read(
    assignments: readonly Assignment[],
    members: readonly string[] = [],
  ): Promise<AssignmentReading> {
    const reading = await store.assignments.beginReading(app);
    await store.assignments.addToReading(reading, assignments);
    await store.assignments.addMembersToReading(reading, 'group-1', members);
    return reading;
  }
  async function adopt(
    assignments: readonly Assignment[],
    members: readonly string[] = [],
    roles: readonly AppRole[] = [role],
  ) {
    return store.assignments.adoptReading(await read(assignments, members), SOURCE, roles);
  }

  it('entitles users directly and as members of an assigned group', async () => {
    await expect(adopt([direct('a'), group], ['b', 'a'])).resolves.toEqual({
      assignments: 2,
      members: 2,
      changed: 2,
    });
    const roles = await store.assignments.rolesOf(app, ['a', 'b', 'c']);
    expect(roles.get('a')?.map(({ throughGroupId }) => throughGroupId)).toEqual([null, 'group-1']);
    expect(roles.get('b')).toMatchObject([
      { appRoleId: role.id, displayName: 'User', throughGroupId: 'group-1' },
    ]);
    expect(roles.has('c')).toBe(false);
  });

  it('marks exactly those whose entitlement differs from the reading before', async () => {
    await adopt([direct('a'), direct('b')]);

    await expect(adopt([direct('b'), direct('c')])).resolves.toMatchObject({ changed: 2 });

    await expect(adopt([direct('b'), direct('c')])).resolves.toMatchObject({ changed: 0 });
  });

  it('changes nothing by a reading that broke off', async () => {
    await adopt([direct('a'), direct('b')]);

    await read([direct('a')]);

    await expect(adopt([direct('a'), direct('b')])).resolves.toMatchObject({ changed: 0 });
  });

  it('looks at everyone again when a role is disabled', async () => {
    await adopt([direct('a'), direct('b')]);

    await expect(
      adopt([direct('a'), direct('b')], [], [{ ...role, isEnabled: false }]),
    ).resolves.toMatchObject({ changed: 2 });
    await expect(store.assignments.hasUserRole(app)).resolves.toBe(false);
  });

  it('marks nobody because of a principal that is no user', async () => {
    await expect(
      adopt([{ ...direct('some-service'), principalType: 'ServicePrincipal' }]),
    ).resolves.toMatchObject({ changed: 0 });
  });

  it('loses who is not told any more, and keeps whom the reading is made to keep', async () => {
    await adopt([direct('a'), direct('b'), group], ['c', 'd']);
    const reading = await read([direct('a'), group], ['c']);

    expect(await store.assignments.compareAssignments(reading)).toEqual({ read: 2, lost: 1 });
    expect(await store.assignments.compareMembers(reading, ['group-1'])).toEqual(
      new Map([['group-1', { read: 1, lost: 1 }]]),
    );
    expect(await store.assignments.compareEntitled(reading)).toEqual({ known: 4, lost: 2 });
    await store.assignments.keepMembers(reading, 'group-1');
    expect(await store.assignments.compareEntitled(reading)).toEqual({ known: 4, lost: 1 });
    await store.assignments.adoptReading(reading, SOURCE, [role]);
    expect([...(await store.assignments.rolesOf(app, ['a', 'b', 'c', 'd'])).keys()].sort()).toEqual([
      'a',
      'c',
      'd',
    ]);
  });

  it('entitles the members of a group with a role that it gets later, and no more with one that it loses', async () => {
    const other = { ...group, id: 'of-group-too', appRoleId: 'role-other' };
    const rolesOfB = async () =>
      (await store.assignments.rolesOf(app, ['b'])).get('b')?.map(({ appRoleId }) => appRoleId);
    await adopt([group], ['b', 'c']);

    await expect(adopt([group, other], ['b', 'c'])).resolves.toMatchObject({ changed: 2 });
    expect(await rolesOfB()).toEqual(['role-other', 'role-user']);
    await expect(adopt([other], ['b', 'c'])).resolves.toMatchObject({ changed: 2 });
    expect(await rolesOfB()).toEqual(['role-other']);
    await expect(adopt([], [])).resolves.toMatchObject({ changed: 2 });
    expect(await rolesOfB()).toBeUndefined();
  });

  describe('that were read of one object by itself', () => {
    const correct = (id: string, objectName: 'User' | 'Group', assignments: readonly Assignment[]) =>
      store.assignments.correct(
        { appId: app, source: SOURCE },
        { object: { id, objectName }, appRoles: [role], assignments },
      );
    const entitled = async (...ids: readonly string[]) =>
      [...(await store.assignments.rolesOf(app, ids)).keys()].sort();

    it('stand where the reading had begun before', async () => {
      await adopt([direct('a'), direct('b')]);
      const reading = await read([direct('a'), direct('b')]);
      await correct('b', 'User', []);
      await correct('c', 'User', [direct('c')]);

      await store.assignments.adoptReading(reading, SOURCE, [role]);

      expect(await entitled('a', 'b', 'c')).toEqual(['a', 'c']);
      await adopt([direct('a'), direct('b')]);
      expect(await entitled('a', 'b', 'c')).toEqual(['a', 'b']);
    });

    it('count for all members of a group in the next reading', async () => {
      const other = { ...group, id: 'of-group-too', appRoleId: 'role-other' };
      await adopt([group], ['a', 'b']);
      await correct('group-1', 'Group', [group, other]);
      await correct('a', 'User', [group, other]);

      await expect(adopt([group, other], ['a', 'b'])).resolves.toMatchObject({ changed: 1 });

      const roles = await store.assignments.rolesOf(app, ['a', 'b']);
      expect([roles.get('a')?.length, roles.get('b')?.length]).toEqual([2, 2]);
    });
  });
});

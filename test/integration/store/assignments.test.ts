import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppRole, Assignment } from '../../../src/directory/directory-source.js';
import type { Store } from '../../../src/store/index.js';
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

  async function read(assignments: readonly Assignment[], members: readonly string[] = []): Promise<void> {
    await store.assignments.beginReading(app);
    await store.assignments.addToReading(app, assignments);
    await store.assignments.addMembersToReading(app, 'group-1', members);
  }

  it('entitles users directly and as members of an assigned group', async () => {
    await read([direct('a'), group], ['b', 'a']);

    await expect(store.assignments.adoptReading(app, SOURCE, [role])).resolves.toEqual({
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
    await read([direct('a'), direct('b')]);
    await store.assignments.adoptReading(app, SOURCE, [role]);

    await read([direct('b'), direct('c')]);
    await expect(store.assignments.adoptReading(app, SOURCE, [role])).resolves.toMatchObject({ changed: 2 });

    await read([direct('b'), direct('c')]);
    await expect(store.assignments.adoptReading(app, SOURCE, [role])).resolves.toMatchObject({ changed: 0 });
  });

  it('changes nothing by a reading that broke off', async () => {
    await read([direct('a'), direct('b')]);
    await store.assignments.adoptReading(app, SOURCE, [role]);

    await read([direct('a')]);

    await store.assignments.beginReading(app);
    await store.assignments.addToReading(app, [direct('a'), direct('b')]);
    await expect(store.assignments.adoptReading(app, SOURCE, [role])).resolves.toMatchObject({ changed: 0 });
  });

  it('looks at everyone again when a role is disabled', async () => {
    await read([direct('a'), direct('b')]);
    await store.assignments.adoptReading(app, SOURCE, [role]);
    await read([direct('a'), direct('b')]);

    await expect(
      store.assignments.adoptReading(app, SOURCE, [{ ...role, isEnabled: false }]),
    ).resolves.toMatchObject({ changed: 2 });
    await expect(store.assignments.hasUserRole(app)).resolves.toBe(false);
  });

  it('marks nobody because of a principal that is no user', async () => {
    await read([{ ...direct('some-service'), principalType: 'ServicePrincipal' }]);

    await expect(store.assignments.adoptReading(app, SOURCE, [role])).resolves.toMatchObject({ changed: 0 });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { user } from './a-directory.js';

const ROUNDS = 30;
const SOURCE = 'contoso';
const APP = 'desk';
const ids = ['ann', 'bo', 'cy', 'di'];
const role = { id: 'role', value: null, displayName: 'User', isEnabled: true, allowsUsers: true };
const assignmentOf = (principalId: string) => ({
  id: `a-${principalId}`,
  principalId,
  principalType: 'User' as const,
  appRoleId: role.id,
});

describe('what a cycle reads, and what is read on demand at the same time', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  it('are stored one after the other: of users', async () => {
    const { round } = await store.mirror.openRound(SOURCE, ['displayName']);
    const facts = (enabled: boolean) => ids.map((id) => user(id, { enabled }));

    for (let turn = 0; turn < ROUNDS; turn += 1)
      await Promise.all([
        store.mirror.fold(SOURCE, APP, { round, facts: facts(turn % 2 === 0), continueAt: `${turn}` }),
        ...ids.map((id) => store.mirror.correct(SOURCE, APP, [user(id, { enabled: turn % 2 === 1 })])),
      ]);

    expect(await store.mirror.countPresent(SOURCE, round)).toEqual({ present: 4, seen: 4 });
  });

  it('are stored one after the other: of assignments', async () => {
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const isAssigned = turn % 2 === 0;
      const told = isAssigned ? ids.map(assignmentOf) : [];
      const reading = await store.assignments.beginReading(APP);
      await store.assignments.addToReading(reading, told);
      await Promise.all([
        store.assignments.adoptReading(reading, SOURCE, [role]),
        ...ids.map((id) =>
          store.assignments.correct(
            { appId: APP, source: SOURCE },
            {
              object: { id, objectName: 'User' },
              appRoles: [role],
              assignments: isAssigned ? [assignmentOf(id)] : [],
            },
          ),
        ),
      ]);

      expect((await store.assignments.rolesOf(APP, ids)).size).toBe(isAssigned ? ids.length : 0);
    }
  });
});

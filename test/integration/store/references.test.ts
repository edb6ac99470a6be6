import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../../src/store/index.js';
import type { CycleScope } from '../../../src/store/cycles.js';
import type { WrittenReference, ReferencePlace } from '../../../src/store/references.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, group, readGroups, readUsers, takeMarks, user } from './a-directory.js';

const MANAGER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager';
const membersOf = (objectId: string): ReferencePlace => ({ objectId, name: 'members', path: 'members' });
const managerOf = (objectId: string): ReferencePlace => ({ objectId, name: 'manager', path: MANAGER });
const all = { after: '', limit: 100 };

describe('references', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let cycle: CycleScope = { appId: '', number: 1, sourceKey: '', now: new Date() };
  let apps = 0;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });
  beforeEach(() => {
    apps += 1;
    cycle = { appId: `app-${apps}`, number: 1, sourceKey: `source-${apps}`, now: new Date() };
  });

  const link = async (...ids: readonly string[]): Promise<void> => {
    for (const id of ids) await store.links.claim(cycle, aLinkRow(id));
  };
  const linkGroup = (id: string) => store.links.claim(cycle, aLinkRow(id, { objectName: 'Group' }));
  const written = (...ids: readonly string[]): readonly WrittenReference[] =>
    ids.map((id) => ({ referencedId: id, targetId: `t-${id}`, name: null }));
  const record = (place: ReferencePlace, added: readonly string[], removed: readonly string[] = []) =>
    store.references.record(cycle.appId, place, { added: written(...added), removed: written(...removed) });
  const differenceAt = async (place: ReferencePlace) =>
    (await store.references.differences(cycle, [place])).get(place);
  describe('compared with what was written', () => {
    it('are to be added as far as the other side has an account, and unresolved where not', async () => {
      await readGroups(store, cycle, group('sales', ['ann', 'bo', 'cy']));
      await link('ann', 'bo');

      expect(await differenceAt(membersOf('sales'))).toEqual({ additions: 2, removals: 0, unresolved: 1 });
      expect(await store.references.missing(cycle, membersOf('sales'), all)).toMatchObject(
        written('ann', 'bo'),
      );
    });

    it('differ no more once they are in the ledger', async () => {
      await readGroups(store, cycle, group('sales', ['ann', 'bo']));
      await link('ann', 'bo');
      await record(membersOf('sales'), ['ann', 'bo']);

      expect(await differenceAt(membersOf('sales'))).toBeUndefined();
      expect(await store.references.exported(cycle, { objectId: 'sales', path: 'members' })).toMatchObject(
        written('ann', 'bo'),
      );
    });

    it('are recorded twice like once, and only at their own place', async () => {
      await record(membersOf('sales'), ['ann']);
      await record(membersOf('sales'), ['ann']);
      await record(membersOf('legal'), ['ann']);
      await record(membersOf('sales'), [], ['ann']);

      expect(await store.references.exported(cycle, { objectId: 'sales', path: 'members' })).toEqual([]);
      expect(await store.references.exported(cycle, { objectId: 'legal', path: 'members' })).toMatchObject(
        written('ann'),
      );
    });

    it('are surplus when the directory has them no more, be they linked or not', async () => {
      await readGroups(store, cycle, group('sales', ['ann']));
      await link('ann', 'bo');
      await record(membersOf('sales'), ['ann', 'bo', 'cy']);

      expect(await differenceAt(membersOf('sales'))).toEqual({ additions: 0, removals: 2, unresolved: 0 });
      expect(await store.references.surplus(cycle, membersOf('sales'), all)).toMatchObject(
        written('bo', 'cy'),
      );
    });

    it('stay as they are for a member who lost the app, and are not added anew', async () => {
      await readGroups(store, cycle, group('sales', ['ann', 'bo']));
      for (const id of ['ann', 'bo']) await store.links.claim(cycle, aLinkRow(id, { state: 'unmanaged' }));
      await record(membersOf('sales'), ['ann']);

      expect(await differenceAt(membersOf('sales'))).toEqual({ additions: 0, removals: 0, unresolved: 1 });
      expect(await store.references.missing(cycle, membersOf('sales'), all)).toEqual([]);
      expect(await store.references.surplus(cycle, membersOf('sales'), all)).toEqual([]);
    });

    it('are written again for an account that another one replaced', async () => {
      await readGroups(store, cycle, group('sales', ['ann']));
      await link('ann');
      await store.references.record(cycle.appId, membersOf('sales'), {
        added: [{ referencedId: 'ann', targetId: 'account-before' }],
        removed: [],
      });

      expect(await store.references.missing(cycle, membersOf('sales'), all)).toMatchObject(written('ann'));
      await record(membersOf('sales'), ['ann']);
      expect(await differenceAt(membersOf('sales'))).toBeUndefined();
    });

    it('never are a group: members are users', async () => {
      await readGroups(store, cycle, group('sales', ['inner']));
      await linkGroup('inner');

      expect(await store.references.missing(cycle, membersOf('sales'), all)).toEqual([]);
    });

    it('come page by page, by id', async () => {
      const ids = ['a', 'b', 'c', 'd', 'e'];
      await readGroups(store, cycle, group('sales', ids));
      await link(...ids);
      const place = membersOf('sales');

      expect(await store.references.missing(cycle, place, { after: 'b', limit: 2 })).toMatchObject(
        written('c', 'd'),
      );
      await readGroups(store, cycle, group('sales', [], ids));
      await record(place, ids);
      expect(await store.references.surplus(cycle, place, { after: 'd', limit: 2 })).toMatchObject(
        written('e'),
      );
    });

    it('are told apart by place: object, attribute, target path', async () => {
      await readUsers(store, cycle, user('ann', { managerId: 'max' }), user('bo', { managerId: 'max' }));
      await readGroups(store, cycle, group('sales', ['max']));
      await link('max');
      await record(managerOf('ann'), ['max']);
      const places = [managerOf('ann'), managerOf('bo'), membersOf('sales')];

      const found = await store.references.differences(cycle, places);

      expect([...found.keys()]).toEqual([managerOf('bo'), membersOf('sales')]);
    });

    it('are of one app: another app wrote others', async () => {
      await readGroups(store, cycle, group('sales', ['ann']));
      await link('ann');
      await store.references.record('another-app', membersOf('sales'), {
        added: written('ann'),
        removed: [],
      });

      expect(await differenceAt(membersOf('sales'))).toMatchObject({ additions: 1 });
    });
  });

  describe('of a user to a manager', () => {
    const managerNow = async (): Promise<string | null | undefined> =>
      (await store.plans.object(cycle, 'User', 'ann'))?.managerId;

    it.each<[string, { readonly managerId?: string | null }, string | null, readonly string[]]>([
      ['changes', { managerId: 'mia' }, 'mia', ['ann']],
      ['ends', { managerId: null }, null, ['ann']],
      ['is told again', { managerId: 'max' }, 'max', []],
      ['is not told', {}, 'max', []],
    ])('%s', async (_, told, expected, marked) => {
      await readUsers(store, cycle, user('ann', { managerId: 'max' }));
      expect(await takeMarks(store, cycle)).toEqual(['ann']);

      await readUsers(store, cycle, user('ann', told));

      expect(await managerNow()).toBe(expected);
      expect(await takeMarks(store, cycle)).toEqual(marked);
    });

    it('ends when the manager is deleted for good, not while restorable', async () => {
      await readUsers(store, cycle, user('ann', { managerId: 'max' }), user('max'));
      await takeMarks(store, cycle);

      await readUsers(store, cycle, { state: 'softDeleted', id: 'max' });
      expect([await managerNow(), await takeMarks(store, cycle)]).toEqual(['max', []]);

      await readUsers(store, cycle, { state: 'deleted', id: 'max' });
      expect([await managerNow(), await takeMarks(store, cycle)]).toEqual([null, ['ann']]);
    });

    it('is surplus when there is another, which is missing', async () => {
      await readUsers(store, cycle, user('ann', { managerId: 'mia' }));
      await link('mia', 'max');
      await record(managerOf('ann'), ['max']);

      expect(await differenceAt(managerOf('ann'))).toEqual({ additions: 1, removals: 1, unresolved: 0 });
    });
  });

  describe('may be written', () => {
    const assign = async (...principals: readonly (readonly ['User' | 'Group', string])[]) => {
      const reading = await store.assignments.beginReading(cycle.appId);
      await store.assignments.addToReading(
        reading,
        principals.map(([principalType, principalId]) => ({
          id: `a-${principalId}`,
          principalId,
          principalType,
          appRoleId: 'role',
        })),
      );
      await store.assignments.adoptReading(reading, cycle.sourceKey, []);
    };
    const referring = async (scope: 'assigned' | 'all', ...ids: readonly string[]) =>
      (await store.references.referringObjects(cycle, scope, ids)).map(({ objectId }) => objectId).sort();

    it('of whom is linked, there, active, meant by the filters and assigned', async () => {
      await readUsers(
        store,
        cycle,
        user('fine'),
        user('unlinked'),
        user('blocked', { enabled: false }),
        user('unmanaged'),
        user('filtered'),
        user('unassigned'),
        user('gone'),
      );
      await readUsers(store, cycle, { state: 'softDeleted', id: 'gone' });
      const everyone = ['fine', 'unlinked', 'blocked', 'unmanaged', 'filtered', 'unassigned', 'gone'];
      await link('fine', 'blocked', 'filtered', 'unassigned', 'gone');
      await store.links.claim(cycle, aLinkRow('unmanaged', { state: 'unmanaged' }));
      await assign(...everyone.filter((id) => id !== 'unassigned').map((id) => ['User', id] as const));
      await store.plans.save(cycle, {
        planned: everyone,
        rows: [],
        links: [],
        filteredOut: ['filtered'],
        failures: [],
      });

      expect(await referring('assigned', ...everyone)).toEqual(['fine']);
      expect(await referring('all', ...everyone)).toEqual(['fine', 'unassigned']);
      expect(await referring('assigned', 'blocked')).toEqual([]);
    });

    it('of a group that is linked, there, secure and assigned itself', async () => {
      await readGroups(
        store,
        cycle,
        group('fine'),
        group('insecure', [], [], false),
        group('member'),
        group('gone'),
      );
      await readGroups(store, cycle, { state: 'deleted', id: 'gone' });
      const everyone = ['fine', 'insecure', 'member', 'gone'];
      for (const id of everyone) await linkGroup(id);
      await assign(['Group', 'fine'], ['Group', 'insecure'], ['Group', 'gone']);

      expect(await store.references.referringObjects(cycle, 'assigned', everyone)).toEqual([
        { objectName: 'Group', objectId: 'fine', targetId: 't-fine', attributes: { displayName: ['fine'] } },
      ]);
      expect(await referring('all', ...everyone)).toEqual(['fine', 'member']);
    });
  });
});

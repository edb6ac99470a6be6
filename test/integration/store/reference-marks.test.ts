import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Outcome, PendingOperation, Store } from '../../../src/store/index.js';
import type { CycleScope } from '../../../src/store/cycles.js';
import type { WrittenReference, ReferencePlace } from '../../../src/store/references.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, aReferenceRow, group, readGroups, readUsers, takeMarks, user } from './a-directory.js';

const membersOf = (objectId: string): ReferencePlace => ({ objectId, name: 'members', path: 'members' });
const managerOf = (objectId: string): ReferencePlace => ({ objectId, name: 'manager', path: 'boss' });
const all = { after: '', limit: 100 };

const MANAGERS = [{ name: 'manager', path: managerOf('').path }];

describe('marks of references', () => {
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
  const take = async (): Promise<PendingOperation> => {
    const [taken] = await store.operations.take(cycle, { after: 0, last: 100, limit: 100 });
    if (taken === undefined) throw new Error('nothing taken');
    return taken;
  };

  describe('marks', () => {
    it('are set exactly once by a new link: of who names it, and of whom it names', async () => {
      await readUsers(store, cycle, user('ann', { managerId: 'max' }), user('max'), user('other'));
      await readGroups(store, cycle, group('sales', ['ann']), group('legal', ['other']));
      await takeMarks(store, cycle);

      await link('ann');
      expect(await takeMarks(store, cycle)).toEqual(['ann', 'sales']);

      await link('ann');
      expect(await takeMarks(store, cycle)).toEqual([]);
    });

    it.each<[string, readonly string[], object]>([
      ['an update that leaves the link', [], {}],
      ['a link that is managed no more', ['sales'], { state: 'unmanaged' }],
      ['another account', ['sales'], { targetId: 't-new' }],
    ])('are set by %s: %j', async (_, marked, change) => {
      await readGroups(store, cycle, group('sales', ['ann']));
      await link('ann');
      await takeMarks(store, cycle);
      await store.referenceMarks.savePlan(cycle, {
        planned: ['nobody'],
        rows: [aReferenceRow('ann', { objectName: 'User', about: 'object', values: { title: 'CTO' } })],
      });
      const { id } = await take();

      await store.operations.record(cycle, [
        anOutcome(id, 'ann', { link: aLinkRow('ann', { exported: { title: 'CTO' }, ...change }) }),
      ]);

      expect(await takeMarks(store, cycle)).toEqual(marked);
    });

    it('are set by planning an object, of whoever it names and of nobody else', async () => {
      await readUsers(store, cycle, user('ann', { managerId: 'max' }), user('max'));
      await takeMarks(store, cycle);

      await store.plans.save(cycle, {
        planned: ['ann', 'max'],
        rows: [],
        links: [],
        filteredOut: [],
        failures: [],
      });

      expect(await takeMarks(store, cycle)).toEqual(['ann']);
    });

    it('count as waiting, and can be forgotten', async () => {
      await readGroups(store, cycle, group('sales', ['ann']));
      expect(await store.referenceMarks.settle(cycle, MANAGERS)).toBe(true);
      expect(await store.dirty.count(cycle.appId)).toBe(2);

      await store.referenceMarks.forgetMarks(cycle.appId);

      expect(await store.referenceMarks.settle(cycle, MANAGERS)).toBe(false);
      expect(await store.dirty.count(cycle.appId)).toBe(1);
    });

    it('go where everything named is written as it should be, and stay where it is not', async () => {
      await readUsers(store, cycle, user('ann', { managerId: 'max' }), user('bo', { managerId: 'max' }));
      await readGroups(store, cycle, group('sales', ['ann']), group('empty', []));
      for (const id of ['ann', 'bo', 'max']) await store.links.claim(cycle, aLinkRow(id));
      const max = { referencedId: 'max', targetId: 't-max' };
      await store.references.record(cycle.appId, managerOf('ann'), { added: [max], removed: [] });
      await store.references.record(cycle.appId, managerOf('bo'), {
        added: [{ ...max, targetId: 'an older account' }],
        removed: [],
      });

      expect(await store.referenceMarks.settle(cycle, MANAGERS)).toBe(true);

      expect(await takeMarks(store, cycle)).toEqual(['bo', 'sales']);
    });

    it('stay where what is written is at another path than is mapped now', async () => {
      await readUsers(store, cycle, user('ann', { managerId: 'max' }));
      for (const id of ['ann', 'max']) await store.links.claim(cycle, aLinkRow(id));
      const max = { referencedId: 'max', targetId: 't-max' };
      await store.references.record(cycle.appId, managerOf('ann'), { added: [max], removed: [] });

      expect(await store.referenceMarks.settle(cycle, [{ name: 'manager', path: 'chief' }])).toBe(true);
      expect(await store.referenceMarks.settle(cycle, MANAGERS)).toBe(false);
    });

    it('stay where somebody is written whom nobody names any more', async () => {
      await readUsers(store, cycle, user('ann', { managerId: 'max' }));
      for (const id of ['ann', 'max']) await store.links.claim(cycle, aLinkRow(id));
      const max = { referencedId: 'max', targetId: 't-max' };
      await store.references.record(cycle.appId, managerOf('ann'), { added: [max], removed: [] });
      await readUsers(store, cycle, user('ann', { managerId: null }));

      expect(await store.referenceMarks.settle(cycle, MANAGERS)).toBe(true);
    });
  });

  describe('planned', () => {
    it('are numbered after the operations about objects, and taken as what they are about', async () => {
      await store.plans.save(cycle, {
        planned: ['ann'],
        rows: [aReferenceRow('ann', { about: 'object', objectName: 'User' })],
        links: [],
        filteredOut: [],
        failures: [],
      });
      await store.referenceMarks.savePlan(cycle, {
        planned: ['sales', 'legal'],
        rows: [aReferenceRow('sales'), aReferenceRow('legal', { writes: false, status: 'skipped' })],
      });

      const taken = await store.operations.take(cycle, { after: 0, last: 100, limit: 100 });

      expect(taken.map(({ ordinal, objectId, about }) => [ordinal, objectId, about])).toEqual([
        [1, 'ann', 'object'],
        [2, 'sales', 'references'],
      ]);
      expect(await store.plans.count(cycle)).toEqual({ planned: 3, writes: 2, userWrites: 1 });
    });

    it.each<
      [string, boolean, { readonly objects: readonly string[]; readonly references: readonly string[] }]
    >([
      [
        'are looked at again in the next cycle when they failed',
        true,
        { objects: [], references: ['sales'] },
      ],
      [
        'are planned with their object when it lost its link meanwhile',
        false,
        { objects: ['sales'], references: ['sales'] },
      ],
    ])('%s', async (_, isLinked, expected) => {
      await readGroups(store, cycle, group('sales', ['ann']));
      await store.plans.save(cycle, {
        planned: ['sales'],
        rows: [],
        links: [],
        filteredOut: [],
        failures: [],
      });
      if (isLinked) await linkGroup('sales');
      await takeMarks(store, cycle);
      await store.referenceMarks.savePlan(cycle, { planned: ['sales'], rows: [aReferenceRow('sales')] });
      const { id } = await take();

      await store.operations.record(cycle, [
        anOutcome(id, 'sales', { about: 'references', status: 'failure', isRetried: true }),
      ]);

      const next = { ...cycle, number: 2 };
      await store.escrows.markDue(cycle);
      expect(await store.referenceMarks.nextDirty(cycle, 10)).toEqual([]);
      await store.escrows.markDue(next);
      expect(await store.referenceMarks.nextDirty(next, 10)).toEqual(expected.references);
      expect((await store.plans.nextDirty(next, 'Group', 10)).map((each) => each.id)).toEqual(
        expected.objects,
      );
    });

    it('are marked again by a cycle that did not come to them', async () => {
      await store.referenceMarks.savePlan(cycle, { planned: ['sales'], rows: [aReferenceRow('sales')] });

      await store.operations.abandon(cycle);

      expect(await store.referenceMarks.nextDirty(cycle, 10)).toEqual(['sales']);
    });
  });

  describe('of an object whose link is dropped', () => {
    beforeEach(async () => {
      await readGroups(store, cycle, group('sales', ['ann', 'bo']));
      await link('ann', 'bo');
      await linkGroup('sales');
      await record(membersOf('sales'), ['ann', 'bo']);
    });

    it('are forgotten: it is a member nowhere', async () => {
      await store.links.drop(cycle.appId, 'ann');

      expect(await store.references.exported(cycle, membersOf('sales'))).toMatchObject(written('bo'));
      expect(await differenceAt(membersOf('sales'))).toEqual({ additions: 0, removals: 0, unresolved: 1 });
    });

    it('are forgotten: it has no members', async () => {
      await store.links.drop(cycle.appId, 'sales');

      expect(await store.references.exported(cycle, membersOf('sales'))).toEqual([]);
      expect((await store.links.of(cycle.appId, ['ann', 'bo'])).size).toBe(2);
    });

    it('are forgotten when its delete is recorded', async () => {
      await store.referenceMarks.savePlan(cycle, {
        planned: ['ann'],
        rows: [aReferenceRow('ann', { about: 'object', objectName: 'User', action: 'delete' })],
      });
      const { id } = await take();

      await store.operations.record(cycle, [anOutcome(id, 'ann', { action: 'delete', isGone: true })]);

      expect(await store.links.of(cycle.appId, ['ann'])).toEqual(new Map());
      expect(await store.references.exported(cycle, membersOf('sales'))).toMatchObject(written('bo'));
    });

    it('come back with a new link, which marks the group', async () => {
      await store.links.drop(cycle.appId, 'ann');
      await takeMarks(store, cycle);

      await store.links.claim(cycle, aLinkRow('ann', { targetId: 't-new' }));

      expect(await takeMarks(store, cycle)).toEqual(['sales']);
      expect(await store.references.missing(cycle, membersOf('sales'), all)).toMatchObject([
        { referencedId: 'ann', targetId: 't-new' },
      ]);
    });

    it('are all forgotten with the connector data store', async () => {
      await store.links.dropAll(cycle.appId);

      expect(await store.references.exported(cycle, membersOf('sales'))).toEqual([]);
      expect(await store.links.count(cycle.appId, 'Group')).toBe(0);
    });
  });
});

function anOutcome(id: string, objectId: string, changes: Partial<Outcome> = {}): Outcome {
  return {
    id,
    about: 'object',
    objectId,
    status: 'success',
    action: 'update',
    targetId: `t-${objectId}`,
    reason: null,
    errorCode: null,
    changes: [],
    steps: [],
    durationMs: 1,
    link: null,
    references: [],
    isGone: false,
    isRetried: false,
    ...changes,
  };
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../../src/store/index.js';
import { escrowCounts } from '../../support/escrow-counts.js';
import { openTestStore } from '../../support/store.js';
import { aDelete, aDisable, aGuardedApp, anUpdate, type GuardedApp } from './a-guarded-app.js';

describe('deletes and disables', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let app: GuardedApp;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });
  beforeEach(async () => {
    app = aGuardedApp(store);
    await app.stage(1, 'a', 'b');
  });

  const marked = (): Promise<number> => store.dirty.count(app.appId);

  describe('that were allowed', () => {
    it('are planned again and pass, uncounted', async () => {
      expect(await app.answer('allowed', 1)).toBe(2);
      expect(await app.status()).toBeNull();
      expect(await marked()).toBe(2);

      await app.plan(2, aDisable('a'), aDisable('b'), aDisable('c'));
      await app.guard(2, 2);

      expect(await app.toBeWritten(2)).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ]);
    });

    it('go although others are held back beside them', async () => {
      await app.answer('allowed', 1);
      await app.plan(2, aDisable('a'), aDisable('b'), aDisable('c'), aDisable('d'));
      await app.guard(2, 2);

      expect(await app.toBeWritten(2)).toEqual([
        [1, 'a'],
        [2, 'b'],
      ]);
      expect(await app.status()).toEqual({ waiting: 2, deletes: 0, sinceCycle: 2 });
    });

    it('are those of ended cycles alone', async () => {
      await app.stage(2, 'c');

      expect(await app.answer('allowed', 1)).toBe(2);

      expect(await app.status()).toEqual({ waiting: 1, deletes: 0, sinceCycle: 2 });
      expect(await marked()).toBe(2);
    });

    it('are not those that are to be deleted by now, where disabling is what somebody saw', async () => {
      await app.plan(2, aDelete('a'));
      await app.guard(2, 500);
      expect(await app.status()).toEqual({ waiting: 2, deletes: 1, sinceCycle: 1 });

      expect(await app.answer('allowed', 1)).toBe(1);

      expect(await app.status()).toEqual({ waiting: 1, deletes: 1, sinceCycle: 2 });
    });

    it('are no leave to delete: that is counted and waits', async () => {
      await app.answer('allowed', 1);
      await app.plan(2, aDelete('a'));
      await app.guard(2, 1);

      expect(await app.status()).toEqual({ waiting: 1, deletes: 1, sinceCycle: 2 });
      expect(await app.toBeWritten(2)).toEqual([]);
    });

    it('are forgotten when they are not due any more', async () => {
      await app.answer('allowed', 1);
      await app.plan(2, anUpdate('a'));
      await app.guard(2, 1);
      await app.stage(3, 'a');

      expect(await app.status()).toEqual({ waiting: 1, deletes: 0, sinceCycle: 3 });
    });

    it('stay allowed until they are carried out, in whichever cycle, and are counted the next time', async () => {
      await app.answer('allowed', 1);
      await app.plan(2, aDisable('a'), aDisable('b'));
      await app.guard(2, 1);
      await app.carryOutNext(2);
      expect(await app.toBeWritten(2)).toEqual([[2, 'b']]);
      await store.operations.abandon(app.cycle(2));
      await store.stagedDeletions.forgetDone(app.appId);

      await app.plan(3, aDisable('a'), aDisable('b'));
      await app.guard(3, 1);

      expect(await app.toBeWritten(3)).toEqual([[1, 'b']]);
      expect(await app.status()).toEqual({ waiting: 1, deletes: 0, sinceCycle: 3 });
    });

    it('stay allowed when they cannot be planned for a while', async () => {
      await app.answer('allowed', 1);
      await app.failToPlan(2, 'a');
      await app.guard(2, 1);
      await app.plan(3, aDisable('a'));
      await app.guard(3, 1);

      expect(await app.toBeWritten(3)).toEqual([[1, 'a']]);
    });

    it('are forgotten once carried out, also when only a later cycle is summed up', async () => {
      await app.answer('allowed', 1);
      await app.plan(2, aDisable('a'));
      await app.guard(2, 1);
      await app.carryOutNext(2);
      await app.plan(3, anUpdate('c'));
      await store.stagedDeletions.forgetDone(app.appId);
      await app.stage(4, 'a');

      expect(await app.status()).toMatchObject({ waiting: 1, sinceCycle: 4 });
    });

    it('are not forgotten for what was carried out before they waited', async () => {
      await app.plan(2, aDisable('c'));
      await app.carryOutNext(2);
      await app.stage(3, 'c');
      await app.answer('allowed', 3);
      await store.stagedDeletions.forgetDone(app.appId);

      await app.plan(4, aDisable('c'));
      await app.guard(4, 1);

      expect(await app.toBeWritten(4)).toEqual([[1, 'c']]);
    });

    it('are not allowed a second time', async () => {
      await app.answer('allowed', 1);

      expect(await app.answer('allowed', 1)).toBe(0);
      expect(await marked()).toBe(2);
    });

    it('are kept when somebody rejects them after all, before they are carried out', async () => {
      await app.answer('allowed', 1);

      expect(await app.answer('rejected', 1)).toBe(2);
      await app.plan(2, aDisable('a'), aDisable('b'));
      await app.guard(2, 1);

      expect(await app.toBeWritten(2)).toEqual([]);
      expect(await app.status()).toBeNull();
    });
  });

  describe('that were rejected', () => {
    beforeEach(async () => {
      expect(await app.answer('rejected', 1)).toBe(2);
    });

    it('do not wait, and nothing is planned for it', async () => {
      expect(await app.status()).toBeNull();
      expect(await marked()).toBe(0);
    });

    it('are kept as long as the source says the same, and do not count', async () => {
      await app.plan(2, aDisable('a'), anUpdate('c'), aDisable('d'));
      await app.guard(2, 2);

      expect(await app.toBeWritten(2)).toEqual([
        [1, 'c'],
        [2, 'd'],
      ]);
      const kept = { action: 'skip', status: 'skipped', reason: 'DeletionRejected', changes: [] };
      expect(await app.logged('a')).toMatchObject(kept);
      expect(await store.cycles.totals(app.appId, 2)).toMatchObject({ skipped: 1, staged: 0 });
    });

    it('are kept when judged again', async () => {
      await app.plan(2, aDisable('a'), anUpdate('c'));
      await app.guard(2, 1);
      await app.guard(2, 1);
      await app.plan(3, aDisable('a'));
      await app.guard(3, 1);

      expect(await app.toBeWritten(3)).toEqual([]);
      expect(await app.status()).toBeNull();
    });

    it('are kept when the guard is switched off', async () => {
      await app.plan(2, aDisable('a'));
      await app.guard(2, null);

      expect(await app.toBeWritten(2)).toEqual([]);
    });

    it('are kept also when deleting is what is due for the same reason', async () => {
      await app.plan(2, aDelete('a'));
      await app.guard(2, 500);

      expect(await app.toBeWritten(2)).toEqual([]);
    });

    it('are judged anew when the source says something else: they pass, or wait', async () => {
      await app.plan(2, aDisable('a', { grounds: 'blocked' }));
      await app.guard(2, 500);
      expect(await app.toBeWritten(2)).toEqual([[1, 'a']]);

      await app.plan(3, aDisable('b', { grounds: 'blocked' }));
      await app.guard(3, 1);
      expect(await app.status()).toEqual({ waiting: 1, deletes: 0, sinceCycle: 3 });
    });

    it('are counted again once they were to stay in between', async () => {
      await app.plan(2, anUpdate('a'));
      await app.guard(2, 1);
      await app.plan(3, aDisable('a'));
      await app.guard(3, 500);

      expect(await app.toBeWritten(3)).toEqual([[1, 'a']]);
    });

    it('are asked about again on demand, as what waits since the cycle that follows', async () => {
      await store.stagedDeletions.askAgain(app.cycle(7));

      expect(await app.status()).toEqual({ waiting: 2, deletes: 0, sinceCycle: 7 });
      expect(await app.answer('allowed', 6)).toBe(0);
      expect(await app.answer('allowed', 7)).toBe(2);
    });

    it('are not among what failed any more', async () => {
      await app.failToPlan(2, 'a');
      await app.plan(3, aDisable('a'));
      await app.guard(3, 1);

      expect(await escrowCounts(store, app.appId)).toEqual({ objects: 0, references: 0 });
    });
  });
});

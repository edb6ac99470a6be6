import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Store } from '../../../src/store/index.js';
import { escrowCounts } from '../../support/escrow-counts.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, aReferenceRow } from './a-directory.js';
import { aDelete, aDisable, aGuardedApp, anUpdate, type GuardedApp } from './a-guarded-app.js';

describe('deletes and disables of a plan', () => {
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
  beforeEach(() => {
    app = aGuardedApp(store);
  });

  const events = async (): Promise<readonly (readonly [number, string])[]> =>
    (await store.events.list({ appId: app.appId, limit: 10 })).map(({ cycle, message }) => [cycle, message]);

  describe('below the threshold', () => {
    it('pass, each in its place', async () => {
      await app.plan(1, anUpdate('a'), aDisable('b'), aDelete('c'));
      await app.guard(1, 4);

      expect(await app.toBeWritten(1)).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ]);
      expect(await app.status()).toBeNull();
      expect(await events()).toEqual([]);
    });

    it('are not added up over several cycles', async () => {
      await app.plan(1, aDisable('a'), aDisable('b'));
      await app.guard(1, 3);
      await app.plan(2, aDisable('c'), aDisable('d'));
      await app.guard(2, 3);

      expect(await app.toBeWritten(2)).toHaveLength(2);
    });

    it('are counted without the other writes, and without references', async () => {
      await app.plan(1, aDisable('a'), anUpdate('b'));
      await store.referenceMarks.savePlan(app.cycle(1), { planned: ['c'], rows: [aReferenceRow('c')] });
      await app.guard(1, 2);

      expect(await app.status()).toBeNull();
    });
  });

  describe('at the threshold', () => {
    it('wait, all of them, and the others are numbered anew without gaps', async () => {
      await app.plan(1, aDisable('a'), anUpdate('b'), aDelete('c'));
      await app.plan(1, aDisable('d'), anUpdate('e'));
      await app.guard(1, 3);

      expect(await app.toBeWritten(1)).toEqual([
        [1, 'b'],
        [2, 'e'],
      ]);
      expect(await store.plans.count(app.cycle(1))).toEqual({ planned: 5, writes: 2, userWrites: 2 });
      expect(await app.status()).toEqual({ waiting: 3, deletes: 1, sinceCycle: 1 });
      expect(await events()).toEqual([[1, '3 wait']]);
    });

    it('are logged as what waits', async () => {
      await app.plan(1, aDisable('a'), aDelete('b'));
      await app.guard(1, 2);

      const common = { status: 'skipped', reason: 'TooManyDeletes' };
      expect(await app.logged('a')).toMatchObject({ ...common, action: 'stagedAction' });
      expect(await app.logged('b')).toMatchObject({ ...common, action: 'stagedDelete' });
      expect(await stepsOf('a')).toMatchObject([{ name: 'held' }]);
      expect(await store.cycles.totals(app.appId, 1)).toMatchObject({ staged: 2, skipped: 0, disabled: 0 });
    });

    it('are compared with the accounts that are managed', async () => {
      for (const id of ['x', 'y']) await store.links.claim(app.cycle(1), aLinkRow(id));
      await store.links.claim(app.cycle(1), aLinkRow('z', { state: 'unmanaged' }));
      await app.plan(1, aDisable('a'), aDelete('b'));
      const asked: (readonly number[])[] = [];

      await app.guard(1, null, {
        areTooMany: (...given) => {
          asked.push(given);
          return false;
        },
      });

      expect(asked).toEqual([[2, 4]]);
    });

    it('come to the same when judged again, whether or not the first time was stored', async () => {
      await app.plan(1, aDisable('a'), anUpdate('b'), aDisable('c'));
      const event = (): never => {
        throw new Error('the worker died');
      };
      await expect(app.guard(1, 2, { event })).rejects.toThrow('the worker died');
      expect(await app.status()).toBeNull();

      await app.guard(1, 2);
      await app.guard(1, 2);

      expect(await app.status()).toEqual({ waiting: 2, deletes: 0, sinceCycle: 1 });
      expect(await events()).toEqual([[1, '2 wait']]);
      expect(await app.toBeWritten(1)).toEqual([[1, 'b']]);
    });

    it('are judged together with what was planned after they were judged', async () => {
      await app.plan(1, aDisable('a'), anUpdate('b'));
      await app.guard(1, 2);
      await app.plan(1, aDisable('c'));
      await app.guard(1, 2);

      expect(await app.status()).toMatchObject({ waiting: 2 });
      expect(await app.toBeWritten(1)).toEqual([[1, 'b']]);
    });

    it('are counted once although they were planned twice', async () => {
      await app.plan(1, aDisable('a'));
      await app.plan(1, aDisable('a'));
      await app.guard(1, 2);
      expect(await app.status()).toBeNull();

      await app.guard(1, 1);

      expect(await app.status()).toMatchObject({ waiting: 1 });
      expect(await app.toBeWritten(1)).toEqual([]);
    });

    it('are not among what failed any more: nothing is tried while they wait', async () => {
      await app.failToPlan(1, 'a');
      await app.stage(2, 'a');

      expect(await escrowCounts(store, app.appId)).toEqual({ objects: 0, references: 0 });
    });

    it('may be more than a statement has parameters', async () => {
      await planMany(70_000);

      await app.guard(1, null);
      expect(await app.status()).toBeNull();
      await app.guard(1, 70_000);
      expect(await app.status()).toMatchObject({ waiting: 70_000 });
    });
  });

  describe('that wait', () => {
    beforeEach(async () => {
      await app.stage(1, 'a', 'b');
    });

    it('wait on when they are planned again, however few they are', async () => {
      await app.plan(2, aDisable('a'), anUpdate('c'));
      await app.guard(2, 500);

      expect(await app.status()).toEqual({ waiting: 2, deletes: 0, sinceCycle: 1 });
      expect(await app.toBeWritten(2)).toEqual([[1, 'c']]);
      expect(await events()).toHaveLength(1);
    });

    it('wait on when the guard is switched off, which lets others pass', async () => {
      await app.plan(2, aDisable('a'), aDisable('c'));
      await app.guard(2, null);

      expect(await app.status()).toMatchObject({ waiting: 2 });
      expect(await app.toBeWritten(2)).toEqual([[1, 'c']]);
    });

    it('count along with what is new', async () => {
      await app.plan(2, aDisable('c'));
      await app.guard(2, 3);

      expect(await app.status()).toEqual({ waiting: 3, deletes: 0, sinceCycle: 1 });
      expect(await events()).toEqual([
        [2, '3 wait'],
        [1, '2 wait'],
      ]);
    });

    it('are not counted twice when they are planned again', async () => {
      await app.plan(2, aDisable('a'), aDisable('c'));
      await app.guard(2, 4);

      expect(await app.toBeWritten(2)).toEqual([[1, 'c']]);
    });

    it('are forgotten when they are to stay after all', async () => {
      await app.plan(2, anUpdate('a'));
      await app.guard(2, 500);

      expect(await app.status()).toMatchObject({ waiting: 1 });
      expect(await app.toBeWritten(2)).toEqual([[1, 'a']]);
    });

    it('wait on when nobody can tell, because they cannot be planned', async () => {
      await app.failToPlan(2, 'a');
      await app.guard(2, 500);

      expect(await app.status()).toMatchObject({ waiting: 2 });
    });

    it('are forgotten when their link is gone, and with it what could be done', async () => {
      await store.links.dropVanished(app.appId, { sourceId: 'a', targetId: 't-a' });
      await app.guard(2, 500);

      expect(await app.status()).toMatchObject({ waiting: 1 });
    });

    it('are forgotten when they are groups, and groups are not provisioned any more', async () => {
      await app.plan(2, aDelete('g', { objectName: 'Group' }));
      await app.guard(2, 1);
      expect(await app.status()).toMatchObject({ waiting: 3 });

      await app.guard(3, 500, { objectNames: ['User'] });

      expect(await app.status()).toMatchObject({ waiting: 2 });
    });

    it('outlive the cycle that held them back', async () => {
      await app.plan(2, aDisable('c'), anUpdate('d'));
      await app.guard(2, 3);
      await store.operations.abandon(app.cycle(2));

      expect(await app.status()).toMatchObject({ waiting: 3 });
      expect(await store.dirty.count(app.appId)).toBe(1);
    });

    it("are none of another app's", async () => {
      const other = aGuardedApp(store);

      expect(await other.answer('allowed', 9)).toBe(0);
      await store.stagedDeletions.forgetAll(other.appId);
      await other.guard(2, 1);

      expect(await app.status()).toMatchObject({ waiting: 2 });
    });
  });

  async function query(text: string, values: readonly unknown[]): Promise<readonly unknown[]> {
    const client = new pg.Client({ connectionString: opened.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }
  async function stepsOf(id: string): Promise<unknown> {
    const [row] = await query('select steps from operation where app_id = $1 and object_id = $2', [
      app.appId,
      id,
    ]);
    return (row as { steps?: unknown } | undefined)?.steps;
  }
  /** As the plan would, batch by batch. */
  async function planMany(count: number): Promise<void> {
    await query(
      `insert into operation (app_id, cycle_number, ordinal, object_name, about, object_id, action, status, grounds)
       select $1, 1, n, 'User', 'object', 'u' || n, 'disable', 'planned', 'unassigned' from generate_series(1, $2::int) n`,
      [app.appId, count],
    );
    await query(
      `insert into link (app_id, source_id, object_name, target_id, exported, state)
       select $1, 'u' || n, 'User', 't' || n, '{}', 'managed' from generate_series(1, $2::int) n`,
      [app.appId, count],
    );
  }
});

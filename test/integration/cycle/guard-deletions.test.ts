import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Store } from '../../../src/store/index.js';
import { escrowCounts } from '../../support/escrow-counts.js';
import { openTestStore } from '../../support/store.js';
import { everyCapability, someRules } from '../../unit/plan/builders.js';
import {
  aGuardedCompany,
  guardedRules,
  STAFF,
  TEAMS,
  type Change,
  type GuardedCompany,
} from './a-guarded-company.js';
import { rejected } from './fake-target.js';

const everybody = [...STAFF, ...TEAMS].sort();
const LEAVERS = ['ann', 'bo', 'cy'] as const;
const without = (...gone: readonly string[]): readonly string[] =>
  everybody.filter((id) => !gone.includes(id));

describe('leavers who are too many', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  const told =
    (change: Change) =>
    (company: GuardedCompany, ids: readonly string[]): Promise<void> =>
      company.tell(ids, change);
  const unassigned = (company: GuardedCompany, ids: readonly string[]): Promise<void> =>
    company.unassign(...ids);

  it.each<[string, typeof unassigned, { deletes: number; change: string }]>([
    ['unassigned', unassigned, { deletes: 0, change: 'active' }],
    ['filtered out', told({ title: 'Leaving' }), { deletes: 0, change: 'active' }],
    ['blocked', told({ enabled: false }), { deletes: 0, change: 'active' }],
    ['in the recycle bin', told({ state: 'softDeleted' }), { deletes: 0, change: 'active' }],
    ['switched off by a mapping', told({ title: 'Left' }), { deletes: 0, change: 'active title' }],
    ['gone for good', told({ state: 'deleted' }), { deletes: 3, change: '' }],
  ])('wait, and go when that is allowed: %s', async (_, leave, { deletes, change }) => {
    const company = await aGuardedCompany(store);
    await leave(company, LEAVERS);
    await company.tell(['dee'], { title: 'Engineer' });
    await company.tell(['fay'], {});
    await company.assign('fay');

    expect(await company.cycle()).toMatchObject({ created: 1, updated: 1, staged: 3, failed: 0 });
    expect(company.takeWrites()).toEqual(['create', 'update t-dee title']);
    expect(company.present()).toEqual([...everybody, 'fay'].sort());
    expect(await company.status()).toEqual({ waiting: 3, deletes, sinceCycle: 2 });
    expect(await company.cycle()).toMatchObject({ planned: 0 });

    expect(await company.answer('allowed')).toBe(3);
    await company.cycle();

    const verb = deletes > 0 ? 'delete' : 'update';
    expect(company.takeWrites()).toEqual(LEAVERS.map((id) => `${verb} t-${id} ${change}`.trim()));
    expect(company.present()).toEqual([...without(...LEAVERS), 'fay'].sort());
    expect(await company.status()).toBeNull();
    expect(await company.cycle()).toMatchObject({ planned: 0 });
  });

  it('go at once when they are fewer', async () => {
    const company = await aGuardedCompany(store);
    await company.unassign('ann', 'bo');

    expect(await company.cycle()).toMatchObject({ disabled: 2, staged: 0 });
    expect(company.present()).toEqual(without('ann', 'bo'));
  });

  it('go at once, however many, when the guard is switched off', async () => {
    const company = await aGuardedCompany(store, { deletionThreshold: null });
    await company.unassign(...everybody);

    expect(await company.cycle()).toMatchObject({ disabled: 5, deleted: 3, staged: 0 });
    expect(company.present()).toEqual([]);
  });

  it('are counted against the accounts where the threshold is a share', async () => {
    const company = await aGuardedCompany(store, { deletionThreshold: { unit: 'percent', value: 25 } });
    await company.unassign('ann');
    expect(await company.cycle()).toMatchObject({ disabled: 1, staged: 0 });

    await company.unassign('bo', 'cy');

    // Two of the seven that are left.
    expect(await company.cycle()).toMatchObject({ disabled: 0, staged: 2 });
  });

  it('are deleted where nobody can be disabled, and wait for that', async () => {
    const User = someRules({
      mappings: [{ target: 'userName', source: 'displayName', matching: 1 }],
      capabilities: { ...everyCapability, disable: false },
      withoutDisabling: 'delete',
    });
    const company = await aGuardedCompany(store, { rules: { ...guardedRules, User } });
    await company.unassign(...LEAVERS);

    await company.cycle();

    expect(company.takeWrites()).toEqual([]);
    expect(await company.status()).toMatchObject({ waiting: 3, deletes: 3 });
    expect(await company.logged()).toEqual(LEAVERS.map((id) => `stagedDelete ${id} TooManyDeletes`));
  });

  it('are counted together with groups', async () => {
    const company = await aGuardedCompany(store);
    await company.unassign('ann', 'bo', 'sales');

    await company.cycle();

    expect(company.takeWrites()).toEqual([]);
    expect(await company.logged()).toEqual([
      'stagedAction ann TooManyDeletes',
      'stagedAction bo TooManyDeletes',
      'stagedDelete sales TooManyDeletes',
    ]);
  });

  it('may all be groups', async () => {
    const company = await aGuardedCompany(store);
    await company.unassign(...TEAMS);
    await company.cycle();
    expect(company.present()).toEqual(everybody);

    await company.answer('allowed');
    await company.cycle();

    expect(company.present()).toEqual(without(...TEAMS));
  });

  it('wait no more as groups once groups are not provisioned', async () => {
    const company = await aGuardedCompany(store);
    await company.unassign(...TEAMS);
    await company.cycle();

    await company.cycle({ rules: { ...guardedRules, Group: null } });

    expect(await company.status()).toBeNull();
  });

  it('stay when they are assigned again, whether that was allowed or not', async () => {
    const company = await aGuardedCompany(store);
    await company.unassign(...STAFF);
    await company.cycle();
    await company.assign('ann');
    await company.cycle();
    expect(await company.status()).toMatchObject({ waiting: 4 });

    await company.answer('allowed');
    await company.assign('bo');
    await company.cycle();

    expect(company.present()).toEqual(without('cy', 'dee', 'eve'));
    expect(company.takeWrites()).toHaveLength(3);
  });

  it('are not joined by who leaves after that was allowed', async () => {
    const company = await aGuardedCompany(store, { deletionThreshold: { unit: 'count', value: 1 } });
    await company.unassign(...LEAVERS);
    await company.cycle();
    await company.answer('allowed');
    await company.unassign('dee');

    expect(await company.cycle()).toMatchObject({ disabled: 3, staged: 1 });

    expect(company.present()).toEqual(without(...LEAVERS));
    expect(await company.status()).toMatchObject({ waiting: 1, sinceCycle: 3 });
  });

  it('are asked about again when they are to be deleted by now', async () => {
    const company = await aGuardedCompany(store);
    await company.unassign(...LEAVERS);
    await company.cycle();
    await company.answer('allowed');
    await company.tell(LEAVERS, { state: 'deleted' });

    await company.cycle();

    expect(company.present()).toEqual(everybody);
    expect(await company.status()).toMatchObject({ waiting: 3, deletes: 3 });
  });

  it('wait on when nothing can be said of one of them for a while', async () => {
    const company = await aGuardedCompany(store);
    await company.unassign(...LEAVERS);
    await company.cycle();
    await company.tell(['ann'], { title: 'Broken' });
    expect(await company.cycle()).toMatchObject({ failed: 1 });
    expect(await company.status()).toMatchObject({ waiting: 3 });

    await company.tell(['ann'], { title: 'Engineer' });
    expect(await company.cycle()).toMatchObject({ staged: 1, failed: 0 });

    expect(await company.status()).toEqual({ waiting: 3, deletes: 0, sinceCycle: 2 });
    expect(await escrowCounts(store, company.context.appId)).toEqual({ objects: 0, references: 0 });
    expect(company.present()).toEqual(everybody);
  });

  it('stay allowed when nothing can be said of one of them for a while', async () => {
    const company = await aGuardedCompany(store);
    await company.unassign(...LEAVERS);
    await company.cycle();
    await company.tell(['ann'], { title: 'Broken' });
    await company.answer('allowed');
    expect(await company.cycle()).toMatchObject({ disabled: 2, failed: 1 });

    await company.tell(['ann'], {});
    await company.cycle({ deletionThreshold: { unit: 'count', value: 1 } });

    expect(company.present()).toEqual(without(...LEAVERS));
  });

  it('are tried again without a question when the target refuses what was allowed', async () => {
    const company = await aGuardedCompany(store, { deletionThreshold: { unit: 'count', value: 1 } });
    await company.unassign(...LEAVERS);
    await company.cycle();
    await company.answer('allowed');
    const update = company.target.update.bind(company.target);
    company.target.update = (...given) =>
      given[1] === 't-bo' ? Promise.reject(rejected(400)) : update(...given);
    expect(await company.cycle()).toMatchObject({ disabled: 2, failed: 1, staged: 0 });
    company.target.update = update;

    expect(await company.cycle()).toMatchObject({ disabled: 1, staged: 0 });

    expect(company.present()).toEqual(without(...LEAVERS));
    await company.assign('bo');
    await company.cycle();
    await company.unassign('bo');
    expect(await company.cycle()).toMatchObject({ staged: 1 });
  });

  it('wait no more once their accounts are gone from the target', async () => {
    const company = await aGuardedCompany(store);
    await company.unassign(...LEAVERS);
    await company.cycle();
    await store.links.dropVanished(company.context.appId, { sourceId: 'ann', targetId: 't-ann' });

    await company.cycle();

    expect(await company.status()).toMatchObject({ waiting: 2 });
  });

  describe('and were rejected', () => {
    async function aRejection(): Promise<GuardedCompany> {
      const company = await aGuardedCompany(store);
      await company.unassign(...LEAVERS);
      await company.cycle();
      await company.answer('rejected');
      return company;
    }

    it('stay, whatever else changes about them, also when everybody is looked at again', async () => {
      const company = await aRejection();
      await company.tell(['ann'], { title: 'Engineer' });
      await company.cycle();
      expect(await company.logged()).toEqual(['skip ann DeletionRejected']);

      await store.dirty.markAll(company.context.appId, company.context.sourceKey);
      await company.cycle();

      expect(await company.logged()).toEqual(
        expect.arrayContaining(LEAVERS.map((id) => `skip ${id} DeletionRejected`)),
      );
      expect(company.takeWrites()).toEqual([]);
      expect(company.present()).toEqual(everybody);
    });

    it('do not count when somebody else leaves', async () => {
      const company = await aRejection();
      await company.unassign('dee', 'eve');
      await store.dirty.markAll(company.context.appId, company.context.sourceKey);

      expect(await company.cycle()).toMatchObject({ disabled: 2, staged: 0 });
    });

    it.each<[string, Change]>([
      ['blocked', { enabled: false }],
      ['in the recycle bin', { state: 'softDeleted' }],
      ['filtered out', { title: 'Leaving' }],
    ])('are judged anew when they are %s, too', async (_, change) => {
      const company = await aRejection();
      await company.tell(['ann'], change);

      await company.cycle();

      expect(company.present()).toEqual(without('ann'));
    });

    it('are judged anew when they come back and leave again', async () => {
      const company = await aRejection();
      await company.assign('ann');
      await company.cycle();
      expect(await company.logged()).toEqual(['skip ann RedundantExport']);
      await company.unassign('ann');

      await company.cycle();

      expect(company.present()).toEqual(without('ann'));
    });
  });
});

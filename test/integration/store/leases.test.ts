import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { objectLeaseName, type Outcome, type PlannedRow, type Store } from '../../../src/store/index.js';
import { cyclePartLease, LEASE_MS, type LeaseHolder } from '../../../src/store/leases.js';
import { openTestStore } from '../../support/store.js';
import { until } from '../../support/until.js';
import { aReferenceRow } from './a-directory.js';

const FIRST = new Date('2026-03-01T12:00:00Z');
const SECOND = new Date('2026-03-01T12:00:10Z');

describe('leases', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let database: pg.Pool;
  let apps = 0;
  let a: LeaseHolder = { name: '', holder: 'a' };
  let b: LeaseHolder = { name: '', holder: 'b' };

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
    database = new pg.Pool({ connectionString: opened.url, max: 1 });
  });
  afterAll(async () => {
    await database.end();
    await opened.close();
  });
  beforeEach(() => {
    const name = `app/${(apps += 1)}`;
    a = { name, holder: 'a' };
    b = { name, holder: 'b' };
  });

  it('are taken without waiting where nobody holds them, and after they were released', async () => {
    expect(await store.leases.take(a, FIRST)).toBe(0);
    expect(await store.leases.renew(a)).toBe(true);
    await store.leases.release(a);

    expect(await store.leases.renew(a)).toBe(false);
    expect(await store.leases.take(b, FIRST)).toBe(0);
  });

  it('are taken by a later attempt, which is told how long the one before may go on', async () => {
    await store.leases.take(a, FIRST);

    const waitMs = await store.leases.take(b, SECOND);

    expect(waitMs).toBeGreaterThan(LEASE_MS / 2);
    expect(waitMs).toBeLessThanOrEqual(LEASE_MS);
    expect(await store.leases.renew(a)).toBe(false);
    expect(await store.leases.renew(b)).toBe(true);
  });

  it('are not taken by an earlier attempt that comes late', async () => {
    await store.leases.take(b, SECOND);

    expect(await store.leases.take(a, FIRST)).toBeNull();
    expect(await store.leases.renew(b)).toBe(true);
  });

  it('are not released by who lost them', async () => {
    await store.leases.take(a, FIRST);
    await store.leases.take(b, SECOND);

    await store.leases.release(a);

    expect(await store.leases.renew(b)).toBe(true);
  });

  describe('of parts of a cycle', () => {
    const part = (number: number, first: number, holder: string): LeaseHolder => ({
      name: cyclePartLease({ appId: a.name.replace('app/', ''), number }, `write/${first}`),
      holder,
    });

    it('are held beside one another', async () => {
      expect(await store.leases.take(part(7, 1, 'a'), FIRST)).toBe(0);
      expect(await store.leases.take(part(7, 2001, 'b'), SECOND)).toBe(0);

      expect(await store.leases.renew(part(7, 1, 'a'))).toBe(true);
      expect(await store.leases.renew(part(7, 2001, 'b'))).toBe(true);
    });

    it.each<{ name: string; earlier: () => LeaseHolder; later: () => LeaseHolder }>([
      { name: 'the same part', earlier: () => part(7, 1, 'a'), later: () => part(7, 1, 'b') },
      { name: 'a part of another cycle', earlier: () => part(7, 1, 'a'), later: () => part(71, 1, 'b') },
      { name: 'a part, for the app alone', earlier: () => part(7, 1, 'a'), later: () => b },
      { name: 'the app alone, for a part', earlier: () => a, later: () => part(7, 1, 'b') },
    ])('are taken from an earlier attempt at $name', async ({ earlier, later }) => {
      await store.leases.take(earlier(), FIRST);

      expect(await store.leases.take(later(), SECOND)).toBeGreaterThan(LEASE_MS / 2);
      expect(await store.leases.renew(earlier())).toBe(false);
      expect(await store.leases.renew(later())).toBe(true);
      expect(await store.leases.take(earlier(), FIRST)).toBeNull();
    });

    it('are taken all at once for the app alone', async () => {
      for (const first of [1, 2, 3]) await store.leases.take(part(7, first, 'a'), FIRST);

      await store.leases.take(b, SECOND);

      for (const first of [1, 2, 3]) expect(await store.leases.renew(part(7, first, 'a'))).toBe(false);
    });

    it('leave alone the leases of other apps, and of single objects', async () => {
      const appId = a.name.replace('app/', '');
      const others = [
        { name: `app/${appId}0`, holder: 'a' },
        { ...part(7, 1, 'a'), name: `app/${appId}1/cycle/7/write/1` },
        { name: objectLeaseName({ appId, objectId: 'ann' }), holder: 'a' },
      ];
      for (const other of others) await store.leases.take(other, FIRST);

      await store.leases.take(b, SECOND);
      await store.leases.take(part(7, 1, 'b'), SECOND);

      for (const other of others) expect(await store.leases.renew(other)).toBe(true);
    });
  });

  describe('of a cycle', () => {
    const cycleOf = (lease: LeaseHolder) => ({
      appId: lease.name,
      number: 1,
      sourceKey: 'contoso',
      now: new Date(),
      lease,
    });
    const batchOf = (...rows: readonly PlannedRow[]) => ({
      planned: rows.map(({ objectId }) => objectId),
      rows,
      links: [],
      filteredOut: [],
      failures: [],
    });
    const range = { after: 0, last: 10, limit: 10 };
    const isRefused = { type: 'StoreUnavailable', retryable: true };

    it('let its holder plan, take and record', async () => {
      await store.leases.take(a, FIRST);
      await store.plans.save(cycleOf(a), batchOf(aReferenceRow('sales')));
      const [taken] = await store.operations.take(cycleOf(a), range);

      expect(taken).toMatchObject({ objectId: 'sales', mayHaveHappened: false });
      await expect(
        store.operations.record(cycleOf(a), [outcomeOf(taken?.id ?? '')]),
      ).resolves.toBeUndefined();
    });

    it('let nobody else, and what one was about to store is not', async () => {
      await store.leases.take(a, FIRST);
      await store.plans.save(cycleOf(a), batchOf(aReferenceRow('sales'), aReferenceRow('legal')));
      const [taken] = await store.operations.take(cycleOf(a), { ...range, limit: 1 });
      await store.leases.take(b, SECOND);

      await expect(store.operations.take(cycleOf(a), range)).rejects.toMatchObject(isRefused);
      await expect(store.operations.record(cycleOf(a), [outcomeOf(taken?.id ?? '')])).rejects.toMatchObject(
        isRefused,
      );
      await expect(store.plans.save(cycleOf(a), batchOf(aReferenceRow('hr')))).rejects.toMatchObject(
        isRefused,
      );
      await expect(
        store.referenceMarks.savePlan(cycleOf(a), { planned: ['hr'], rows: [aReferenceRow('hr')] }),
      ).rejects.toMatchObject(isRefused);

      const again = await store.operations.take(cycleOf(b), range);
      expect(again.map(({ objectId, mayHaveHappened }) => [objectId, mayHaveHappened])).toEqual([
        ['sales', true],
        ['legal', false],
      ]);
    });

    it('are not taken in the middle of what the holder stores', async () => {
      await store.leases.take(a, FIRST);
      const order: string[] = [];
      const storing = await pausedInserts();

      const saved = store.plans
        .save(cycleOf(a), batchOf(aReferenceRow('sales')))
        .then(() => order.push('saved'));
      await until(() => isBeingStored(a.name), { what: 'the holder to be storing' });
      expect(await store.leases.renew(a)).toBe(true);
      order.push('renewed');
      const taken = store.leases.take(b, SECOND).then(() => order.push('taken'));
      await storing.goOn();
      await Promise.all([saved, taken]);

      expect(order).toEqual(['renewed', 'saved', 'taken']);
      expect(await store.plans.count(cycleOf(b))).toEqual({ planned: 1, writes: 1, userWrites: 0 });
    });

    /** Whoever stores operations waits in the middle of it until `goOn`. */
    async function pausedInserts(): Promise<{ goOn(): Promise<void> }> {
      const client = new pg.Client({ connectionString: opened.url });
      await client.connect();
      await client.query('begin');
      await client.query('lock table operation in share mode');
      return {
        async goOn() {
          await client.query('commit');
          await client.end();
        },
      };
    }

    /** Whether the holder's transaction has locked the lease: then it cannot be taken at once. */
    async function isBeingStored(name: string): Promise<boolean> {
      const { rows } = await database.query('select from lease where name = $1 for update skip locked', [
        name,
      ]);
      return rows.length === 0;
    }
  });
});

function outcomeOf(id: string): Outcome {
  return {
    id,
    about: 'references',
    objectId: 'sales',
    status: 'success',
    action: 'update',
    targetId: 't-sales',
    reason: null,
    errorCode: null,
    changes: [],
    steps: [],
    durationMs: 1,
    link: null,
    references: [],
    isGone: false,
    isRetried: false,
  };
}

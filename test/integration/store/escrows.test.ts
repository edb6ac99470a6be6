import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Kysely, PostgresDialect, type Insertable } from 'kysely';
import pg from 'pg';
import type { Store } from '../../../src/store/index.js';
import type { CycleAt } from '../../../src/store/cycles.js';
import { dropFailures, saveFailures, type Failure } from '../../../src/store/escrows.js';
import type { Database, OperationTable } from '../../../src/store/schema.js';
import { escrowCounts } from '../../support/escrow-counts.js';
import { openTestStore } from '../../support/store.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BEGAN = Date.parse('2026-03-01T12:00:00Z');

describe('escrows', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let db: Kysely<Database>;
  let appId: string;
  let apps = 0;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
    db = new Kysely<Database>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: opened.url, max: 1 }) }),
    });
  });
  afterAll(async () => {
    await db.destroy();
    await opened.close();
  });
  beforeEach(() => {
    apps += 1;
    appId = `app-${apps}`;
  });

  const cycleAt = (number: number, now = BEGAN): CycleAt => ({ appId, number, now: new Date(now) });
  const object = (objectId: string, errorCode = 'InvalidValue'): Failure => ({
    objectId,
    about: 'object',
    errorCode,
  });
  const references = (objectId: string): Failure => ({
    objectId,
    about: 'references',
    errorCode: 'NotFound',
  });
  const fail = (cycle: CycleAt, ...failures: readonly Failure[]): Promise<void> =>
    db.transaction().execute((tx) => saveFailures(tx, cycle, failures));
  const entries = () => store.escrows.list({ appId, limit: 10 });
  const log = (number: number, objectId: string, values: Partial<Insertable<OperationTable>> = {}) =>
    db
      .insertInto('operation')
      .values({
        app_id: appId,
        cycle_number: number,
        object_id: objectId,
        object_name: 'User',
        about: 'object',
        action: 'update',
        status: 'failure',
        link_state: 'managed',
        changes: '[]',
        criteria: '[]',
        steps: '[]',
        ...values,
      })
      .execute();

  it('are tried in the next cycle, then 6, 12 and 24 hours after the first failure, then daily', async () => {
    const next: number[] = [];
    const tries = [0, 40 * MINUTE, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 9 * DAY];
    for (const [index, after] of tries.entries()) {
      await fail(cycleAt(index + 1, BEGAN + after), object('ann', `Code${index}`));
      const [entry] = await entries();
      expect(entry).toMatchObject({
        attempts: index + 1,
        errorCode: `Code${index}`,
        firstFailedAt: new Date(BEGAN).toISOString(),
      });
      next.push(Date.parse(entry?.nextAttemptAt ?? '') - BEGAN);
    }

    expect(next).toEqual([0, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 10 * DAY]);
  });

  it('do not climb when a cycle is carried out again, or names one twice', async () => {
    await fail(cycleAt(1), object('ann'), object('ann'));
    await fail(cycleAt(1, BEGAN + MINUTE), object('ann', 'Other'));

    expect(await entries()).toMatchObject([
      { attempts: 1, errorCode: 'Other', nextAttemptAt: new Date(BEGAN + MINUTE).toISOString() },
    ]);
  });

  it('are counted and dropped apart, objects and references', async () => {
    await fail(cycleAt(1), object('ann'), references('ann'), references('sales'));
    expect(await escrowCounts(store, appId)).toEqual({ objects: 1, references: 2 });

    await db.transaction().execute((tx) => dropFailures(tx, appId, 'references', ['ann', 'nobody']));

    expect(await escrowCounts(store, appId)).toEqual({ objects: 1, references: 1 });
  });

  it('are marked when they are due, and not twice in one cycle', async () => {
    const due = async (cycle: CycleAt): Promise<number> => {
      await store.escrows.markDue(cycle);
      return store.dirty.count(appId);
    };
    await fail(cycleAt(1), object('ann'), references('sales'));
    expect(await due(cycleAt(1))).toBe(0);
    expect(await due(cycleAt(2, BEGAN - 1))).toBe(0);
    expect(await due(cycleAt(2))).toBe(2);
    expect(await due(cycleAt(2))).toBe(2);

    await fail(cycleAt(2), object('bo'));
    await log(3, 'bo');
    expect(await due(cycleAt(3))).toBe(2);
    expect(await due(cycleAt(4))).toBe(3);
  });

  it('are given up after 28 days, with an entry in the log for each', async () => {
    await log(1, 'ann', { source_name: 'Ann', target_id: 't1' });
    await fail(cycleAt(1), object('ann'), references('sales'));
    await fail(cycleAt(1, BEGAN + 1), object('bo'));
    expect(await store.escrows.expire(cycleAt(40, BEGAN + 28 * DAY - 1))).toBe(0);

    expect(await store.escrows.expire(cycleAt(40, BEGAN + 28 * DAY))).toBe(2);

    expect(await escrowCounts(store, appId)).toEqual({ objects: 1, references: 0 });
    const logged = await store.log.entries({ appId, limit: 10, status: 'failure' });
    expect(logged.filter(({ cycle }) => cycle === 40)).toMatchObject([
      { reason: expect.stringContaining('Given up after 28 days and 1 attempts.') as unknown },
      { reason: expect.stringContaining('Given up after 28 days') as unknown },
    ]);
    expect(logged.find(({ cycle, sourceId }) => cycle === 40 && sourceId === 'ann')).toMatchObject({
      sourceName: 'Ann',
      errorCode: 'InvalidValue',
    });
    expect(await store.escrows.expire(cycleAt(40, BEGAN + 28 * DAY))).toBe(0);
  });

  it.each(['disable', 'delete'] as const)(
    'are never given up where somebody is to lose access: %s',
    async (action) => {
      await fail(cycleAt(1), object('ann'), references('ann'));
      await log(39, 'ann', { action });
      await log(39, 'ann', { about: 'references' });

      expect(await store.escrows.expire(cycleAt(40, BEGAN + 30 * DAY))).toBe(1);

      expect(await entries()).toMatchObject([{ objectId: 'ann', about: 'object' }]);
      await log(40, 'ann', { action: 'update' });
      expect(await store.escrows.expire(cycleAt(41, BEGAN + 31 * DAY))).toBe(1);
    },
  );

  it('make up the health of a cycle, with what it wrote', async () => {
    await fail(cycleAt(1), object('ann'), object('bo'), references('sales'));
    await log(2, 'ann', { ordinal: 1 });
    await log(2, 'cy', { ordinal: 2, status: 'success' });
    await log(2, 'cy', { ordinal: 3, about: 'references' });
    await log(2, 'di', { status: 'skipped', action: 'skip' });
    await log(1, 'ed', { ordinal: 1, status: 'success' });

    expect(await store.escrows.health(cycleAt(2))).toEqual({
      failedObjects: 2,
      failedReferences: 1,
      succeededObjects: 1,
      attemptedWrites: 2,
      failedWrites: 1,
    });
  });

  it('are forgotten for one app alone', async () => {
    await fail(cycleAt(1), object('ann'));
    const other = { ...cycleAt(1), appId: `${appId}-other` };
    await fail(other, object('ann'));
    await store.escrows.forgetAll(appId);

    expect(await entries()).toEqual([]);
    expect(await escrowCounts(store, other.appId)).toEqual({ objects: 1, references: 0 });
  });

  it('are listed longest first, page by page', async () => {
    await fail(cycleAt(1, BEGAN + 2), object('cy'));
    await fail(cycleAt(1, BEGAN + 1), object('bo'), references('ann'), object('ann'));
    const page = await store.escrows.list({ appId, limit: 2 });
    const rest = await store.escrows.list({ appId, limit: 2, after: page.at(-1) });

    expect([...page, ...rest].map(({ about, objectId }) => `${about} ${objectId}`)).toEqual([
      'object ann',
      'object bo',
      'references ann',
      'object cy',
    ]);
  });
});

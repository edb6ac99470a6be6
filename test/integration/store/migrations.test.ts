import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { migrations } from '../../../src/store/migrations/index.js';
import { openStore, type Store } from '../../../src/store/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const APP = 'dialpad';
const cycle = { appId: APP, number: 3, sourceKey: 'contoso', now: new Date(Date.now() + 60_000) };

/** What a database held before there were groups: a first and a second migration, and rows in every table they concern. */
const BEFORE = [
  `insert into feed (source, name, attributes, round, is_full, continue_at, is_complete)
   values ('contoso', 'users', '{displayName}', 4, false, 'delta-4', true)`,
  `insert into directory_user (source, object_id, state, account_enabled, attributes, seen_in_round)
   values ('contoso', 'ann', 'present', true, '{"displayName": ["Ann"]}', 4)`,
  `insert into dirty_object (app_id, object_id, from_cycle) values ('dialpad', 'ann', 2)`,
  `insert into filtered_out (app_id, object_id) values ('dialpad', 'bo')`,
  `insert into target_index (app_id, cycle_number, is_complete) values ('dialpad', 3, true)`,
  `insert into target_resource (app_id, target_id, current) values ('dialpad', 't1', '{"userName": "ann@x.example"}')`,
  `insert into target_match_value (app_id, path, folded_value, target_id)
   values ('dialpad', 'userName', 'ann@x.example', 't1')`,
  `insert into link (app_id, source_id, target_id, exported, state)
   values ('dialpad', 'ann', 't1', '{"userName": "ann@x.example"}', 'managed'),
          ('dialpad', 'bo', 't2', '{"userName": "bo@x.example"}', 'unmanaged')`,
  `insert into operation (app_id, cycle_number, ordinal, object_id, source_name, action, status, "values")
   values ('dialpad', 3, 1, 'ann', 'Ann', 'update', 'planned', '{}')`,
  `insert into operation (app_id, cycle_number, object_id, source_name, action, status, reason, finished_at)
   values ('dialpad', 2, 'bo', 'Bo', 'skip', 'skipped', 'RedundantExport', now())`,
];

describe('a database of the version before groups', () => {
  let database: TestDatabase;
  let store: Store;

  beforeAll(async () => {
    database = await createTestDatabase();
    await fillBefore(database.url);
    store = await openStore(database.url);
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('keeps its links, as links of users', async () => {
    expect(await store.links.of(APP, ['ann', 'bo'])).toEqual(
      new Map([
        ['ann', { targetId: 't1', exported: { userName: 'ann@x.example' }, state: 'managed' }],
        ['bo', { targetId: 't2', exported: { userName: 'bo@x.example' }, state: 'unmanaged' }],
      ]),
    );
    expect(await store.links.count(APP, 'User')).toBe(2);
    expect(await store.links.count(APP, 'Group')).toBe(0);
  });

  it('keeps its index of the target, as one of users', async () => {
    const criteria = [{ path: 'userName', value: 'ANN@x.example' }];

    expect(await store.targetIndex.isComplete(APP, 'User', 3)).toBe(true);
    expect(await store.targetIndex.isComplete(APP, 'Group', 3)).toBe(false);
    expect(await store.targetIndex.find(APP, 'User', criteria)).toMatchObject([{ targetId: 't1' }]);
    expect(await store.targetIndex.find(APP, 'Group', criteria)).toEqual([]);
  });

  it('keeps what was planned, marked and logged, about objects that are users', async () => {
    await store.escrows.markDue(cycle);
    expect(await store.plans.nextDirty(cycle, 'User', 10)).toMatchObject([{ id: 'ann', managerId: null }]);
    expect(await store.operations.take(cycle, { after: 0, last: 10, limit: 10 })).toMatchObject([
      { objectId: 'ann', objectName: 'User', about: 'object', action: 'update' },
    ]);
    expect(await store.log.entries({ appId: APP, limit: 10 })).toMatchObject([{ sourceId: 'bo' }]);
    expect(await store.mirror.openRound('contoso', ['displayName'])).toMatchObject({ continueAt: 'delta-4' });
  });

  it('lets a group of the target have the id of an account', async () => {
    const group = { sourceId: 'sales', objectName: 'Group', exported: {}, state: 'managed' } as const;
    const cy = { sourceId: 'cy', objectName: 'User', exported: {}, state: 'managed' } as const;

    await expect(store.links.claim(cycle, { ...group, targetId: 't1' })).resolves.toBe(true);
    await expect(store.links.claim(cycle, { ...cy, targetId: 't1' })).resolves.toBe(false);
    expect(await store.links.owners(APP, 'Group', ['t1'])).toEqual(new Map([['t1', 'sales']]));
    expect(await store.links.owners(APP, 'User', ['t1'])).toEqual(new Map([['t1', 'ann']]));
  });

  it('lists users and groups apart, whatever their ids', async () => {
    await store.targetIndex.begin(APP, 'Group', 3);
    await store.targetIndex.add(
      APP,
      'Group',
      [{ targetId: 't1', current: { displayName: 'Sales' } }],
      ['displayName'],
    );
    await store.targetIndex.complete(APP, 'Group');

    expect(await store.targetIndex.resources(APP, 'Group', ['t1'])).toEqual(
      new Map([['t1', { displayName: 'Sales' }]]),
    );
    expect(await store.targetIndex.resources(APP, 'User', ['t1'])).toEqual(
      new Map([['t1', { userName: 'ann@x.example' }]]),
    );
    expect(await store.targetIndex.isComplete(APP, 'User', 3)).toBe(true);
  });
});

async function fillBefore(url: string): Promise<void> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 1 }) }),
  });
  try {
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    }).migrateTo('0002-filtered-out');
    if (error !== undefined) throw error instanceof Error ? error : new Error('The migrations failed');
    for (const statement of BEFORE) await sql.raw(statement).execute(db);
  } finally {
    await db.destroy();
  }
}

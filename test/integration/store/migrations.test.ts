import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { migrations } from '../../../src/store/migrations/index.js';
import { openStore, type Store } from '../../../src/store/index.js';
import { escrowCounts } from '../../support/escrow-counts.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { aConfiguration } from '../../support/a-configuration.js';

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
    await fillBefore(database.url, '0002-filtered-out', BEFORE);
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
    await store.escrows.markDue({ ...cycle, number: 4 });
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

/** What a database of the very first version held: rows in each of its tables. */
const FIRST = [
  `insert into configuration_version (app_id, version, configuration) values ('dialpad', 1, '${JSON.stringify(aConfiguration())}')`,
  `insert into cycle (app_id, number, kind, configuration_version, state) values ('dialpad', 2, 'incremental', 1, 'succeeded')`,
  `insert into feed (source, name, attributes, round, is_full, continue_at, is_complete)
   values ('contoso', 'users', '{displayName}', 4, false, 'delta-4', true)`,
  `insert into directory_user (source, object_id, state, account_enabled, attributes, seen_in_round)
   select 'contoso', id, 'present', true, '{"displayName": ["Ann"]}', 4 from unnest(array['ann', 'bo', 'cy']) id`,
  `insert into dirty_object (app_id, object_id, from_cycle) values ('dialpad', 'ann', 0), ('dialpad', 'bo', 3)`,
  `insert into app_role (app_id, app_role_id, value, display_name, is_enabled, allows_users)
   values ('dialpad', 'user', 'user', 'User', true, true)`,
  `insert into assignment (app_id, assignment_id, principal_id, principal_type, app_role_id)
   values ('dialpad', 'a1', 'ann', 'User', 'user')`,
  `insert into entitlement (app_id, user_id, app_role_id) values ('dialpad', 'ann', 'user')`,
  `insert into assignment_reading (app_id, assignment_id, principal_id, principal_type, app_role_id)
   values ('dialpad', 'a1', 'ann', 'User', 'user')`,
  `insert into member_reading (app_id, group_id, user_id) values ('dialpad', 'sales', 'ann')`,
  `insert into target_index (app_id, cycle_number, is_complete) values ('dialpad', 2, true)`,
  `insert into target_resource (app_id, target_id, current) values ('dialpad', 't1', '{"userName": "ann@x.example"}')`,
  `insert into target_match_value (app_id, path, folded_value, target_id)
   values ('dialpad', 'userName', 'ann@x.example', 't1')`,
  `insert into link (app_id, source_id, target_id, exported, state)
   values ('dialpad', 'ann', 't1', '{"userName": "ann@x.example"}', 'managed')`,
  `insert into operation (app_id, cycle_number, object_id, source_name, action, status, error_code, finished_at)
   values ('dialpad', 2, 'bo', 'Bo', 'create', 'failure', 'DuplicateTargetEntries', now())`,
];

describe('a database of the very first version', () => {
  let database: TestDatabase;
  let stores: readonly Store[];
  let before: Map<string, number>;

  beforeAll(async () => {
    database = await createTestDatabase();
    await fillBefore(database.url, '0001-first-light', FIRST);
    before = await countRows(database.url);
    before.delete('kysely_migration');
    before.delete('kysely_migration_lock');
    stores = await Promise.all(Array.from({ length: 4 }, () => openStore(database.url)));
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await database.drop();
  });

  it('has a row in each of its tables', () => {
    expect([...before].filter(([, count]) => count === 0)).toEqual([]);
    expect(before.size).toBe(FIRST.length);
  });

  it('is brought up to date once by workers that start at the same time, and keeps its rows', async () => {
    await Promise.all(stores.map((store) => store.ping()));
    const after = await countRows(database.url);

    const kept = [...before.keys()].map((table) => [table, after.get(table)]);
    // Who waited because they failed is an escrow now.
    expect(kept).toEqual([...before].map(([table, count]) => [table, table === 'dirty_object' ? 1 : count]));
    expect(after.get('escrow')).toBe(1);
    expect(after.get('kysely_migration')).toBe(Object.keys(migrations).length);
  });

  it('goes on where it was', async () => {
    const [store] = stores;
    if (store === undefined) throw new Error('no store was opened');

    expect(await store.configurations.newest(APP)).toEqual(aConfiguration());
    expect(await store.cycles.lastNumber(APP)).toBe(2);
    expect(await store.links.count(APP, 'User')).toBe(1);
    expect(await store.escrows.list({ appId: APP, limit: 10 })).toMatchObject([
      { objectId: 'bo', about: 'object', attempts: 1, sourceName: 'Bo' },
    ]);
    await store.escrows.markDue(cycle);
    const dirty = await store.plans.nextDirty(cycle, 'User', 10);
    expect(dirty.map(({ id }) => id).sort()).toEqual(['ann', 'bo']);
  });
});

describe('a database of the version before escrows', () => {
  it('tries what waited in the next cycle, objects and references', async () => {
    const database = await createTestDatabase();
    await fillBefore(database.url, '0003-groups-and-references', [
      `insert into dirty_object (app_id, object_id, from_cycle) values ('dialpad', 'ann', 0), ('dialpad', 'bo', 3)`,
      `insert into dirty_reference (app_id, object_id, from_cycle) values ('dialpad', 'bo', 3), ('dialpad', 'cy', 0)`,
      `insert into exported_reference (app_id, object_id, path, referenced_id, target_id)
       values ('dialpad', 'sales', 'members', 'ann', 't1')`,
    ]);
    const store = await openStore(database.url);

    expect(await escrowCounts(store, APP)).toEqual({ objects: 1, references: 1 });
    expect(await store.dirty.count(APP)).toBe(2);
    await store.escrows.markDue({ ...cycle, number: 2 });
    expect(await store.dirty.count(APP)).toBe(2);
    await store.escrows.markDue(cycle);
    expect(await store.dirty.count(APP)).toBe(4);

    await store.close();
    await database.drop();
  });
});

describe('an empty database', () => {
  it('is set up once by workers that start at the same time', async () => {
    const database = await createTestDatabase();
    const stores = await Promise.all(Array.from({ length: 6 }, () => openStore(database.url)));

    await Promise.all(stores.map((store) => store.ping()));
    expect((await countRows(database.url)).get('kysely_migration')).toBe(Object.keys(migrations).length);

    await Promise.all(stores.map((store) => store.close()));
    await database.drop();
  });
});

/** Brings an empty database to an earlier version and fills it. */
async function fillBefore(url: string, version: string, statements: readonly string[]): Promise<void> {
  await withDatabase(url, async (db) => {
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    }).migrateTo(version);
    if (error !== undefined) throw error instanceof Error ? error : new Error('The migrations failed');
    for (const statement of statements) await sql.raw(statement).execute(db);
  });
}

/** How many rows each table has, Kysely's own included. */
async function countRows(url: string): Promise<Map<string, number>> {
  return withDatabase(url, async (db) => {
    const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
    const counts = new Map<string, number>();
    for (const { name } of tables) {
      const { rows } = await sql<{
        count: number;
      }>`select count(*)::int as count from ${sql.table(name)}`.execute(db);
      counts.set(name, rows[0]?.count ?? 0);
    }
    return counts;
  });
}

async function withDatabase<T>(url: string, body: (db: Kysely<unknown>) => Promise<T>): Promise<T> {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 1 }) }),
  });
  try {
    return await body(db);
  } finally {
    await db.destroy();
  }
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Store } from '../../../src/store/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { statementsOf, type Statement } from '../../support/statements.js';
import { openStore } from '../../../src/store/index.js';
import { until } from '../../support/until.js';
import { aLargeCycle, assignmentOf, idOf, storeLargeCompany, type News } from './a-large-company.js';
import { FakeTarget } from './fake-target.js';
import { runPhases } from './run-phases.js';

const USERS = 200_000;
const HALF = USERS / 2;
/** What one statement may read, however many people there are: what is known of assignments comes in pages of 10,000. */
const MOST_ROWS = 12_000;

/** Statements that may read everything of an app. */
const COUNTS = [/^select count\(\*\)::int as entitled/, /^select count\(\*\) as "linked"/];
/** Of those that come only when somebody left: who it was, and of how many. */
const WHO_LEFT = [
  /as lost\(digest\)/,
  /as lost\(group_id, digest\)/,
  /as accounts$/,
  /from entitlement .* as known/,
];
/** Of those that come only for a group whose members changed: it is compared whole. */
const ONE_GROUP = [/^with place as/, /^select [er].referenced_id, [el].target_id/];

/** 12 new titles, 3 who come and 3 who leave, directly and through the group. */
const news: News = {
  titles: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, HALF + 1, HALF + 2],
  assigned: [assignmentOf(USERS + 50_001), assignmentOf(USERS + 50_002)],
  unassigned: [20, 21],
  joined: [idOf(USERS + 50_003)],
  left: [HALF + 30],
};

describe('an incremental cycle among 200,000 people, half of them members of one assigned group', () => {
  let database: TestDatabase;
  let number = 1;

  beforeAll(async () => {
    database = await createTestDatabase();
    await (await openStore(database.url)).close();
    await storeLargeCompany(database.url, USERS);
  }, 120_000);
  afterAll(async () => {
    await database.drop();
  });

  async function cycle(store: Store, told: News): Promise<readonly string[]> {
    number += 1;
    const target = new FakeTarget();
    for (const person of [...(told.titles ?? []), ...(told.unassigned ?? []), ...(told.left ?? [])])
      target.users.set(`t${person}`, { userName: `user-${person}`, active: true, title: 'Employee' });
    target.groups.set('t0', { values: { displayName: 'Staff' }, members: [] });
    await runPhases(aLargeCycle(store, target, { users: USERS, number, news: told }));
    return target.writes;
  }
  /** What the cycle wrote to the target, what PostgreSQL did for it, and how many rows of which table changed. */
  async function watched(told: News) {
    const before = await changedRows();
    let writes: readonly string[] = [];
    const statements = await statementsOf(database.url, async (store) => {
      writes = await cycle(store, told);
    });
    const after = await changedRows();
    const changed = new Map([...after].map(([table, rows]) => [table, rows - (before.get(table) ?? 0)]));
    return { writes, statements, changed };
  }
  /** Rows inserted, changed and deleted so far, by table. A connection tells of them at its end. */
  async function changedRows(): Promise<ReadonlyMap<string, number>> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      await until(async () => {
        const others = await client.query(
          "select from pg_stat_activity where datname = current_database() and application_name = 'statements'",
        );
        return others.rowCount === 0;
      });
      const { rows } = await client.query<{ relname: string; changed: string }>(
        'select relname, n_tup_ins + n_tup_upd + n_tup_del as changed from pg_stat_user_tables',
      );
      return new Map(rows.map((row) => [row.relname, Number(row.changed)]));
    } finally {
      await client.end();
    }
  }
  function excessive(statements: readonly Statement[], allowed: readonly RegExp[]): readonly string[] {
    return statements
      .filter(({ rowsRead }) => rowsRead > MOST_ROWS)
      .filter(({ sql }) => !allowed.some((pattern) => pattern.test(sql)))
      .map(({ rowsRead, sql }) => `${Math.round(rowsRead)} rows: ${sql}`);
  }
  const ASSIGNED = ['assignment', 'assignment_reading', 'member_reading', 'entitlement'];

  it('without any change writes no row of who is assigned, and reads everything for its counts only', async () => {
    const { writes, statements, changed } = await watched({});

    expect(writes).toEqual([]);
    expect(excessive(statements, COUNTS)).toEqual([]);
    expect(ASSIGNED.map((table) => changed.get(table))).toEqual([0, 0, 0, 0]);
    expect([...changed.values()].reduce((sum, rows) => sum + rows, 0)).toBeLessThan(20);
  }, 60_000);

  it('with few changes writes few rows, and reads everything only to tell who left, and for the one group', async () => {
    const { writes, statements, changed } = await watched(news);

    expect(writes).toHaveLength(19);
    expect(excessive(statements, [...COUNTS, ...WHO_LEFT, ...ONE_GROUP])).toEqual([]);
    expect(ASSIGNED.map((table) => changed.get(table))).toEqual([4, 4, 2, 6]);
    expect([...changed.values()].reduce((sum, rows) => sum + rows, 0)).toBeLessThan(400);
  }, 60_000);

  it('is looked at without reading everything', async () => {
    const statements = await statementsOf(database.url, async (store) => {
      const scope = { appId: 'desk', sourceKey: 'contoso' };
      await store.log.entries({ appId: 'desk', limit: 100 });
      await store.log.entries({ appId: 'desk', limit: 100, user: idOf(5) });
      await store.escrows.list({ appId: 'desk', limit: 100 });
      await store.standings.of('desk', idOf(5));
      await store.standings.withoutAccount(scope, idOf(5), 'manager', 10);
      await store.knownObjects.byName(scope, 'user-77', 20);
      await store.operations.unknown('desk', { after: '0', limit: 100 });
    });

    expect(statements.length).toBeGreaterThan(10);
    expect(excessive(statements, [])).toEqual([]);
  }, 60_000);
});

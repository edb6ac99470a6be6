import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { until } from '../../support/until.js';
import { aDisable, aGuardedApp, anUpdate, type GuardedApp } from './a-guarded-app.js';

describe('deletes and disables that are answered while a cycle plans', () => {
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
    await app.plan(2, aDisable('a'), anUpdate('c'));
  });

  it('are kept when the rejection came before the judgement, although the plan did not know of it', async () => {
    await app.answer('rejected', 1);
    await app.guard(2, 500);

    expect(await app.toBeWritten(2)).toEqual([[1, 'c']]);
    expect(await app.status()).toBeNull();
  });

  it('go when the leave came before the judgement', async () => {
    await app.answer('allowed', 1);
    await app.guard(2, 1);

    expect(await app.toBeWritten(2)).toEqual([
      [1, 'a'],
      [2, 'c'],
    ]);
  });

  it('keep the answer that comes after the judgement', async () => {
    await app.guard(2, 500);
    await app.answer('allowed', 1);
    expect(await app.toBeWritten(2)).toEqual([[1, 'c']]);

    await app.plan(3, aDisable('a'), aDisable('b'));
    await app.guard(3, 1);

    expect(await app.toBeWritten(3)).toHaveLength(2);
  });

  it.each([
    ['allowed', ['a', 'c']],
    ['rejected', ['c']],
  ])('wait for an answer that is just being stored: %s', async (given, written) => {
    const client = new pg.Client({ connectionString: opened.url });
    await client.connect();
    try {
      await client.query('begin');
      await client.query('update staged_deletion set state = $1 where app_id = $2', [given, app.appId]);
      const judged = app.guard(2, 1);
      await until(async () => (await waitingForLocks(client)) > 0, { what: 'the guard to wait' });
      await client.query('commit');
      await judged;
    } finally {
      await client.end();
    }

    expect((await app.toBeWritten(2)).map(([, id]) => id)).toEqual(written);
    expect(await app.status()).toBeNull();
  });
});

async function waitingForLocks(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ waiting: number }>(
    `select count(*)::int as waiting from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]?.waiting ?? 0;
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { openTestStore } from '../../support/store.js';
import { aCycle } from '../cycle/a-cycle.js';
import { FakeTarget } from '../cycle/fake-target.js';
import { readUsers, user } from './a-directory.js';

describe('what PostgreSQL knows of the tables', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let client: pg.Client;

  beforeAll(async () => {
    opened = await openTestStore();
    client = new pg.Client({ connectionString: opened.url });
    await client.connect();
    // Its own counting comes when it likes.
    await client.query('alter table operation set (autovacuum_enabled = false)');
  });
  afterAll(async () => {
    await client.end();
    await opened.close();
  });

  async function planFor(count: number): Promise<void> {
    const context = aCycle(opened.store, new FakeTarget());
    const users = Array.from({ length: count }, (_, index) => user(`${context.appId}-${index}`));
    await readUsers(opened.store, context, ...users);
    await planOperations(context);
  }
  /** -1: nobody has counted it. */
  async function knownOperations(): Promise<number> {
    const { rows } = await client.query<{ reltuples: number }>(
      "select reltuples from pg_class where oid = 'operation'::regclass",
    );
    return rows[0]?.reltuples ?? Number.NaN;
  }

  it('is left to it after a plan for a few', async () => {
    await planFor(3);

    expect(await knownOperations()).toBe(-1);
  });

  it('is up to date after a plan for many, before anything is asked about all of them', async () => {
    await planFor(1_000);

    expect(await knownOperations()).toBe(1_003);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Store } from '../../../src/store/index.js';
import { Retention, RETENTION_BATCH } from '../../../src/store/retention.js';
import { dropOld, startHousekeeping } from '../../../src/worker/housekeeping.js';
import { plansOf } from '../../support/query-plans.js';
import { openTestStore } from '../../support/store.js';
import { until } from '../../support/until.js';

const DAY = 86_400_000;
const OLD = 20_000;
const NEW = 500;
const NEVER = new AbortController().signal;

describe('what is old', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let client: pg.Client;
  const retention = () => ({ store, logRetentionMs: 30 * DAY });

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
    client = new pg.Client({ connectionString: opened.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await opened.close();
  });
  beforeEach(async () => {
    await client.query('truncate operation, cycle_event, cycle, report, report_entry, escrow');
  });

  const query = async <Row extends object>(text: string, values: unknown[] = []): Promise<readonly Row[]> =>
    (await client.query<Row>(text, values)).rows;
  const count = async (table: string): Promise<number> =>
    Number((await query<{ count: string }>(`select count(*) from ${table}`))[0]?.count);
  const log = (amount: number, days: number, { app = 'desk', cycle = 1, status = 'success' } = {}) =>
    query(
      `insert into operation (app_id, cycle_number, object_id, action, status, finished_at)
       select $1, $2, 'user-' || n, 'update', $3, now() - make_interval(days => $4) from generate_series(1, $5) n`,
      [app, cycle, status, days, amount],
    );

  /** As a cycle and a reader of the log do; whoever must wait for a lock fails. */
  const workMeanwhile = async (): Promise<void> => {
    await query(`set lock_timeout = '200ms'`);
    for (let turn = 0; turn < 20; turn += 1) {
      await query(`update operation set reason = 'Again' where finished_at > now() - interval '30 days'`);
      await query(`select count(*) from operation where app_id = 'desk'`);
      await log(1, 0, { app: 'busy' });
    }
    await query(`delete from operation where app_id = 'busy'`);
    await query(`set lock_timeout = 0`);
  };

  it('goes from the log, and what is new stays', async () => {
    await log(OLD / 2, 31);
    await log(OLD / 2, 40, { app: 'paused' });
    await log(NEW, 29);

    const [dropped] = await Promise.all([dropOld(retention(), Date.now(), NEVER), workMeanwhile()]);

    expect(dropped.operations).toBe(OLD);
    expect(await query('select app_id, count(*)::int from operation group by 1')).toEqual([
      { app_id: 'desk', count: NEW },
    ]);
  });

  it('goes by batches that the index by age finds', async () => {
    await log(OLD, 31);
    await log(OLD, 1);
    await client.query('analyze operation');

    const plans = await plansOf(opened.url, async (db) => {
      expect(await new Retention(db).drop('operations', new Date(Date.now() - 30 * DAY))).toBe(
        RETENTION_BATCH,
      );
    });

    expect(await count('operation')).toBe(2 * OLD - RETENTION_BATCH);
    expect(plans).toEqual([expect.stringContaining('Index Scan using operation_by_age')]);
    expect(plans.join('\n')).not.toContain('Seq Scan on operation');
  });

  it('goes without waiting for who holds some of it, and without making anybody wait', async () => {
    await log(2_000, 31);
    await client.query('begin');
    await client.query(`select from operation where object_id in ('user-1', 'user-1500') for update`);
    try {
      const { operations } = await dropOld(retention(), Date.now(), NEVER);

      expect(operations).toBe(1_998);
      expect(await store.log.entries({ appId: 'desk', limit: 10 })).toHaveLength(2);
    } finally {
      await client.query('rollback');
    }
    await log(1, 0, { app: 'other' });

    expect((await dropOld(retention(), Date.now(), NEVER)).operations).toBe(2);
    expect(await count('operation')).toBe(1);
  });

  it('goes once, however many workers drop it', async () => {
    await log(OLD, 31);

    const runs = await Promise.all([1, 2, 3].map(() => dropOld(retention(), Date.now(), NEVER)));

    expect(runs.reduce((sum, { operations }) => sum + operations, 0)).toBe(OLD);
    expect(await count('operation')).toBe(0);
  });

  it.each([
    ['is planned', `status = 'planned'`, null],
    ['was begun', `status = 'started'`, null],
    ['has perhaps happened', `status = 'unknown'`, null],
    [
      'is of a cycle that has not ended',
      `cycle_number = 7`,
      `insert into cycle (app_id, number, kind, configuration_version, state) values ('desk', 7, 'initial', 1, 'running')`,
    ],
    [
      'is the last word on what is in escrow',
      `action = 'disable'`,
      `insert into escrow (app_id, object_id, about, error_code, attempts, first_failed_at, last_failed_at, last_failed_in, next_attempt_at)
       values ('desk', 'user-1', 'object', 'Timeout', 1, now(), now(), 1, now())`,
    ],
  ])('stays where it %s', async (_, change, also) => {
    await log(1, 99);
    await client.query(`update operation set ${change}`);
    if (also !== null) await client.query(also);

    expect((await dropOld(retention(), Date.now(), NEVER)).operations).toBe(0);
  });

  it('goes of what is in escrow where a later entry has the last word', async () => {
    await log(1, 99);
    await log(1, 98);
    await client.query(
      `insert into escrow (app_id, object_id, about, error_code, attempts, first_failed_at, last_failed_at, last_failed_in, next_attempt_at)
       values ('desk', 'user-1', 'object', 'Timeout', 1, now(), now(), 1, now())`,
    );

    expect((await dropOld(retention(), Date.now(), NEVER)).operations).toBe(1);
  });

  it('goes of events, and of cycles that have no entry left, save the newest of each app', async () => {
    await client.query(
      `insert into cycle (app_id, number, kind, configuration_version, state, ended_at)
       select app, n, 'incremental', 1, 'succeeded', now() - interval '31 days'
       from unnest('{desk,other}'::text[]) app, generate_series(-1, 3) n where n <> 0`,
    );
    await client.query(
      `insert into cycle_event (app_id, cycle_number, occurred_at, code, message)
       select 'desk', n, now() - make_interval(days => n * 20), 'SuspiciousDrop', 'Lost' from generate_series(1, 3) n`,
    );
    await log(1, 1, { cycle: 2 });

    const dropped = await dropOld(retention(), Date.now(), NEVER);

    expect(dropped).toMatchObject({ events: 2, cycles: 5 });
    expect(await query('select app_id, number from cycle order by 1, 2')).toEqual([
      { app_id: 'desk', number: 2 },
      { app_id: 'desk', number: 3 },
      { app_id: 'other', number: 3 },
    ]);
    expect(await store.cycles.lastNumber('desk')).toBe(3);
  });

  it('goes of reports with their entries, a batch at a time', async () => {
    await client.query(
      `insert into report (id, app_id, kind, created_at, summary)
       select gen_random_uuid(), 'desk', 'plan', now() - make_interval(hours => n * 20), '{}' from generate_series(1, 2) n`,
    );
    await client.query(
      `insert into report_entry (report_id, ordinal, entry) select id, n, '{}' from report, generate_series(1, 2500) n`,
    );

    const first = await store.retention.drop('reportEntries', new Date(Date.now() - DAY));
    const tooEarly = await store.retention.drop('reports', new Date(Date.now() - DAY));
    const rest = await dropOld(retention(), Date.now(), NEVER);

    expect([first, tooEarly]).toEqual([RETENTION_BATCH, 0]);
    expect(rest).toMatchObject({ reportEntries: 2_500 - RETENTION_BATCH, reports: 1 });
    expect([await count('report'), await count('report_entry')]).toEqual([1, 2_500]);
  });

  it('is dropped by a worker at once and again, after a failure too, until it stops', async () => {
    const warnings: unknown[] = [];
    let runs = 0;
    await log(1, 31);
    const failing = {
      drop: (...asked: Parameters<Store['retention']['drop']>) => {
        runs += 1;
        if (runs === 1) return Promise.reject(new Error('private words'));
        return store.retention.drop(...asked);
      },
    };
    const housekeeping = startHousekeeping({
      store: { retention: failing },
      logRetentionMs: 30 * DAY,
      logger: { info: () => undefined, warn: (...told: unknown[]) => warnings.push(told) },
      everyMs: 50,
    });
    await until(async () => (await count('operation')) === 0, { what: 'the old entry to be dropped' });
    await housekeeping.stop();
    const stoppedAt = runs;
    await log(1, 31);

    expect(JSON.stringify(warnings)).toContain('tried again');
    expect(JSON.stringify(warnings)).not.toContain('private');
    expect([await count('operation'), runs]).toEqual([1, stoppedAt]);
  });
});

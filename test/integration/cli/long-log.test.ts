import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startReadApi, type ReadApi } from '../../../src/api/index.js';
import { readLogPage, type LogQuery, type Page, type LogEntry } from '../../../src/cli/logs/log-client.js';
import { readPages } from '../../../src/cli/logs/read-logs.js';
import { streamLogs } from '../../../src/cli/logs/stream-logs.js';
import { ProvisioningLog, type LogQuery as StoredQuery } from '../../../src/store/provisioning-log.js';
import { plansOf } from '../../support/query-plans.js';
import { openTestStore } from '../../support/store.js';

const ENTRIES = 100_000;
const APP = 'desk';
const SOMEBODY = '00000000-0000-4000-8000-000000000042';
const LOOKED_AT = 20_000;
const IN_ORDER =
  /^Limit.*\n *-> +(Subquery Scan.*\n.*\n *-> +Limit.*\n *-> +)?Index Scan( Backward)? using operation_(newest|pkey) /;

describe('a log of 100,000 entries', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let api: ReadApi;
  let ids: readonly string[];

  beforeAll(async () => {
    opened = await openTestStore();
    ids = await fill(opened.url);
    api = await startReadApi({
      host: '127.0.0.1',
      port: 0,
      token: undefined,
      store: opened.store,
      isReady: () => true,
      rate: { max: 100_000, timeWindow: 1_000 },
    });
  });
  afterAll(async () => {
    await api.close();
    await opened.close();
  });

  const settings = () => ({ url: api.url, token: undefined });

  it('is read whole, oldest first, each entry once, no more than a page at a time', async () => {
    const read: string[] = [];
    for await (const line of streamLogs(settings(), APP, {}, 'both', new AbortController().signal))
      read.push(line.id);

    expect(read).toEqual(ids);
  });

  it('is read newest first as well, by pages that none exceeds', async () => {
    const sizes: number[] = [];
    const read: string[] = [];
    const query: LogQuery = { limit: 5_000 };
    for await (const page of readPages(readLogPage, settings(), APP, query)) {
      sizes.push(page.length);
      read.push(...page.map(({ id }) => id));
    }

    expect(Math.max(...sizes)).toBeLessThanOrEqual(200);
    expect(read).toEqual(ids.slice(-5_000).toReversed());
  });

  it.each<[string, Partial<LogQuery>, number]>([
    ['nobody has', { user: 'no such person' }, 0],
    ['few have', { status: 'failure' }, 10],
    ['few have, oldest first', { status: 'failure', order: 'asc' }, 10],
  ])('is searched for what %s in requests that each look at a part of it', async (_, filter, found) => {
    let requests = 0;
    const reader: typeof readLogPage = (...asked): Promise<Page<LogEntry>> => {
      requests += 1;
      return readLogPage(...asked);
    };
    let count = 0;
    for await (const page of readPages(reader, settings(), APP, { limit: Infinity, ...filter }))
      count += page.length;

    expect([count, requests]).toEqual([found, ENTRIES / LOOKED_AT + 1]);
  });

  const since = (): Date => new Date(Date.now() - 3_600_000);
  it.each<[string, () => Partial<StoredQuery>, RegExp]>([
    ['everything', () => ({}), IN_ORDER],
    ['a part of a name', () => ({ user: 'person 7' }), IN_ORDER],
    ['somebody by id', () => ({ user: SOMEBODY }), /operation_by_object/],
    ['a status', () => ({ status: 'failure' }), IN_ORDER],
    ['actions', () => ({ actions: ['create', 'delete'] }), IN_ORDER],
    [
      'a status, an action and a name',
      () => ({ status: 'success', actions: ['create'], user: 'x' }),
      IN_ORDER,
    ],
    ['the last hour', () => ({ since: since() }), /operation_by_age/],
    [
      'the last hour, a status and a name',
      () => ({ since: since(), status: 'failure', user: 'x' }),
      /operation_by_age/,
    ],
    ['the last month', () => ({ since: new Date(0) }), IN_ORDER],
    ['the last month and a status', () => ({ since: new Date(0), status: 'failure' }), IN_ORDER],
  ])('is searched for %s by an index, on every page', async (_, filter, index) => {
    const plans = await plansOf(opened.url, async (db) => {
      for (const order of ['asc', 'desc'] as const)
        for (const after of [undefined, ids[ENTRIES / 2]])
          await new ProvisioningLog(db).page({ appId: APP, limit: 200, order, after, ...filter() });
    });
    const pages = plans.filter((plan) => plan.includes('finished_at IS NOT NULL'));

    expect(pages).toHaveLength(4);
    for (const plan of pages) expect(plan).toMatch(index);
    expect(plans.join('\n')).not.toMatch(/Seq Scan|Bitmap/);
  });
});

/** Beside the entries of another app, which lie between. @returns the ids of the app's entries, oldest first. */
async function fill(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `insert into operation (app_id, cycle_number, object_id, source_name, action, status, finished_at)
       select case when n % 3 = 0 then 'other' else $1 end, 1, '00000000-0000-4000-8000-' || lpad((n % 5000)::text, 12, '0'),
              'Person ' || n || ' (person' || n || '@contoso.example)', 'update',
              case when n % 15000 = 1 then 'failure' else 'success' end, now() - make_interval(mins => 20 * ($2::int - n) / 100)
       from generate_series(1, $2::int) n`,
      [APP, ENTRIES * 1.5],
    );
    await client.query('vacuum analyze operation');
    const { rows } = await client.query<{ id: string }>(
      'select id::text from operation where app_id = $1 order by operation.id',
      [APP],
    );
    return rows.map(({ id }) => id);
  } finally {
    await client.end();
  }
}

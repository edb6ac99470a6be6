import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { RateGovernor } from '../../../src/scim/rate-governor.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { until } from '../../support/until.js';

const FREE = { closedForMs: 0, finding: null };

describe('shares in what a target takes', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let database: pg.Pool;
  let apps = 0;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
    database = new pg.Pool({ connectionString: opened.url, max: 1 });
  });
  afterAll(async () => {
    await database.end();
    await opened.close();
  });

  /** Senders to an app of their own, who have joined. */
  async function senders(count: number) {
    const appId = `app-${(apps += 1)}`;
    const shares = store.targetShares.of(appId);
    const holders = Array.from({ length: count }, () => randomUUID());
    for (const holder of holders) await shares.join(holder);
    return { appId, shares, holders };
  }

  it('are the whole for who is alone, and what is left for who comes later, until the others make room', async () => {
    const { shares, holders } = await senders(1);
    const [first = ''] = holders;
    expect(await shares.renew(first, FREE)).toEqual({ fraction: 1, others: [] });

    const second = randomUUID();
    await shares.join(second);

    expect((await shares.renew(second, FREE)).fraction).toBe(0);
    expect((await shares.renew(first, FREE)).fraction).toBe(0.5);
    expect((await shares.renew(second, FREE)).fraction).toBe(0.5);
    await shares.leave(first);
    await until(async () => (await shares.renew(second, FREE)).fraction === 1);
  });

  it('never add up to more than the whole, however they come, go and renew at once', async () => {
    const { appId, shares } = await senders(0);
    const sums: number[] = [];
    const sender = async (turns: number): Promise<void> => {
      const holder = randomUUID();
      await shares.join(holder);
      for (let turn = 0; turn < turns; turn += 1) {
        await shares.renew(holder, FREE);
        const { rows } = await database.query<{ sum: number }>(
          'select sum(share) as sum from target_share where app_id = $1 and valid_until > clock_timestamp()',
          [appId],
        );
        sums.push(rows[0]?.sum ?? 0);
      }
      await shares.leave(holder);
    };

    await Promise.all(Array.from({ length: 8 }, (_, index) => sender(10 + index * 5)));

    expect(Math.max(...sums)).toBeLessThanOrEqual(1 + 1e-9);
    expect(Math.max(...sums)).toBeGreaterThan(0.9);
  });

  it('of who is silent for too long belong to the others, and are not had again before they make room', async () => {
    const { appId, shares, holders } = await senders(2);
    const [silent = '', other = ''] = holders;
    await shares.renew(silent, FREE);
    await database.query(
      `update target_share set valid_until = clock_timestamp() where app_id = $1 and holder = $2`,
      [appId, silent],
    );

    expect((await shares.renew(other, FREE)).fraction).toBe(1);
    expect((await shares.renew(silent, FREE)).fraction).toBe(0);
    expect((await shares.renew(other, FREE)).fraction).toBe(0.5);
  });

  it('carry what one has found out to the others', async () => {
    const { shares, holders } = await senders(2);
    const [one = '', other = ''] = holders;

    await shares.renew(one, { closedForMs: 30_000, finding: { throttlings: 2, perSecond: 12.5 } });

    const { others } = await shares.renew(other, FREE);
    expect(others).toMatchObject([{ holder: one, finding: { throttlings: 2, perSecond: 12.5 } }]);
    expect(others[0]?.closedForMs).toBeGreaterThan(25_000);
    expect(others[0]?.closedForMs).toBeLessThanOrEqual(30_000);
  });

  it('make two workers send no more than the target takes, together, and one of them all of it when it is alone', async () => {
    const shares = store.targetShares.of(`app-${(apps += 1)}`);
    const sentAt: { readonly by: string; readonly at: number }[] = [];
    const worker = (by: string) => {
      const limits = { requestsPerSecond: 100, concurrency: 4, longestPauseMs: 1_000, shares };
      const governor = new RateGovernor(limits);
      let isOver = false;
      const send = (): Promise<void> =>
        governor.run(async () => {
          if (!isOver) sentAt.push({ by, at: performance.now() });
          await new Promise(setImmediate);
        });
      const sending = Promise.all(
        Array.from({ length: 8 }, async () => {
          while (!isOver) await send();
        }),
      );
      const stop = async (): Promise<void> => {
        isOver = true;
        governor.close();
        await sending;
      };
      return { stop };
    };
    const inLastSecond = (by: string): number =>
      sentAt.filter((sent) => sent.by === by && sent.at > performance.now() - 1_000).length;

    const first = worker('first');
    await until(() => inLastSecond('first') >= 90);
    const second = worker('second');
    await until(() => inLastSecond('first') >= 40 && inLastSecond('second') >= 40);
    await first.stop();
    await until(() => inLastSecond('second') >= 90);
    await second.stop();

    const most = Math.max(
      ...sentAt.map(({ at }) => sentAt.filter((o) => o.at > at - 1_000 && o.at <= at).length),
    );
    expect(most).toBeLessThanOrEqual(101);
  });
});

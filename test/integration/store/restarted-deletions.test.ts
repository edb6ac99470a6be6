import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createResetJob } from '../../../activities/reset-job.js';
import { Mailer } from '../../../src/notifications/index.js';
import type { Store } from '../../../src/store/index.js';
import { Connections } from '../../../src/worker/connections.js';
import type { ResetScope } from '../../../activities/contract.js';
import { openTestStore } from '../../support/store.js';
import { aDisable, aGuardedApp, type GuardedApp } from './a-guarded-app.js';

describe('a restart', () => {
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
  /** One was rejected; another waits. */
  beforeEach(async () => {
    app = aGuardedApp(store);
    await app.stage(1, 'rejected');
    await app.answer('rejected', 1);
    await app.stage(2, 'waiting');
  });

  /** Twice: the first answer of the activity was lost. */
  async function restart(...scopes: readonly ResetScope[]): Promise<void> {
    const connections = new Connections();
    const logger = pino({ level: 'silent' });
    const resetJob = createResetJob({ store, connections, mailer: new Mailer(), logger });
    for (let attempt = 1; attempt <= 2; attempt += 1) await resetJob({ appId: app.appId, scopes, number: 3 });
    connections.close();
  }
  /** Of both, those who go in the cycle that follows. */
  async function gone(): Promise<readonly string[]> {
    await app.plan(3, aDisable('rejected'), aDisable('waiting'));
    await app.guard(3, 1);
    return (await app.toBeWritten(3)).map(([, id]) => id);
  }

  it.each<[readonly ResetScope[], number, readonly string[]]>([
    [[], 1, []],
    [['Watermark', 'Escrows'], 1, []],
    [['QuarantineState'], 2, []],
    [['ForceDeletes'], 0, ['waiting']],
    [['QuarantineState', 'ForceDeletes'], 1, ['waiting']],
    [['ConnectorDataStore'], 0, []],
    [['ConnectorDataStore', 'ForceDeletes'], 0, []],
  ])('with %j leaves so many waiting and lets so many go', async (scopes, waiting, expected) => {
    await restart(...scopes);

    expect((await app.status())?.waiting ?? 0).toBe(waiting);
    expect(await gone()).toEqual(expected);
  });
});

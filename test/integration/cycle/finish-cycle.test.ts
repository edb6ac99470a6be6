import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { createFinishCycle } from '../../../activities/finish-cycle.js';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { Mailer } from '../../../src/notifications/index.js';
import type { Store } from '../../../src/store/index.js';
import { Connections } from '../../../src/worker/connections.js';
import { aConfiguration } from '../../support/a-configuration.js';
import { openTestStore } from '../../support/store.js';
import { until } from '../../support/until.js';
import { readUsers, user } from '../store/a-directory.js';
import { aCycle } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

describe('the end of a cycle of which an attempt is still at work', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  async function finish({ appId, number }: CycleContext): Promise<void> {
    const { app, source } = aConfiguration({ id: appId });
    const configuration = { app, source: { ...source, clientSecret: { env: 'UNUSED' } } };
    const { version: configurationVersion } = await store.configurations.save(appId, configuration);
    const logger = pino({ level: 'silent' });
    const connections = new Connections();
    const finishCycle = createFinishCycle({ store, connections, mailer: new Mailer(), logger });
    const ending = {
      appId,
      number,
      configurationVersion,
      kind: 'incremental',
      outcome: 'cancelled',
    } as const;
    const currentAttemptScheduledTimestampMs = Date.now();
    await new MockActivityEnvironment({ currentAttemptScheduledTimestampMs }).run(finishCycle, {
      ...ending,
      error: null,
    });
    connections.close();
  }

  it('leaves nobody planned whom no cycle would carry out', async () => {
    const target = new FakeTarget();
    const lease = { name: '', holder: 'a worker that nobody hears of', signal: new AbortController().signal };
    const context = aCycle(store, target);
    const stalled = { ...context, lease: { ...lease, name: `app/${context.appId}` } };
    await readUsers(store, context, user('ann'));
    await store.leases.take(stalled.lease, new Date(Date.now() - 10_000));
    const answer = new AbortController();
    const find = target.find.bind(target);
    let isAsked = false;
    target.find = async (...given) => {
      isAsked = true;
      await once(answer.signal, 'abort');
      return find(...given);
    };
    const plan = planOperations(stalled).catch((error: unknown) => error);
    await until(() => isAsked);

    await finish(context);
    answer.abort();

    expect(await plan).toMatchObject({ type: 'StoreUnavailable' });
    const next = { ...context, number: 2 };
    expect((await store.plans.nextDirty(next, 'User', 10)).map(({ id }) => id)).toEqual(['ann']);
  }, 30_000);
});

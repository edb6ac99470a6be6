import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Activities } from '../../../activities/contract.js';
import { createResetJob } from '../../../activities/reset-job.js';
import { carryOut } from '../../../src/cycle/carry-out.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { Mailer } from '../../../src/notifications/index.js';
import type { Store } from '../../../src/store/index.js';
import { Connections } from '../../../src/worker/connections.js';
import { aConfiguration } from '../../support/a-configuration.js';
import { openTestStore } from '../../support/store.js';
import { readUsers, user } from '../store/a-directory.js';
import { aCycle, taken } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

describe('a job that forgets whose the accounts are', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let connections: Connections;
  let resetJob: Activities['resetJob'];

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
    connections = new Connections();
    const logger = pino({ level: 'silent' });
    resetJob = createResetJob({ store, connections, mailer: new Mailer(), logger });
  });
  afterAll(async () => {
    connections.close();
    await opened.close();
  });

  /** Ann's account is created, nobody hears of it, and she leaves. The job is told to forget, and goes on at `tenantUrl`. */
  async function afterForgetting(tenantUrl: string, { isEnded }: { readonly isEnded: boolean }) {
    const first = new FakeTarget();
    const context = aCycle(store, first);
    const { appId } = context;
    const { app, source } = aConfiguration({ id: appId });
    const configuration = { app, source: { ...source, clientSecret: { env: 'UNUSED' } } };
    const { version: configurationVersion } = await store.configurations.save(appId, configuration);
    await store.cycles.begin({ ...context, configurationVersion });
    await readUsers(store, context, user('ann'));
    await planOperations(context);
    for (const operation of await taken(context)) await carryOut(context, operation);
    if (isEnded) await store.operations.abandon(context);
    await readUsers(store, context, user('ann', { enabled: false }));

    await store.configurations.save(appId, { ...configuration, app: { ...app, tenantUrl } });
    await resetJob({ appId, scopes: ['ConnectorDataStore'], number: 2 });
    const isElsewhere = tenantUrl !== app.tenantUrl;
    const target = isElsewhere ? new FakeTarget() : first;
    if (isElsewhere) target.users.set('somebody', { userName: 'ann', active: true });
    target.writes.length = 0;
    const next = { ...context, number: 2, target };
    await planOperations(next);
    for (const operation of await taken(next)) await carryOut(next, operation);
    return { context, target };
  }

  it.each([
    ['after its end', true],
    ['after somebody terminated it', false],
  ])('takes nobody in another target for what a cycle may have created before, %s', async (_, isEnded) => {
    const { context, target } = await afterForgetting('https://other.example/scim', { isEnded });

    expect(target.writes).toEqual([]);
    expect(await store.links.count(context.appId, 'User')).toBe(0);
    const [entry] = await store.log.entries({ appId: context.appId, limit: 10 });
    expect(entry).toMatchObject({ action: 'create', status: 'failure', errorCode: 'Timeout' });
  });

  it('still asks the target that it keeps what a cycle may have created', async () => {
    const { target } = await afterForgetting('https://dialpad.example/scim', { isEnded: true });

    expect(target.writes).toEqual(['update new-1 active']);
  });
});

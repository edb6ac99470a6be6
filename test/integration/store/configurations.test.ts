import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { createStoreConfiguration } from '../../../activities/store-configuration.js';
import type { JobConfiguration } from '../../../src/config/configuration.js';
import { Mailer } from '../../../src/notifications/index.js';
import type { Store } from '../../../src/store/index.js';
import { Connections } from '../../../src/worker/connections.js';
import type { ConfigureResult } from '../../../workflows/contract.js';
import { openTestStore } from '../../support/store.js';

describe('storing a configuration', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let apps = 0;
  let appId = '';

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });
  beforeEach(() => {
    appId = `app-${(apps += 1)}`;
  });

  const configurationWith = (app: Partial<JobConfiguration['app']> = {}): JobConfiguration => ({
    source: {
      type: 'microsoft-graph',
      tenantId: 'tenant',
      clientId: 'client',
      clientSecret: { env: 'SECRET' },
      graphUrl: 'https://graph.microsoft.com',
      authorityUrl: 'https://login.microsoftonline.com',
    },
    app: {
      id: appId,
      connector: 'generic-scim',
      servicePrincipalId: '00000000-0000-4000-8000-000000000001',
      tenantUrl: 'https://app.example/scim',
      secretToken: { env: 'TOKEN' },
      provisioningStatus: 'on',
      scope: 'assigned',
      interval: '40m',
      ...app,
    },
  });
  /** What the activity answers. Attempts of one request have its name in common. */
  async function apply(configuration: JobConfiguration, request: string): Promise<ConfigureResult> {
    const activity = createStoreConfiguration({
      store,
      connections: new Connections(),
      mailer: new Mailer(),
      logger: pino({ level: 'silent' }),
    });
    const environment = new MockActivityEnvironment({ activityId: request });
    const answer = await environment.run(activity, { appId, configuration });
    return answer as ConfigureResult;
  }
  const runCycle = (number: number, configurationVersion: number) =>
    store.cycles.begin({ appId, number, kind: 'incremental', configurationVersion });

  it('tells what changes, and nothing when it is applied once more', async () => {
    await apply(configurationWith(), '1');
    await runCycle(1, 1);

    expect(await apply(configurationWith({ interval: '1h' }), '2')).toMatchObject({
      version: 2,
      changes: ['app.interval'],
      restartsCycle: false,
    });
    expect(await apply(configurationWith({ interval: '1h' }), '3')).toMatchObject({
      version: 2,
      changes: [],
      restartsCycle: false,
    });
  });

  it('answers the same when the answer was lost and it is carried out again', async () => {
    await apply(configurationWith(), '1');
    await runCycle(1, 1);
    const otherScope = configurationWith({ scope: 'all' });

    const first = await apply(otherScope, '2');
    expect(first).toMatchObject({ version: 2, changes: ['app.scope'], restartsCycle: true });
    expect(await apply(otherScope, '2')).toEqual(first);
  });

  it('answers the same at the first time, too', async () => {
    const first = await apply(configurationWith(), '1');

    expect(first.changes.length).toBeGreaterThan(0);
    expect(await apply(configurationWith(), '1')).toEqual(first);
  });

  it('restarts by a later request, too, as long as no cycle ran with it', async () => {
    await apply(configurationWith(), '1');
    await runCycle(1, 1);
    const elsewhere = configurationWith({ tenantUrl: 'https://other.example/scim' });
    await apply(elsewhere, '2');

    const isPending = { version: 2, restartsCycle: true, forgetsLinks: true };
    expect(await apply(elsewhere, '3')).toMatchObject({ ...isPending, changes: [] });
    expect(await apply({ ...elsewhere, app: { ...elsewhere.app, interval: '1h' } }, '4')).toMatchObject({
      ...isPending,
      version: 3,
      changes: ['app.interval'],
    });

    await runCycle(2, 3);
    expect(await apply({ ...elsewhere, app: { ...elsewhere.app, interval: '1h' } }, '5')).toMatchObject({
      version: 3,
      changes: [],
      restartsCycle: false,
      forgetsLinks: false,
    });
  });

  it('gives two at once versions one after the other', async () => {
    const both = await Promise.all([
      apply(configurationWith({ interval: '1h' }), '1'),
      apply(configurationWith({ interval: '2h' }), '2'),
    ]);

    expect(both.map(({ version }) => version).sort()).toEqual([1, 2]);
  });
});

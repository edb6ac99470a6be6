import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { createMapAttributes } from '../../../activities/map-attributes.js';
import { createWriteScim } from '../../../activities/write-scim.js';
import type { JobConfiguration } from '../../../src/config/configuration.js';
import { sourceKey } from '../../../src/cycle/source-key.js';
import { Mailer } from '../../../src/notifications/index.js';
import type { PendingOperation, Store, UserFact } from '../../../src/store/index.js';
import { Connections } from '../../../src/worker/connections.js';
import { openTestStore } from '../../support/store.js';
import { until } from '../../support/until.js';
import { readUsers } from '../store/a-directory.js';

const USERS = 40;
const CONCURRENCY = 4;
const EMPTY_LIST = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: 0,
  Resources: [],
};
/** With the time in which a worker hears of it, within ten seconds of the signal. */
const BOUND_MS = 7_000;

describe('a phase of writes that is told to stop', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let server: Server;
  let connections: Connections;
  /** Creates that came, each with its answer to be given. */
  let creates: ServerResponse[];
  /** Questions that are not answered; null as long as all are. */
  let hanging: ServerResponse[] | null;
  let apps = 0;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
    process.env['TOKEN_OF_PAUSED_APP'] = 'the-token';
  });
  afterAll(async () => {
    delete process.env['TOKEN_OF_PAUSED_APP'];
    await opened.close();
  });
  beforeEach(async () => {
    creates = [];
    hanging = null;
    connections = new Connections();
    server = createServer((request, response) => {
      request.resume();
      if (request.method === 'POST') creates.push(response);
      else if (hanging !== null) hanging.push(response);
      else answer(response, 200, EMPTY_LIST);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    connections.close();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });

  function answer(response: ServerResponse, status: number, body: object, retryAfter?: number): void {
    response.writeHead(status, {
      'content-type': 'application/scim+json',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    });
    response.end(JSON.stringify(body));
  }
  function configurationOf(appId: string): JobConfiguration {
    const { port } = server.address() as AddressInfo;
    return {
      source: {
        type: 'microsoft-graph',
        tenantId: 'tenant',
        clientId: 'client',
        clientSecret: { env: 'TOKEN_OF_PAUSED_APP' },
        graphUrl: 'https://graph.microsoft.com',
        authorityUrl: 'https://login.microsoftonline.com',
      },
      app: {
        id: appId,
        connector: 'generic-scim',
        servicePrincipalId: '00000000-0000-4000-8000-000000000001',
        tenantUrl: `http://127.0.0.1:${port}/scim`,
        secretToken: { env: 'TOKEN_OF_PAUSED_APP' },
        provisioningStatus: 'on',
        scope: 'all',
        interval: '40m',
        rateLimit: { requestsPerSecond: 1_000, concurrency: CONCURRENCY },
      },
    };
  }
  function joiner(id: string): UserFact {
    const attributes = { userPrincipalName: [`${id}@contoso.example`], displayName: [id] };
    return { state: 'present', user: { id, accountEnabled: true, attributes } };
  }
  /** Begins to write the accounts of new users, as a worker does. */
  async function beginToWrite() {
    const appId = `paused-${(apps += 1)}`;
    const configuration = configurationOf(appId);
    const { version } = await store.configurations.save(appId, configuration);
    const cycle = { appId, number: 1, kind: 'incremental', configurationVersion: version } as const;
    const batch = { ...cycle, first: 1, last: USERS };
    const scope = { appId, number: 1, sourceKey: sourceKey(configuration), now: new Date() };
    const ids = Array.from({ length: USERS }, (_, index) => `user-${index}`);
    await readUsers(store, scope, ...ids.map(joiner));
    const dependencies = {
      store,
      connections,
      mailer: new Mailer(),
      logger: pino({ level: 'silent' }),
    };
    await new MockActivityEnvironment().run(createMapAttributes(dependencies), cycle);
    const environment = new MockActivityEnvironment();
    const phase = environment.run(createWriteScim(dependencies), batch);
    const ended = phase.then(
      () => 'done',
      () => 'stopped',
    );
    await until(() => creates.length > 0, { what: 'a write to be under way' });
    return {
      ended,
      stop: () => {
        environment.cancel('CANCELLED');
      },
      begun: async (): Promise<readonly PendingOperation[]> => {
        const left = await store.operations.take(scope, { after: 0, last: USERS, limit: USERS });
        return left.filter(({ mayHaveHappened }) => mayHaveHappened);
      },
      links: () => store.links.count(appId, 'User'),
    };
  }

  it('ends within seconds although the target hangs, and knows what may have happened', async () => {
    const { ended, stop, begun, links } = await beginToWrite();

    const stoppedAt = performance.now();
    stop();

    expect(await ended).toBe('stopped');
    expect(performance.now() - stoppedAt).toBeLessThan(BOUND_MS);
    expect(creates.length).toBeLessThanOrEqual(CONCURRENCY);
    expect((await begun()).length).toBeGreaterThanOrEqual(1);
    expect(await links()).toBe(0);
  }, 30_000);

  it('keeps what is answered in time', async () => {
    const { ended, stop, links } = await beginToWrite();

    stop();
    // The phase hears of it at once, and the answer comes while it is ending.
    setTimeout(() => {
      for (const [index, response] of creates.entries()) answer(response, 201, { id: `made-${index}` });
    }, 200);

    expect(await ended).toBe('stopped');
    expect(await links()).toBeGreaterThanOrEqual(1);
  }, 30_000);

  it('ends within seconds although the target asked to wait', async () => {
    const { ended, stop, links } = await beginToWrite();
    for (const response of creates) answer(response, 429, {}, 15);

    const stoppedAt = performance.now();
    stop();

    expect(await ended).toBe('stopped');
    expect(performance.now() - stoppedAt).toBeLessThan(BOUND_MS);
    expect(await links()).toBe(0);
  }, 30_000);

  it('ends within seconds although the target hangs when it is asked what became of a write', async () => {
    const { ended, stop } = await beginToWrite();
    const questions: ServerResponse[] = (hanging = []);
    for (const response of creates) response.destroy();
    await until(() => questions.length > 0, { what: 'a question to be under way' });

    const stoppedAt = performance.now();
    stop();

    expect(await ended).toBe('stopped');
    expect(performance.now() - stoppedAt).toBeLessThan(BOUND_MS);
  }, 30_000);
});

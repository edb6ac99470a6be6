import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import got from 'got';
import { startReadApi, type ReadApi } from '../../../src/api/index.js';
import { jobConfiguration } from '../../../src/config/configuration.js';
import { objectSchemaOf, parseSynchronizationSchema } from '../../../src/schema/document/index.js';
import { openTestStore } from '../../support/store.js';

const TOKEN = 'token-of-the-read-api';

describe('the read API', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let api: ReadApi;
  let isReady = true;

  beforeAll(async () => {
    opened = await openTestStore();
    const rows = ['a', 'b', 'c'].map((objectId) => ({
      objectName: 'User' as const,
      about: 'object' as const,
      objectId,
      sourceName: `Person ${objectId} (${objectId}@contoso.example)`,
      targetId: null,
      action: 'fail' as const,
      status: 'failure' as const,
      reason: 'Several accounts have the user name.',
      errorCode: 'DuplicateTargetEntries',
      matchKey: null,
      linkState: 'managed' as const,
      values: null,
      changes: [],
      criteria: [],
      steps: [],
      writes: false,
    }));
    await opened.store.plans.save(
      { appId: 'dialpad', number: 1, sourceKey: 'contoso', now: new Date() },
      { planned: [], rows, links: [], filteredOut: [], failures: [] },
    );
    api = await startReadApi({
      host: '127.0.0.1',
      port: 0,
      token: TOKEN,
      store: opened.store,
      isReady: () => isReady,
    });
  });
  afterAll(async () => {
    await api.close();
    await opened.close();
  });

  const get = (path: string, token: string | null = TOKEN) =>
    got(`${api.url}${path}`, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      throwHttpErrors: false,
      retry: { limit: 0 },
    });

  it.each([null, 'wrong', ''])('shows nobody to a caller with token %p', async (token) => {
    const { statusCode, body } = await get('/v1/apps/dialpad/provisioning-logs', token);

    expect(statusCode).toBe(401);
    expect(body).not.toContain('contoso');
  });

  it('pages through the log with what to do about each failure', async () => {
    const first = JSON.parse((await get('/v1/apps/dialpad/provisioning-logs?limit=2')).body) as Page;
    const second = JSON.parse(
      (await get(`/v1/apps/dialpad/provisioning-logs?limit=2&cursor=${first.nextCursor ?? ''}`)).body,
    ) as Page;

    expect([...first.entries, ...second.entries].map((entry) => entry.sourceId)).toEqual(['c', 'b', 'a']);
    expect(first.entries[0]).toMatchObject({
      errorCode: 'DuplicateTargetEntries',
      recommendedAction: 'Remove the duplicate in the app, or match by another attribute.',
    });
    expect(second.nextCursor).toBeNull();
  });

  it('finds a person by a part of the name, taking wildcards as they are', async () => {
    const found = JSON.parse((await get('/v1/apps/dialpad/provisioning-logs?user=b%40contoso')).body) as Page;
    const none = JSON.parse((await get('/v1/apps/dialpad/provisioning-logs?user=%25')).body) as Page;

    expect(found.entries.map((entry) => entry.sourceId)).toEqual(['b']);
    expect(none.entries).toEqual([]);
  });

  it.each(['limit=0', 'limit=5000', 'status=wrong', 'since=yesterday', 'cursor=abc'])(
    'refuses %s',
    async (query) => {
      const { statusCode, body } = await get(`/v1/apps/dialpad/provisioning-logs?${query}`);

      expect(statusCode).toBe(400);
      expect(body).toContain(query.split('=')[0]);
    },
  );

  it("shows an app's mappings as a schema document, from the newest configuration", async () => {
    await opened.store.configurations.save('desk', configurationWith('mail'));
    await opened.store.configurations.save('desk', configurationWith('userPrincipalName'));

    const { statusCode, body } = await get('/v1/apps/desk/schema');

    expect(statusCode).toBe(200);
    const users = objectSchemaOf(parseSynchronizationSchema(JSON.parse(body)), 'User');
    expect(users?.schema.mapping.attributeMappings).toMatchObject([
      { targetAttributeName: 'userName', source: { type: 'Attribute', name: 'userPrincipalName' } },
    ]);
  });

  it("shows an app's own schema document as it was given", async () => {
    const exported = parseSynchronizationSchema(JSON.parse((await get('/v1/apps/desk/schema')).body));
    const schema = { ...exported, unknown: 'kept' };
    await opened.store.configurations.save('desk', configurationWith(schema));

    const { body } = await get('/v1/apps/desk/schema');

    expect(JSON.parse(body)).toEqual(schema);
  });

  it('has no schema for an app that it does not know, and none for a stranger', async () => {
    const unknown = await get('/v1/apps/unknown/schema');
    const stranger = await get('/v1/apps/desk/schema', 'wrong');

    expect(unknown.statusCode).toBe(404);
    expect(unknown.body).toContain('There is no app unknown');
    expect(stranger.statusCode).toBe(401);
    expect(stranger.body).not.toContain('synchronizationRules');
  });

  it('answers for its health without a token, and says when it takes no work', async () => {
    expect((await get('/healthz', null)).statusCode).toBe(200);
    expect((await get('/readyz', null)).statusCode).toBe(200);
    isReady = false;
    expect((await get('/readyz', null)).statusCode).toBe(503);
  });

  it('refuses to face a network without a token', async () => {
    const starting = startReadApi({
      host: '0.0.0.0',
      port: 0,
      token: undefined,
      store: opened.store,
      isReady: () => true,
    });

    await expect(starting).rejects.toThrow('SCIMFLOW_API_TOKEN');
  });
});

/** An app with a schema document, or with one mapping: of `userName`, from the attribute. */
function configurationWith(schema: string | object) {
  return jobConfiguration.parse({
    source: { type: 'microsoft-graph', tenantId: 't', clientId: 'c', clientSecret: { env: 'GRAPH_SECRET' } },
    app: {
      id: 'desk',
      connector: 'generic-scim',
      servicePrincipalId: 's',
      tenantUrl: 'https://desk.example/scim',
      secretToken: { env: 'DESK_TOKEN' },
      ...(typeof schema === 'string'
        ? { mappings: [{ target: 'userName', source: schema, matching: 1 }] }
        : { schema }),
    },
  });
}

interface Page {
  readonly entries: readonly { readonly sourceId: string }[];
  readonly nextCursor: string | null;
}

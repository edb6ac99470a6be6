import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import got from 'got';
import pg from 'pg';
import { startReadApi, type ReadApi } from '../../../src/api/index.js';
import { jobConfiguration } from '../../../src/config/configuration.js';
import { objectSchemaOf, parseSynchronizationSchema } from '../../../src/schema/document/index.js';
import type { EscrowEntry, PlannedRow, RecordedCycleEvent, Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';

const TOKEN = 'token-of-the-read-api';

describe('the read API', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let api: ReadApi;
  let isReady = true;

  beforeAll(async () => {
    opened = await openTestStore();
    await saveLog(
      opened.store,
      'dialpad',
      ['a', 'b', 'c'].map((objectId) => aRow({ objectId })),
    );
    const staged = { status: 'skipped', reason: 'TooManyDeletes', errorCode: null } as const;
    await saveLog(opened.store, 'held', [
      aRow({ ...staged, objectId: 'd', action: 'stagedDelete' }),
      aRow({ ...staged, objectId: 'e', action: 'stagedAction' }),
      aRow({ ...staged, objectId: 'f', action: 'skip', reason: 'DeletionRejected' }),
    ]);
    await saveEvents(opened.store);
    await saveEscrows(opened);
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

  it('shows only the actions that are asked for', async () => {
    const actionsOf = async (query: string): Promise<readonly string[]> =>
      pageOf(await get(`/v1/apps/held/provisioning-logs?${query}`)).entries.map(({ action }) => action);

    expect(await actionsOf('action=stagedDelete')).toEqual(['stagedDelete']);
    expect(await actionsOf('action=stagedDelete,stagedAction')).toEqual(['stagedAction', 'stagedDelete']);
    expect(await actionsOf('action=create')).toEqual([]);
    expect(await actionsOf('')).toHaveLength(3);
  });

  it('says of what waits for an answer how it is given, and of what was rejected that nothing is to do', async () => {
    const { entries } = pageOf(await get('/v1/apps/held/provisioning-logs'));

    expect(entries.map(({ recommendedAction }) => recommendedAction)).toEqual([
      expect.stringContaining('None: somebody rejected it'),
      expect.stringContaining('scimflow deletes <app> allow'),
      expect.stringContaining('scimflow deletes <app> allow'),
    ]);
  });

  it('pages through what cycles decided about themselves, newest first', async () => {
    const first = eventsOf(await get('/v1/apps/dialpad/events?limit=2'));
    const second = eventsOf(await get(`/v1/apps/dialpad/events?limit=2&cursor=${first.nextCursor ?? ''}`));
    const recent = eventsOf(await get('/v1/apps/dialpad/events?since=2026-03-01T12:00:01Z'));

    expect(first.events[0]).toEqual({
      id: expect.any(String),
      cycle: 3,
      occurredAt: '2026-03-01T12:00:02.000Z',
      code: 'TooManyDeletes',
      subject: '',
      message: 'Something was decided in cycle 3.',
    });
    expect([...first.events, ...second.events].map(({ cycle }) => cycle)).toEqual([3, 2, 1]);
    expect(second.nextCursor).toBeNull();
    expect(recent.events.map(({ cycle }) => cycle)).toEqual([3, 2]);
    expect(eventsOf(await get('/v1/apps/other/events'))).toEqual({ events: [], nextCursor: null });
  });

  it('pages through what failed and is tried again, longest first, with a name where one is known', async () => {
    const first = escrowsOf(await get('/v1/apps/dialpad/escrows?limit=2'));
    const second = escrowsOf(await get(`/v1/apps/dialpad/escrows?limit=2&cursor=${first.nextCursor ?? ''}`));

    expect(first.escrows[0]).toEqual({
      objectId: 'c',
      sourceName: 'Person c (c@contoso.example)',
      about: 'object',
      errorCode: 'EntryConflict',
      attempts: 1,
      firstFailedAt: '2026-03-01T12:00:00.123Z',
      nextAttemptAt: '2026-03-01T12:00:00.123Z',
      recommendedAction: expect.stringContaining('must be unique'),
    });
    expect(
      [...first.escrows, ...second.escrows].map(({ objectId, about }) => `${objectId} ${about}`),
    ).toEqual(['c object', 'a references', 'nobody-logged references']);
    expect(second.escrows[0]?.sourceName).toBeNull();
    expect(second.nextCursor).toBeNull();
  });

  it.each([
    ...['limit=0', 'limit=5000', 'status=wrong', 'since=yesterday', 'cursor=abc'].map((query) => [
      'provisioning-logs',
      query,
    ]),
    ...['action=', 'action=create,wrong'].map((query) => ['provisioning-logs', query]),
    ...['limit=0', 'since=yesterday', 'cursor=abc'].map((query) => ['events', query]),
    ...[
      'limit=0',
      'cursor=abc',
      'cursor=2026-99-01T00:00:00.000Z~object~a',
      "cursor=2026-01-01T00:00:00Z~object~a'",
    ].map((query) => ['escrows', query]),
  ])('refuses %s?%s', async (resource, query) => {
    const { statusCode, body } = await get(`/v1/apps/dialpad/${resource}?${query}`);

    expect(statusCode).toBe(400);
    expect(body).toContain(query.split('=')[0]);
  });

  it.each(['provisioning-logs', 'events', 'escrows', 'schema'])(
    'shows no %s to a stranger',
    async (resource) => {
      expect((await get(`/v1/apps/dialpad/${resource}`, 'wrong')).statusCode).toBe(401);
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

function aRow(over: Partial<PlannedRow>): PlannedRow {
  const { objectId = 'a' } = over;
  return {
    objectName: 'User',
    about: 'object',
    objectId,
    sourceName: `Person ${objectId} (${objectId}@contoso.example)`,
    targetId: null,
    action: 'fail',
    status: 'failure',
    reason: 'Several accounts have the user name.',
    errorCode: 'DuplicateTargetEntries',
    matchKey: null,
    linkState: 'managed',
    values: null,
    changes: [],
    criteria: [],
    steps: [],
    writes: false,
    ...over,
  };
}

function saveLog(store: Store, appId: string, rows: readonly PlannedRow[]): Promise<void> {
  return store.plans.save(
    { appId, number: 1, sourceKey: 'contoso', now: new Date() },
    { planned: [], rows, links: [], filteredOut: [], failures: [] },
  );
}

async function saveEvents(store: Store): Promise<void> {
  for (const number of [1, 2, 3])
    await store.events.record(
      { appId: 'dialpad', number, now: new Date(Date.UTC(2026, 2, 1, 12, 0, number - 1)) },
      { code: 'TooManyDeletes', message: `Something was decided in cycle ${number}.` },
    );
}

/** Written as they stand, because times are what the list is about: two of one millisecond, and a later one. */
async function saveEscrows({ url }: { readonly url: string }): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `insert into escrow (app_id, object_id, about, error_code, attempts, first_failed_at, last_failed_at, last_failed_in, next_attempt_at)
       select 'dialpad', object_id, about, 'EntryConflict', 1, began::timestamptz, began::timestamptz, 1, began::timestamptz
       from (values ('nobody-logged', 'references', '2026-03-01T12:00:01Z'),
                    ('c', 'object', '2026-03-01T12:00:00.123789Z'),
                    ('a', 'references', '2026-03-01T12:00:00.123456Z')) failed (object_id, about, began)`,
    );
  } finally {
    await client.end();
  }
}

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
  readonly entries: readonly {
    readonly sourceId: string;
    readonly action: string;
    readonly recommendedAction: string | null;
  }[];
  readonly nextCursor: string | null;
}

interface Answer {
  readonly body: string;
}

const pageOf = ({ body }: Answer): Page => JSON.parse(body) as Page;
const eventsOf = ({ body }: Answer) =>
  JSON.parse(body) as { events: readonly RecordedCycleEvent[]; nextCursor: string | null };
const escrowsOf = ({ body }: Answer) =>
  JSON.parse(body) as { escrows: readonly EscrowEntry[]; nextCursor: string | null };

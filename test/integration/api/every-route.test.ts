import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import got, { type Method } from 'got';
import { z } from 'zod';
import { openApiDocument, routes, startReadApi, type ReadApi } from '../../../src/api/index.js';
import type { Route } from '../../../src/api/route.js';
import { askReadApi } from '../../../src/cli/read-api.js';
import { openTestStore } from '../../support/store.js';
import { fillWithRealData, KEPT_BACK } from './real-data.js';

const TOKEN = 'token-of-the-read-api';

const named = routes.map((route) => [route.path, route] as const);
const closed = named.filter(([, { isOpen }]) => !isOpen);
const open = named.filter(([, { isOpen }]) => isOpen);

describe('every route of the read API', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let api: ReadApi;
  let limited: ReadApi;
  let values: Readonly<Record<string, string>>;

  beforeAll(async () => {
    opened = await openTestStore();
    values = await fillWithRealData(opened);
    const options = { host: '127.0.0.1', port: 0, token: TOKEN, store: opened.store, isReady: () => true };
    api = await startReadApi({ ...options, rate: { max: 10_000, timeWindow: 1_000 } });
    limited = await startReadApi({ ...options, rate: { max: 2, timeWindow: 1_000 } });
  });
  afterAll(async () => {
    await limited.close();
    await api.close();
    await opened.close();
  });

  const ask = (
    path: string,
    token: string | null = TOKEN,
    { method = 'GET', of = api }: { readonly method?: Method; readonly of?: ReadApi } = {},
  ) =>
    got(`${of.url}${path}`, {
      method,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      throwHttpErrors: false,
      retry: { limit: 0 },
    });
  /** The route's address with something to tell; all that is optional is asked for where a switch asks for more. */
  const addressOf = ({ path, query }: Route): string => {
    const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(valueOf(name, values)));
    const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input' });
    const asked = Object.entries(properties).flatMap(([name, property]): [string, string][] => {
      if (required.includes(name)) return [[name, valueOf(name, values)]];
      const { enum: choices } = property as { enum?: readonly string[] };
      return choices?.includes('true') === true ? [[name, 'true']] : [];
    });
    return `${filled}?${new URLSearchParams(asked).toString()}`;
  };

  it.each(closed)('%s answers who bears the token, and nobody else', async (_, route) => {
    const [without, wrong, right] = await Promise.all(
      [null, 'wrong', TOKEN].map((token) => ask(addressOf(route), token)),
    );

    expect([without?.statusCode, wrong?.statusCode, right?.statusCode]).toEqual([401, 401, 200]);
    expect(Object.keys(JSON.parse(without?.body ?? '') as object)).toEqual(['error']);
    expect(right?.headers['cache-control']).toBe('no-store');
  });

  it.each(open)('%s answers everybody', async (_, route) => {
    expect((await ask(addressOf(route), null)).statusCode).toBe(200);
  });

  it.each(named)('%s tells nothing that is kept back', async (_, route) => {
    const { body } = await ask(addressOf(route));

    for (const value of Object.values(KEPT_BACK))
      expect(body.toLowerCase()).not.toContain(value.toLowerCase());
  });

  it.each(named)('%s answers as the OpenAPI document says', async (path, route) => {
    const document = openApiDocument(routes) as {
      paths: Record<string, { get: { responses: Record<string, Described> } }>;
    };
    const described = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.get.responses['200'];
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const { body } = await ask(addressOf(route));

    const isAsDescribed = ajv.compile(described?.content['application/json'].schema ?? false);
    expect([isAsDescribed(JSON.parse(body)), isAsDescribed.errors]).toEqual([true, null]);
    expect([...path.matchAll(/:(\w+)/g)].map(([, name]) => name)).toEqual(
      Object.keys(route.parameters.shape),
    );
  });

  it.each(named)('%s is only read', async (_, route) => {
    const head = await ask(addressOf(route), TOKEN, { method: 'HEAD' });
    const refusals = await Promise.all(
      (['POST', 'PUT', 'PATCH', 'DELETE'] as const).map((method) => ask(addressOf(route), TOKEN, { method })),
    );

    expect([head.statusCode, head.body]).toEqual([200, '']);
    for (const { statusCode, headers, body } of refusals) {
      expect([statusCode, headers.allow]).toEqual([405, 'GET, HEAD']);
      expect(body).toContain('only read');
    }
  });

  it('shows a mask where a value is redacted, and the rest as it is', async () => {
    const { body } = await ask(`/v1/apps/desk/provisioning-logs/${valueOf('id', values)}`);

    expect(JSON.parse(body)).toMatchObject({
      jobId: 'desk',
      objectName: 'User',
      changeId: '1~ann',
      initiatedBy: { initiatorType: 'system' },
      reason: 'The target says: [Redact] follows [Redact].',
      changes: [
        { path: 'externalId', oldValue: '[Redact]', newValue: '[Redact]' },
        { path: 'title', oldValue: null, newValue: 'Clerk' },
      ],
      provisioningSteps: [{ description: 'The target says: no [Redact] here.' }],
    });
  });

  it('lists entries without their steps unless they are asked for', async () => {
    const [without, withSteps] = await Promise.all(
      ['', '?steps=true'].map((query) => ask(`/v1/apps/desk/provisioning-logs${query}`)),
    );

    expect(without?.body).not.toContain('provisioningSteps');
    expect(withSteps?.body).toContain('EntrySynchronizationError');
  });

  it.each([
    ['/v1/apps/desk/provisioning-logs/999999', 'no entry 999999'],
    ['/v1/apps/other/provisioning-logs/1', 'no entry 1'],
    ['/v1/apps/desk/nothing', 'openapi.json'],
  ])('says of %s that it is not there', async (path, words) => {
    const { statusCode, body } = await ask(path);

    expect(statusCode).toBe(404);
    expect(body).toContain(words);
  });

  it('makes who asks too often wait, whoever it is, and keeps its health open', async () => {
    const statuses: number[] = [];
    for (const token of ['wrong', TOKEN, TOKEN, null])
      statuses.push((await ask('/v1/apps/desk/events', token, { of: limited })).statusCode);
    const refused = await ask('/openapi.json', TOKEN, { of: limited });
    const health = await Promise.all(Array.from({ length: 5 }, () => ask('/healthz', null, { of: limited })));

    expect(statuses).toEqual([401, 200, 429, 429]);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.body).toContain('ask again after');
    expect(health.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
  });

  it('is asked again by the command line when it says', async () => {
    const asked = Array.from({ length: 5 }, () =>
      askReadApi({ url: limited.url, token: TOKEN }, { app: 'desk', resource: 'events' }),
    );

    await expect(Promise.all(asked)).resolves.toHaveLength(5);
  });
});

describe('the OpenAPI document', () => {
  const document = openApiDocument(routes);

  it('is one', async () => {
    const validator = new Validator();

    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('is the one in docs/read-api.openapi.json: docs/read-api.md tells how that is written anew', () => {
    expect(JSON.parse(readFileSync('docs/read-api.openapi.json', 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(document)),
    );
  });

  it('calls no two routes the same', () => {
    const names = routes.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
  });
});

interface Described {
  readonly content: { readonly 'application/json': { readonly schema: object } };
}

function valueOf(name: string, values: Readonly<Record<string, string>>): string {
  const value = values[name];
  if (value !== undefined) return value;
  throw new Error(
    `Give the parameter ${name} a value with data behind it: test/integration/api/real-data.ts.`,
  );
}

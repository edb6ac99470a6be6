import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Tenant, writer } from './tenant.js';

interface Answer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

let tenant: Tenant;

beforeEach(async () => {
  tenant = await Tenant.start();
});

afterEach(async () => {
  await tenant.stop();
});

async function batch(requests: readonly object[]) {
  const { statusCode, body } = await tenant.graph('/$batch', { method: 'POST', json: { requests } }, writer);
  return { statusCode, answers: (body['responses'] ?? []) as readonly Answer[] };
}

const get = (id: string, url: string) => ({ id, method: 'GET', url });

describe('a batch', () => {
  it('answers each of 20 calls, in an order of its own', async () => {
    const requests = Array.from({ length: 20 }, (_, n) =>
      get(String(n), '/users/ada@contoso.example?$select=id'),
    );
    const { answers } = await batch(requests);
    const ids = answers.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(requests.map(({ id }) => id).toSorted());
    expect(ids).not.toEqual(requests.map(({ id }) => id));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });

  it('keeps the failure of one call to that call', async () => {
    const { statusCode, answers } = await batch([
      get('a', '/users/ada@contoso.example'),
      get('b', '/users/nobody'),
    ]);
    expect(statusCode).toBe(200);
    expect(answers.find(({ id }) => id === 'b')).toMatchObject({
      status: 404,
      body: { error: { code: 'Request_ResourceNotFound' } },
    });
  });

  it('lets single calls be throttled, each with its own time to wait', async () => {
    const json = { kind: 'status', status: 429, retryAfter: 7, match: { path: '/v1.0/users/bob*' } };
    await tenant.admin('/faults', { method: 'POST', json });
    const { answers } = await batch([
      get('a', '/users/ada@contoso.example'),
      get('b', '/users/bob@contoso.example'),
    ]);
    expect(answers.find(({ id }) => id === 'a')?.status).toBe(200);
    expect(answers.find(({ id }) => id === 'b')).toMatchObject({
      status: 429,
      headers: { 'Retry-After': '7' },
    });
  });

  it('answers 504 for a call that was broken off, and goes on with the others', async () => {
    await tenant.admin('/faults', {
      method: 'POST',
      json: { kind: 'dropBefore', match: { path: '*/bob*' } },
    });
    const { answers } = await batch([
      get('a', '/users/ada@contoso.example'),
      get('b', '/users/bob@contoso.example'),
    ]);
    expect(Object.fromEntries(answers.map(({ id, status }) => [id, status]))).toEqual({ a: 200, b: 504 });
  });

  it('keeps an order that was asked for, and stops after a failure', async () => {
    const content = { headers: { 'Content-Type': 'application/json' }, method: 'PATCH' };
    const { answers } = await batch([
      { id: '1', url: '/users/ada@contoso.example', ...content, body: { surname: 'Byron' } },
      { ...get('2', '/users/ada@contoso.example?$select=surname'), dependsOn: ['1'] },
      { id: '3', url: '/users/nobody', ...content, body: { surname: 'X' } },
      { ...get('4', '/users'), dependsOn: ['3'] },
    ]);
    const byId = Object.fromEntries(answers.map((answer) => [answer.id, answer]));
    expect(byId['2']?.body['surname']).toBe('Byron');
    expect([byId['1']?.status, byId['3']?.status, byId['4']?.status]).toEqual([204, 404, 424]);
  });

  it.each([
    ['equal ids', [get('a', '/users'), get('A', '/users')]],
    ['an unknown dependency', [{ ...get('a', '/users'), dependsOn: ['z'] }]],
    ['a batch in a batch', [{ id: 'a', method: 'POST', url: '/$batch' }]],
    ['a body without content type', [{ id: 'a', method: 'POST', url: '/users', body: {} }]],
    ['nothing', []],
  ])('is refused as a whole with %s', async (_name, requests) => {
    expect((await batch(requests)).statusCode).toBe(400);
  });
});

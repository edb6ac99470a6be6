import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { people, aSeed, reader, scope, Tenant } from './tenant.js';

let tenant: Tenant;

beforeEach(async () => {
  tenant = await Tenant.start({ seed: aSeed({ users: people(5) }), pageSizes: { users: 2 } });
  await tenant.graph('/users');
});

afterEach(async () => {
  await tenant.stop();
});

const delta = '/users/delta?$select=surname';
const plan = (fault: object) => tenant.admin('/faults', { method: 'POST', json: fault });
const statuses = async (count: number, path = '/users') => {
  const answers = [];
  for (let call = 0; call < count; call += 1) answers.push((await tenant.graph(path)).statusCode);
  return answers;
};

describe('a planned fault', () => {
  it.each([429, 500, 502, 503, 504, 401, 403, 404, 410])('answers %d', async (status) => {
    await plan({ kind: 'status', status, retryAfter: 3 });
    const { statusCode, headers, body } = await tenant.graph('/users');
    expect(statusCode).toBe(status);
    expect(headers['retry-after']).toBe('3');
    expect(body.error?.code).toEqual(expect.any(String));
  });

  it.each([
    ['the third call', { nth: 3 }, [200, 200, 503, 200, 200]],
    ['the first and the fourth', { nth: [1, 4] }, [503, 200, 200, 503, 200]],
    ['two calls', { times: 2 }, [503, 503, 200, 200, 200]],
    ['other paths', { path: '/v1.0/groups*' }, [200, 200, 200, 200, 200]],
    ['other methods', { method: 'POST' }, [200, 200, 200, 200, 200]],
  ])('strikes %s', async (_name, match, expected) => {
    await plan({ kind: 'status', status: 503, match });
    expect(await statuses(5)).toEqual(expected);
  });

  it('strikes with a probability, the same calls each time', async () => {
    const match = { probability: 0.5, seed: 7 };
    await plan({ kind: 'status', status: 503, match });
    const once = await statuses(12);
    await tenant.admin('/faults', { method: 'DELETE' });
    await plan({ kind: 'status', status: 503, match });
    expect(await statuses(12)).toEqual(once);
    expect(new Set(once)).toEqual(new Set([200, 503]));
  });

  it('can look at the query', async () => {
    await plan({ kind: 'status', status: 503, match: { path: '/v1.0/users/delta?*$skiptoken=*' } });
    expect((await tenant.graph(delta)).statusCode).toBe(200);
    await expect(tenant.round(delta)).rejects.toThrow('Answered 503');
  });

  it.each(['dropBefore', 'dropMiddle'])('breaks the connection: %s', async (kind) => {
    await plan({ kind, match: { times: 1 } });
    await expect(tenant.graph('/users')).rejects.toThrow();
    expect((await tenant.graph('/users')).statusCode).toBe(200);
  });

  it('cuts JSON short', async () => {
    await plan({ kind: 'truncatedJson' });
    await expect(tenant.graph('/users')).rejects.toThrow(/JSON/);
  });

  it('answers with a page for people, or with another content type', async () => {
    await plan({ kind: 'html', status: 502, match: { nth: 1 } });
    await plan({ kind: 'wrongContentType', match: { nth: 1 } });
    const html = await tenant.graph('/users');
    const text = await tenant.graph('/users');
    expect([html.statusCode, html.headers['content-type']]).toEqual([502, 'text/html; charset=utf-8']);
    expect([text.statusCode, text.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
  });

  it('delays an answer, and lets go of it when the emulator stops', async () => {
    await plan({ kind: 'delay', delayMs: 60, match: { nth: 1 } });
    const begin = Date.now();
    await tenant.graph('/users');
    expect(Date.now() - begin).toBeGreaterThanOrEqual(55);

    await plan({ kind: 'delay', delayMs: 600_000 });
    const waiting = tenant.graph('/users').then(
      (answer) => answer.statusCode,
      () => 'broken off',
    );
    await tenant.stop();
    expect(['broken off', 500]).toContain(await waiting);
    tenant = await Tenant.start();
  });

  it('gives an empty page with a link, and then goes on', async () => {
    await plan({ kind: 'emptyPage', match: { path: '/v1.0/users/delta', nth: 1 } });
    const pages = await tenant.pages(delta);
    expect(pages.map((page) => page.value?.length)).toEqual([0, 2, 2, 1]);
  });

  it('gives a link without end', async () => {
    await plan({ kind: 'endlessNextLink' });
    const first = await tenant.graph(delta);
    const again = await tenant.graph(first.body['@odata.nextLink'] ?? '');
    expect(again.body['@odata.nextLink']).toBe(first.body['@odata.nextLink']);
    expect(again.body.value).toEqual(first.body.value);
  });

  it.each([
    ['duplicates', ['p1', 'p1', 'p2', 'p2']],
    ['reversed', ['p2', 'p1']],
  ])('gives items as %s', async (kind, expected) => {
    await plan({ kind });
    const { body } = await tenant.graph('/users');
    expect(body.value?.map((item) => item['displayName'])).toEqual(expected);
  });

  it('leaves out the context', async () => {
    await plan({ kind: 'missingContext' });
    expect((await tenant.graph('/users')).body).not.toHaveProperty('@odata.context');
  });

  it('says that nobody is there, with a deltaLink from which the next round is quiet', async () => {
    await plan({ kind: 'zeroResults', match: { times: 1 } });
    const { items, next } = await tenant.round(delta);
    expect(items).toEqual([]);
    expect((await tenant.round(next)).items).toEqual([]);
  });

  it.each([
    ['skippedPage', [0, 2, 1]],
    ['missingItems', [1, 2, 1]],
    ['endsEarly', [2]],
  ])('leaves out without a word: %s', async (kind, sizes) => {
    await plan({ kind, match: { path: '/v1.0/users/delta', nth: 1 } });
    const pages = await tenant.pages(delta);
    expect(pages.map((page) => page.value?.length)).toEqual(sizes);
    expect(pages.at(-1)).toHaveProperty(['@odata.deltaLink']);
  });

  it('tells a wrong count, and spoils nothing else', async () => {
    await plan({ kind: 'wrongCount', count: 7, match: { times: 2 } });
    const { body } = await tenant.graph('/users/$count');
    expect(body['text']).toBe('7');
    expect((await tenant.graph('/users?$top=999')).body.value).toHaveLength(5);
  });

  it('skews the date', async () => {
    await plan({ kind: 'clockSkew', skewMs: -3_600_000 });
    const { headers } = await tenant.graph('/users');
    expect(Date.now() - Date.parse(headers.date ?? '')).toBeGreaterThan(3_500_000);
  });

  it.each([
    [{ kind: 'secretRotated', match: { path: '*/oauth2/*' } }, 401, 'invalid_client'],
    [{ kind: 'status', status: 503, match: { path: '*/oauth2/*' } }, 503, 'temporarily_unavailable'],
  ])('strikes the token endpoint: %j', async (fault, status, error) => {
    await plan(fault);
    const form = {
      client_id: reader.clientId,
      client_secret: reader.clientSecret,
      scope,
      grant_type: 'client_credentials',
    };
    const { statusCode, body } = await tenant.token(form);
    expect([statusCode, body.error]).toEqual([status, error]);
  });

  it('is listed with its strikes, and can be taken back', async () => {
    const { body } = await plan({ kind: 'status', status: 503, match: { times: 1 } });
    await statuses(2);
    const listed = await tenant.admin('/faults');
    await tenant.admin(`/faults/${String(body['id'])}`, { method: 'DELETE' });
    expect(listed.body['faults']).toMatchObject([{ kind: 'status', matched: 2, struck: 1 }]);
    expect((await tenant.admin('/faults')).body['faults']).toEqual([]);
  });

  it('is refused when it makes no sense', async () => {
    expect((await plan({ kind: 'earthquake' })).statusCode).toBe(400);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startScimTarget, type RunningScimTarget } from '../../../../src/emulators/scim/index.js';

const TOKEN = 'the-token';
const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('the SCIM target', () => {
  let target: RunningScimTarget;

  beforeEach(async () => {
    target = await startScimTarget({ token: TOKEN });
  });

  afterEach(async () => {
    await target.stop();
  });

  it('stores what is posted and serves it by id', async () => {
    const created = await post(target, { userName: 'ann@contoso.example', active: true });

    const { id } = (await created.json()) as { id: string };
    const read = await call(target, 'GET', `/Users/${id}`);

    expect(created.status).toBe(201);
    expect(await read.json()).toMatchObject({ id, userName: 'ann@contoso.example', active: true });
    expect(target.users()).toMatchObject([{ id, userName: 'ann@contoso.example' }]);
  });

  it('takes a user name once, in whatever letter case', async () => {
    await post(target, { userName: 'ann@contoso.example' });

    const again = await post(target, { userName: 'ANN@contoso.example' });

    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({ scimType: 'uniqueness', status: '409' });
  });

  it("keeps the enterprise extension with Dialpad's attributes", async () => {
    await post(target, {
      schemas: [USER_SCHEMA, ENTERPRISE_SCHEMA],
      userName: 'ann@contoso.example',
      [ENTERPRISE_SCHEMA]: { department: 'Sales', officeName: 'Berlin', licenseType: 'Dialpad_Support' },
    });

    expect(target.users()[0]).toMatchObject({
      [ENTERPRISE_SCHEMA]: { department: 'Sales', officeName: 'Berlin', licenseType: 'Dialpad_Support' },
    });
  });

  it('asks for the token', async () => {
    const refused = await fetch(`${target.url}/Users`, { headers: { authorization: 'Bearer other' } });

    expect(refused.status).toBe(401);
  });

  it('shares nothing with another target in the same process', async () => {
    const other = await startScimTarget({ token: 'another-token' });
    await post(target, { userName: 'ann@contoso.example' });

    expect(other.users()).toEqual([]);
    expect((await call(target, 'GET', '/Users')).status).toBe(200);
    await other.stop();
  });

  it.each([
    { startIndex: 1, count: 10, first: 0, received: 10 },
    { startIndex: 11, count: 10, first: 10, received: 10 },
    { startIndex: 21, count: 10, first: 20, received: 5 },
    { startIndex: 26, count: 10, first: 25, received: 0 },
    { startIndex: 4, count: 10, first: 3, received: 10 },
    { startIndex: 1, count: 100, first: 0, received: 25 },
  ])('pages $count resources from $startIndex', async ({ startIndex, count, first, received }) => {
    for (let number = 0; number < 25; number += 1) await post(target, { userName: `user-${number}` });

    const answer = await call(target, 'GET', `/Users?startIndex=${startIndex}&count=${count}`);

    const list = (await answer.json()) as { totalResults: number; Resources: { userName: string }[] };
    const expected = Array.from({ length: received }, (_, offset) => `user-${first + offset}`);
    expect(list.Resources.map(({ userName }) => userName)).toEqual(expected);
    expect(list).toMatchObject({ totalResults: 25, startIndex });
  });

  it('shows its users and requests to a person', async () => {
    await post(target, { userName: 'ann@contoso.example' });
    const origin = new URL(target.url).origin;

    const users = await (await fetch(`${origin}/_admin/users`)).json();
    const requests = await (await fetch(`${origin}/_admin/requests`)).json();

    expect(users).toMatchObject([{ userName: 'ann@contoso.example' }]);
    expect(requests).toMatchObject([{ method: 'POST', path: '/Users', status: 201 }]);
  });

  it('forgets requests when told', async () => {
    await call(target, 'GET', '/Users');

    target.clearRequests();

    expect(target.requests()).toEqual([]);
  });

  it.each([
    { profile: 'dynamic-signal' as const, method: 'DELETE', path: '/Users/1', status: 405 },
    { profile: 'dynamic-signal' as const, method: 'GET', path: '/Groups', status: 404 },
    { profile: 'dialpad' as const, method: 'GET', path: '/Groups', status: 200 },
    { profile: 'dialpad' as const, method: 'DELETE', path: '/Users/1', status: 404 },
  ])('as $profile answers $method $path with $status', async ({ profile, method, path, status }) => {
    const profiled = await startScimTarget({ token: TOKEN, profile });

    const answer = await call(profiled, method, path);

    expect(answer.status).toBe(status);
    await profiled.stop();
  });

  describe('with a fault', () => {
    it('answers with the status and Retry-After as often as told', async () => {
      target.faults.add({ path: '/Users', status: 429, retryAfter: '7', times: 2 });

      const statuses = [];
      for (let number = 0; number < 3; number += 1) statuses.push(await call(target, 'GET', '/Users'));

      expect(statuses.map(({ status }) => status)).toEqual([429, 429, 200]);
      expect(statuses[0]?.headers.get('retry-after')).toBe('7');
    });

    it('answers with HTML', async () => {
      target.faults.add({ html: true });

      const answer = await call(target, 'GET', '/Users');

      expect(answer.headers.get('content-type')).toContain('text/html');
    });

    it.each([
      { dropConnection: 'before' as const, stored: 0 },
      { dropConnection: 'after' as const, stored: 1 },
    ])('cuts the connection $dropConnection the write', async ({ dropConnection, stored }) => {
      target.faults.add({ method: 'POST', dropConnection });

      await expect(post(target, { userName: 'ann@contoso.example' })).rejects.toThrow();

      expect(target.users()).toHaveLength(stored);
      expect(target.requests()).toMatchObject([{ method: 'POST', status: null }]);
    });

    it('is well again when the faults are cleared', async () => {
      target.faults.add({ status: 503, times: 5 });
      target.faults.clear();

      expect((await call(target, 'GET', '/Users')).status).toBe(200);
    });
  });
});

async function call(
  target: RunningScimTarget,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  return fetch(`${target.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/scim+json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function post(target: RunningScimTarget, user: object): Promise<Response> {
  return call(target, 'POST', '/Users', { schemas: [USER_SCHEMA], ...user });
}

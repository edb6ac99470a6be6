import { afterEach, describe, expect, it } from '@jest/globals';
import got from 'got';
import { aSeed, reader, Tenant } from './tenant.js';

let tenant: Tenant;

afterEach(async () => {
  await tenant.stop();
});

describe('access to the emulated Graph', () => {
  it.each([
    ['no token', {}],
    ['an unknown token', { authorization: 'Bearer nobody' }],
  ])('needs a token: %s', async (_name, headers) => {
    tenant = await Tenant.start();
    const { statusCode, body } = await got(`${tenant.emulator.url}/v1.0/users`, {
      headers: { ...headers, 'client-request-id': 'mine' },
      responseType: 'json',
      throwHttpErrors: false,
      retry: { limit: 0 },
    });
    expect(statusCode).toBe(401);
    expect(body).toEqual({
      error: {
        code: 'InvalidAuthenticationToken',
        message: expect.any(String),
        innerError: {
          date: expect.any(String),
          'request-id': expect.any(String),
          'client-request-id': 'mine',
        },
      },
    });
  });

  it('ends when tokens expire, by the clock or by hand', async () => {
    tenant = await Tenant.start();
    await tenant.graph('/users');
    await tenant.admin('/clock', { method: 'POST', json: { advance: '2h' } });
    expect((await tenant.graph('/users')).statusCode).toBe(401);

    await tenant.admin('/clock', { method: 'POST', json: { set: new Date().toISOString() } });
    const before = await tenant.graph('/users');
    await tenant.admin('/tokens/expire', { method: 'POST' });
    expect([before.statusCode, (await tenant.graph('/users')).statusCode]).toEqual([200, 401]);
  });

  it.each([
    ['GET', '/users/delta', 'User.Read.All'],
    ['GET', '/groups', 'GroupMember.Read.All'],
    ['GET', '/servicePrincipals/x', 'Application.Read.All'],
    ['DELETE', '/users/x', 'User.ReadWrite.All'],
  ] as const)('needs a permission: %s %s needs %s', async (method, path, role) => {
    const { tenant: settings } = aSeed();
    const other = { clientId: '55555555-5555-4555-8555-555555555555', clientSecret: 'other' };
    const clients = [
      { ...reader, roles: ['Mail.Read'] },
      { ...other, roles: [role] },
    ];
    tenant = await Tenant.start({ seed: aSeed({ tenant: { ...settings, clients } }) });

    const refused = await tenant.graph(path, { method });
    const allowed = await tenant.graph(path, { method }, other);

    expect([refused.statusCode, refused.body.error?.code]).toEqual([403, 'Authorization_RequestDenied']);
    expect([200, 404]).toContain(allowed.statusCode);
  });

  it('answers with the ids of the call, and says what it cost', async () => {
    tenant = await Tenant.start();
    const { headers } = await tenant.graph('/users', { headers: { 'client-request-id': 'mine' } });
    expect(headers['client-request-id']).toBe('mine');
    expect(headers['request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['x-ms-resource-unit']).toBe('1');
    expect(headers['content-type']).toContain('application/json;odata.metadata=minimal');
  });

  it('is throttled when resource units run out, and opens again with time', async () => {
    let now = Date.parse('2026-05-04T10:00:00Z');
    tenant = await Tenant.start({ throttle: { resourceUnits: 10 }, now: () => now });
    const answers = [];
    for (let call = 0; call < 11; call += 1) answers.push(await tenant.graph('/users'));

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([...Array<number>(10).fill(200), 429]);
    expect(answers[5]?.headers).not.toHaveProperty('x-ms-throttle-limit-percentage');
    expect(answers[8]?.headers['x-ms-throttle-limit-percentage']).toBe('0.90');
    expect(answers[10]?.body.error?.code).toBe('TooManyRequests');
    expect(answers[10]?.headers).toMatchObject({
      'retry-after': '1',
      'x-ms-throttle-scope': expect.stringContaining(reader.clientId),
      'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
    });
    now += 3000;
    expect((await tenant.graph('/users')).statusCode).toBe(200);
  });

  it('builds links from the public root', async () => {
    tenant = await Tenant.start({ publicRoot: 'https://graph.contoso.example', pageSizes: { users: 1 } });
    for (const path of ['/users', '/users/delta']) {
      const { body } = await tenant.graph(path);
      expect(body['@odata.nextLink']).toMatch(/^https:\/\/graph\.contoso\.example\/v1\.0\/users/);
    }
  });

  it('answers 400 for paths it does not have', async () => {
    tenant = await Tenant.start();
    const { statusCode, body } = await tenant.graph('/chats');
    expect([statusCode, body.error?.message]).toEqual([400, "Resource not found for the segment 'chats'."]);
  });
});

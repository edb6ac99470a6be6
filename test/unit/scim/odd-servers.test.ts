import { afterEach, describe, expect, it } from '@jest/globals';
import { createScimTarget, OutcomeUnknown, type ScimTarget } from '../../../src/scim/index.js';
import { startScriptedServer, type ScriptedServer, type Step } from './scripted-server.js';

const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';
const LOGIN_PAGE: Step = { status: 200, body: '<!doctype html><title>Sign in</title>' };

let server: ScriptedServer | undefined;
let target: ScimTarget | undefined;

afterEach(async () => {
  target?.close();
  await server?.stop();
});

describe('what is sent', () => {
  it('names us, accepts SCIM, quotes and encodes the filter, and drops the flags of the tenant URL', async () => {
    const { client, seen } = await given([{ status: 200, body: aList() }], '/?aadOptscim062020');

    await client.find('User', 'userName', 'a"b c');

    expect(seen[0]).toMatchObject({
      method: 'GET',
      url: '/scim/Users?filter=userName%20eq%20%22a%5C%22b%20c%22',
      headers: {
        authorization: 'Bearer the-token',
        accept: expect.stringContaining('application/scim+json') as unknown,
        'user-agent': 'scimflow',
      },
    });
  });

  it('is application/scim+json with schemas', async () => {
    const { client, seen } = await given([{ status: 201, body: { id: 'a' } }]);

    await client.create('User', { userName: 'ann' });

    expect(seen[0]?.headers['content-type']).toBe('application/scim+json');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'ann',
    });
  });

  it('asks for groups without their members', async () => {
    const { client, seen } = await given([{ status: 200, body: aList() }]);

    await client.list('Group', null);

    expect(seen[0]?.url).toBe('/scim/Groups?excludedAttributes=members&startIndex=1&count=2');
  });
});

describe('a token', () => {
  it.each(['', 'one\ntwo', 'tökén'])('that no header can hold is refused at once', (token) => {
    const limits = { requestsPerSecond: 1, concurrency: 1, pageSize: 1 };

    expect(() => createScimTarget({ baseUrl: 'https://app.example/scim', token, ...limits })).toThrow(
      /no HTTP header can hold/,
    );
  });
});

describe('a probe', () => {
  it.each<{ name: string; step: Step; type: string }>([
    { name: '401', step: { status: 401, body: anError('401') }, type: 'CredentialsRejected' },
    { name: '403', step: { status: 403, body: anError('403') }, type: 'CredentialsRejected' },
    { name: '404', step: { status: 404, body: anError('404') }, type: 'TargetNotScim' },
    { name: '400', step: { status: 400, body: anError('400') }, type: 'TargetNotScim' },
    { name: 'a redirect', step: { status: 302, headers: { location: '/login' } }, type: 'TargetNotScim' },
    { name: 'a login page', step: LOGIN_PAGE, type: 'TargetNotScim' },
    { name: 'other JSON', step: { status: 200, body: { hello: 'world' } }, type: 'TargetNotScim' },
    { name: 'a user', step: { status: 200, body: aList(['a']) }, type: 'TargetNotScim' },
    { name: 'an error in a 200', step: { status: 200, body: anError('401') }, type: 'CredentialsRejected' },
  ])('answered with $name ends as $type', async ({ step, type }) => {
    const { client, seen } = await given([step]);

    await expect(client.probe('User', 'userName')).rejects.toMatchObject({ type, retryable: false });

    expect(seen).toHaveLength(1);
  });

  it('names the host and what came, and neither token nor query', async () => {
    const { client } = await given([LOGIN_PAGE]);

    const { message } = (await client.probe('User', 'userName').catch((error: unknown) => error)) as Error;

    expect(message).toMatch(
      /^Asking 127\.0\.0\.1:\d+ for a user that cannot exist was answered with 200 \(text\/html\) instead of a SCIM ListResponse\.$/,
    );
  });

  it('says that the server ignored the filter when it found someone', async () => {
    const { client } = await given([{ status: 200, body: aList(['a']) }]);

    await expect(client.probe('User', 'userName')).rejects.toThrow(/ignores the filter/);
  });
});

describe('a find', () => {
  it('does not trust the filter of the server', async () => {
    const { client } = await given([{ status: 200, body: aList(['ann', 'bob']) }]);

    expect(await client.find('User', 'userName', 'BOB')).toMatchObject([{ id: 'bob' }]);
  });

  it('concludes nothing from one page of everything', async () => {
    const { client } = await given([{ status: 200, body: { ...aList(['ann', 'bob']), totalResults: 500 } }]);

    await expect(client.find('User', 'userName', 'zoe')).rejects.toMatchObject({ type: 'TargetNotScim' });
  });

  it('blames the object when its value is refused', async () => {
    const { client } = await given([
      { status: 400, body: { ...anError('400', 'Bad value "zoe"'), scimType: 'invalidFilter' } },
    ]);

    await expect(client.find('User', 'userName', 'zoe')).rejects.toMatchObject({
      name: 'ObjectRejected',
      scimType: 'invalidFilter',
      detail: 'Bad value "***"',
    });
  });
});

describe('a create', () => {
  it.each<{ name: string; step: Step }>([
    { name: '200', step: { status: 200, body: { id: 'a' } } },
    { name: '202', step: { status: 202, body: { id: 'a' } } },
    { name: 'a Location alone', step: { status: 201, headers: { location: 'https://app.example/Users/a' } } },
    { name: 'a numeric id', step: { status: 201, body: { id: 7 } } },
    {
      name: 'application/json',
      step: { status: 201, headers: { 'content-type': 'application/json' }, body: { id: 'a' } },
    },
  ])('may be answered with $name', async ({ name, step }) => {
    const { client, seen } = await given([step]);

    expect(await client.create('User', { userName: 'ann' })).toMatchObject({
      id: name === 'a numeric id' ? '7' : 'a',
    });

    expect(seen).toHaveLength(1);
  });

  it('looks the user up when the id is not told', async () => {
    const { client, seen } = await given([{ status: 201 }, { status: 200, body: aList(['ann']) }]);

    expect(await client.create('User', { userName: 'ann' })).toMatchObject({ id: 'ann' });

    expect(seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('has an unknown outcome when the id can be found nowhere', async () => {
    const { client } = await given([{ status: 201 }, { status: 200, body: aList() }]);

    await expect(client.create('User', { userName: 'ann' })).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  it.each<{ name: string; step: Step; expected: object }>([
    {
      name: '403',
      step: { status: 403, body: anError('403') },
      expected: { errorCode: 'InsufficientRights' },
    },
    { name: '401', step: { status: 401 }, expected: { type: 'CredentialsRejected' } },
    { name: '404', step: { status: 404 }, expected: { type: 'TargetNotScim' } },
    { name: 'a login page', step: LOGIN_PAGE, expected: { type: 'TargetNotScim' } },
    {
      name: 'a redirect',
      step: { status: 307, headers: { location: '/' } },
      expected: { type: 'TargetNotScim' },
    },
    { name: '422', step: { status: 422 }, expected: { errorCode: 'UnprocessableEntity', status: 422 } },
    { name: '501', step: { status: 501 }, expected: { errorCode: 'NotImplemented' } },
  ])('answered with $name fails as it should', async ({ step, expected }) => {
    const { client, seen } = await given([step]);

    await expect(client.create('User', { userName: 'ann' })).rejects.toMatchObject(expected);

    expect(seen).toHaveLength(1);
  });
});

describe('other answers', () => {
  it.each<{ name: string; step: Step }>([
    { name: '204', step: { status: 204 } },
    { name: '200 with a body', step: { status: 200, body: { id: 'a' } } },
    { name: '202 without', step: { status: 202 } },
  ])('a PATCH may be answered with $name', async ({ step }) => {
    const { client } = await given([step]);

    await expect(
      client.update('User', 'a', [{ path: 'title', oldValue: null, newValue: 'x' }]),
    ).resolves.toBeUndefined();
  });

  it('a delete that the target cannot do says so', async () => {
    const { client } = await given([{ status: 405 }]);

    await expect(client.delete('User', 'a')).rejects.toMatchObject({ errorCode: 'MethodNotAllowed' });
  });

  it('an empty list for an unknown id is nobody', async () => {
    const { client } = await given([{ status: 200, body: aList() }]);

    expect(await client.get('User', 'a')).toBeNull();
  });

  it('a list that ignores startIndex comes to an end', async () => {
    const { client } = await given([{ status: 200, body: { Resources: [{ id: 'a' }, { id: 'b' }] } }]);

    const second = { type: 'index', startIndex: 3 } as const;
    expect((await client.list('User', null)).next).toEqual(second);
    expect((await client.list('User', second)).next).toBeNull();
  });

  it('an answer without end is not read to its end', async () => {
    const { client } = await given([{ status: 200, body: 'x'.repeat(20 * 1024 * 1024) }]);

    await expect(client.get('User', 'a')).rejects.toMatchObject({ type: 'TargetNotScim' });
  });

  it.each<{ name: string; step: Step }>([
    { name: '404', step: { status: 404 } },
    { name: 'a login page', step: LOGIN_PAGE },
    { name: 'other JSON', step: { status: 200, body: { hello: 'world' } } },
    { name: 'a list', step: { status: 200, body: [] } },
    { name: 'an error', step: { status: 501 } },
  ])('no discovery document but $name is no reason to fail', async ({ step }) => {
    const { client } = await given([step]);

    expect(await client.discover()).toBeNull();
  });

  it('a discovery document is believed as far as it makes sense', async () => {
    const body = { patch: { supported: true }, filter: { supported: true, maxResults: 'many' }, bulk: 'no' };
    const { client } = await given([{ status: 200, body }]);

    expect(await client.discover()).toEqual({
      patch: true,
      filter: { supported: true, maxResults: null },
      bulk: null,
      etag: null,
      pagination: null,
    });
  });
});

async function given(
  steps: readonly [Step, ...Step[]],
  suffix = '',
): Promise<{ client: ScimTarget; seen: ScriptedServer['seen'] }> {
  server = await startScriptedServer(steps);
  target = createScimTarget({
    baseUrl: `${server.url}${suffix}`,
    token: 'the-token',
    requestsPerSecond: 1_000,
    concurrency: 8,
    pageSize: 2,
    retryBudgetMs: 0,
  });
  return { client: target, seen: server.seen };
}

function aList(names: readonly string[] = []): object {
  return {
    schemas: [LIST_SCHEMA],
    totalResults: names.length,
    Resources: names.map((name) => ({ id: name, userName: name })),
  };
}

function anError(status: string, detail = 'No.'): object {
  return { schemas: [ERROR_SCHEMA], status, detail };
}

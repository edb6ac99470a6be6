import { describe, expect, it } from '@jest/globals';
import { askTarget } from '../../../src/cycle/find-matches.js';
import { createScimTarget } from '../../../src/scim/index.js';
import { someRules } from '../plan/builders.js';
import { anAttribute } from '../schema/some-schema.js';
import { startScriptedServer } from '../scim/scripted-server.js';

const BADGE = 'urn:acme:2.0:User:badge';
const rules = someRules({
  schema: { targetAttributes: [anAttribute(BADGE, { caseExact: true })] },
  mappings: [
    { target: 'externalId', source: 'objectId', matching: 1 },
    { target: 'userName', source: 'mail', matching: 2 },
    { target: BADGE, source: 'mail', matching: 3 },
  ],
});

/** What asking for `path` finds where the server answers with `accounts`, whatever the question. */
async function found(path: string, value: string, accounts: readonly object[]): Promise<unknown> {
  const server = await startScriptedServer([
    {
      status: 200,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
        totalResults: accounts.length,
        Resources: accounts,
      },
    },
  ]);
  const target = createScimTarget({
    baseUrl: server.url,
    token: 't',
    requestsPerSecond: 1_000,
    concurrency: 1,
    pageSize: 10,
  });
  try {
    return await askTarget({ target, rules: { User: rules, Group: null } }, 'User', [{ path, value }]);
  } finally {
    target.close();
    await server.stop();
  }
}

describe('an account that is found by asking', () => {
  it.each([
    ['in another case where it does not count', 'userName', { id: '1', userName: 'Ann@X.example' }],
    ['exactly', 'externalId', { id: '1', externalId: 'ann@x.example' }],
    ['exactly, as declared', BADGE, { id: '1', 'urn:acme:2.0:User': { badge: 'ann@x.example' } }],
  ])('has the value %s', async (_, path, account) => {
    expect(await found(path, 'ann@x.example', [account])).toMatchObject({ type: 'one', targetId: '1' });
  });

  it.each([
    ['in another case where it counts', 'externalId', { id: '1', externalId: 'Ann@X.example' }],
    [
      'in another case where it is declared to count',
      BADGE,
      { id: '1', 'urn:acme:2.0:User': { badge: 'Ann@X.example' } },
    ],
    ['unseen', 'userName', { id: '1' }],
    ['of another person', 'userName', { id: '1', userName: 'bo@x.example' }],
  ])('is nobody with the value %s', async (_, path, account) => {
    expect(await found(path, 'ann@x.example', [account])).toEqual({ type: 'none' });
  });

  it('is the right one of those that a server without filters answers', async () => {
    const accounts = ['bo', 'ann', 'cleo'].map((name) => ({ id: name, userName: `${name}@x.example` }));

    expect(await found('userName', 'ann@x.example', accounts)).toMatchObject({ targetId: 'ann' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { outcome } from './switch-cases.js';
import { aTarget, type TargetUnderTest } from './target.js';

describe('pages in strict mode', () => {
  let target: TargetUnderTest;
  const names = Array.from({ length: 7 }, (_unused, index) => `user${index}`);
  beforeAll(async () => {
    target = await aTarget({ pageSize: 3 });
    target.seed({ users: names.map((userName) => ({ userName })) });
  });
  afterAll(() => target.stop());

  const page = async (
    query: string,
  ): Promise<{ names: readonly string[]; body: Record<string, unknown> }> => {
    const { body } = await target.get(`/Users?${query}`);
    const users = body['Resources'] as { userName: string }[];
    return { names: users.map(({ userName }) => userName), body };
  };

  it.each([
    ['', ['user0', 'user1', 'user2']],
    ['startIndex=4', ['user3', 'user4', 'user5']],
    ['startIndex=7', ['user6']],
    ['startIndex=8', []],
    ['startIndex=-3&count=1', ['user0']],
    ['count=0', []],
    ['count=-1', []],
    ['count=50', ['user0', 'user1', 'user2']],
  ])('by index: %j', async (query, expected) => {
    const { names: found, body } = await page(query);

    expect(found).toEqual(expected);
    expect(body).toMatchObject({ totalResults: 7, itemsPerPage: expected.length });
  });

  it('by cursor lead through everything once', async () => {
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null && found.length <= names.length) {
      const next = await page(`cursor=${cursor}&count=2`);
      found.push(...next.names);
      cursor = (next.body['nextCursor'] as string | undefined) ?? null;
    }

    expect(found).toEqual(names);
  });

  it.each([
    ['startIndex=x', '400 invalidValue'],
    ['count=1.5', '400 invalidValue'],
    ['cursor=x', '400 invalidCursor'],
    ['cursor&count=x', '400 invalidCount'],
    ['attributes=userName&excludedAttributes=title', '400 invalidValue'],
    ['sortBy=colour', '400 invalidPath'],
  ])('refuse %s', async (query, refusal) => {
    expect(outcome(await target.get(`/Users?${query}`))).toBe(refusal);
  });

  it('refuse a cursor of another query', async () => {
    const { body } = await page('cursor&count=2');

    const answer = await target.get(`/Users?cursor=${String(body['nextCursor'])}&count=2&sortBy=userName`);

    expect(outcome(answer)).toBe('400 invalidCursor');
  });
});

describe('attributes that are asked for', () => {
  it.each([
    ['attributes=userName', ['id', 'schemas', 'userName']],
    ['attributes=name.givenName', ['id', 'name', 'schemas']],
    ['excludedAttributes=name,meta,id', ['emails', 'id', 'schemas', 'userName']],
    ['attributes=colour', ['id', 'schemas']],
  ])('%s', async (query, keys) => {
    const target = await aTarget();
    const id = await target.user({
      userName: 'ada',
      password: 'secret',
      name: { givenName: 'Ada', familyName: 'L' },
      emails: [{ value: 'a@x.example' }],
    });

    const { body } = await target.get(`/Users/${id}?${query}`);
    await target.stop();

    expect(Object.keys(body).sort()).toEqual(keys);
    if (query.includes('givenName')) expect(body['name']).toEqual({ givenName: 'Ada' });
  });

  it('never hold a password', async () => {
    const target = await aTarget();
    const id = await target.user({ userName: 'ada', password: 'secret' });

    const { body } = await target.get(`/Users/${id}?attributes=password`);
    await target.stop();

    expect(body).not.toHaveProperty('password');
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import type { ListPosition, ResourcePage, ScimTarget } from '../../../src/scim/index.js';
import type { ListResponse } from '../../../src/scim/list-response.js';
import { toPage } from '../../../src/scim/paging.js';
import { dialectOf, type QuirkName } from '../../../src/scim/quirks/index.js';
import type { SeenRequest, Step } from './scripted-server.js';
import { aTalk, linesOf, type Talk } from './target-at.js';

let talk: Talk | undefined;

afterEach(async () => {
  await talk?.stop();
});

describe('the next page by index', () => {
  it.each([
    { name: 'follows what was received', received: 10, total: 25, startIndex: 1, next: 11 },
    { name: 'follows a short page too', received: 4, total: 25, startIndex: 11, next: 15 },
    { name: 'is none at the total', received: 5, total: 25, startIndex: 21, next: null },
    { name: 'is none after an empty page', received: 0, total: 25, startIndex: 11, next: null },
    { name: 'exists while no total is told', received: 10, total: null, startIndex: 11, next: 21 },
    {
      name: 'is asked for when a full first page is its own total',
      received: 10,
      total: 10,
      startIndex: 1,
      next: 11,
    },
    {
      name: 'is asked for when the page refutes the total',
      received: 10,
      total: 10,
      startIndex: 11,
      next: 21,
    },
    { name: 'is none after a short first page', received: 7, total: 7, startIndex: 1, next: null },
  ])('$name', ({ received, total, startIndex, next }) => {
    const resources = Array.from({ length: received }, (_, index) => ({ id: `id-${index}` }));

    const page = toPage(aList({ resources, totalResults: total }), { position: at(startIndex), count: 10 });

    expect(page.next).toEqual(next === null ? null : at(next));
  });

  it('is none when the server answers with the first page again', () => {
    const list = aList({ resources: [{ id: 'a' }], totalResults: 30, startIndex: 1 });

    expect(toPage(list, { position: at(11), count: 10 }).next).toBeNull();
  });
});

describe('a server that ignores where a page is to begin', () => {
  const page = (ids: readonly string[], totalResults?: number): Step => ({
    status: 200,
    body: { Resources: ids.map((id) => ({ id })), ...(totalResults === undefined ? {} : { totalResults }) },
  });

  it.each<[string, Step, boolean]>([
    ['has told everything when that was more than was asked for', page(['a', 'b', 'c'], 3), false],
    ['may have more than a full page that is its own total', page(['a', 'b'], 2), true],
    ['may have more than a page without a total', page(['a', 'b']), true],
  ])('%s', async (_, step, isCutShort) => {
    const { target } = await given([step]);

    const pages = await allPages(target);

    expect(pages).toHaveLength(2);
    expect(pages.map((each) => each.isCutShort ?? false)).toEqual([false, isCutShort]);
  });
});

describe('a list by cursor', () => {
  it('begins with an empty cursor and follows what the server says', async () => {
    const { target, seen } = await given(
      [
        { status: 200, body: { Resources: [{ id: 'a' }, { id: 'b' }], nextCursor: 'x/y =' } },
        { status: 200, body: { totalResults: 3, Resources: [{ id: 'c' }] } },
      ],
      ['listsByCursor'],
    );

    const pages = await allPages(target);

    expect(pages.flatMap(({ resources }) => resources.map(({ id }) => id))).toEqual(['a', 'b', 'c']);
    expect(linesOf(seen)).toEqual(['GET /Users?cursor=&count=2', 'GET /Users?cursor=x%2Fy%20%3D&count=2']);
  });

  it('follows a cursor that nobody asked for', async () => {
    const { target, seen } = await given([
      { status: 200, body: { totalResults: 1, Resources: [{ id: 'a' }], nextCursor: 'x' } },
      { status: 200, body: { totalResults: 1, Resources: [{ id: 'b' }] } },
    ]);

    expect(await allPages(target)).toHaveLength(2);

    expect(linesOf(seen)).toEqual(['GET /Users?startIndex=1&count=2', 'GET /Users?cursor=x&count=2']);
  });

  it('may have an empty page in the middle', async () => {
    const { target } = await given(
      [
        { status: 200, body: { Resources: [], nextCursor: 'x' } },
        { status: 200, body: { Resources: [{ id: 'a' }] } },
      ],
      ['listsByCursor'],
    );

    expect((await allPages(target)).flatMap(({ resources }) => resources)).toHaveLength(1);
  });

  it('does not go in circles', async () => {
    const { target } = await given(
      [{ status: 200, body: { Resources: [{ id: 'a' }], nextCursor: 'x' } }],
      ['listsByCursor'],
    );

    await expect(allPages(target)).rejects.toMatchObject({ type: 'TargetNotScim' });
  });

  it.each(['invalidCursor', 'expiredCursor'])('that ends with %s is no list', async (scimType) => {
    const { target } = await given(
      [
        { status: 200, body: { Resources: [{ id: 'a' }], nextCursor: 'x' } },
        { status: 400, body: { status: '400', scimType } },
      ],
      ['listsByCursor'],
    );

    await expect(allPages(target)).rejects.toMatchObject({ type: 'TargetNotScim' });
  });
});

describe('a target that lists nothing', () => {
  it('is not asked to, and says that each account must be asked for', async () => {
    const { target, seen } = await given([{ status: 200, body: {} }], ['listsNothing']);

    await expect(target.list('User', null)).rejects.toMatchObject({
      type: 'TargetNotScim',
      message: expect.stringMatching(/lists no Users: it must be asked for each one by a filter/) as unknown,
    });

    expect(seen).toEqual([]);
  });
});

async function allPages(target: ScimTarget): Promise<readonly ResourcePage[]> {
  const pages: ResourcePage[] = [];
  let position: ListPosition | null = null;
  do {
    const page: ResourcePage = await target.list('User', position);
    pages.push(page);
    position = page.next;
  } while (position !== null && pages.length < 10);
  return pages;
}

async function given(
  steps: readonly [Step, ...Step[]],
  names: readonly QuirkName[] = [],
): Promise<{ target: ScimTarget; seen: readonly SeenRequest[] }> {
  talk = await aTalk(steps, dialectOf(names));
  return talk;
}

function aList(fields: Partial<ListResponse>): ListResponse {
  return { resources: [], totalResults: null, startIndex: null, nextCursor: null, ...fields };
}

function at(startIndex: number): ListPosition {
  return { type: 'index', startIndex };
}

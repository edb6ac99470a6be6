import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { indexTarget } from '../../../src/cycle/index.js';
import { ProvisioningFailure } from '../../../src/failures.js';
import type { Dialect } from '../../../src/scim/quirks/index.js';
import type { ListPosition, ResourcePage } from '../../../src/scim/scim-target.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, readUsers, user } from '../store/a-directory.js';
import { aCycle, someCycleRules } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

type Page = readonly [names: readonly string[], totalResults: number | null] | Error;

describe('the list of a target', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** An initial cycle whose target lists these pages, one after the other. */
  function listing(pages: readonly Page[], dialect: Partial<Dialect> = {}): CycleContext {
    const list = (_: unknown, position: ListPosition | null): Promise<ResourcePage> => {
      const index = position?.type === 'index' ? position.startIndex : 0;
      const page = pages[index] ?? [[], null];
      if (page instanceof Error) return Promise.reject(page);
      const [names, totalResults] = page;
      return Promise.resolve({
        resources: names.map((name) => ({ id: `t-${name}`, userName: name })),
        totalResults,
        next: index + 1 < pages.length ? { type: 'index', startIndex: index + 1 } : null,
      });
    };
    const target = Object.assign(new FakeTarget(dialect), { list });
    return aCycle(store, target, { kind: 'initial', rules: { ...someCycleRules, Group: null } });
  }
  const isComplete = ({ appId, number }: CycleContext) => store.targetIndex.isComplete(appId, 'User', number);
  const eventsOf = async ({ appId }: CycleContext) =>
    (await store.events.list({ appId, limit: 10 })).map(({ code, subject }) => `${code} ${subject}`);

  it('is taken for everything when it has as many as the target says', async () => {
    const context = listing([
      [['ann', 'bo'], 3],
      [['cy'], 3],
    ]);

    expect(await indexTarget(context)).toEqual({ pages: 2, resources: 3 });
    expect(await isComplete(context)).toBe(true);
    expect(await eventsOf(context)).toEqual([]);
  });

  it.each<[string, readonly Page[]]>([
    ['ends before its total', [[['ann', 'bo'], 3]]],
    [
      'repeats what it listed',
      [
        [['ann', 'bo'], 4],
        [['bo', 'ann'], 4],
      ],
    ],
    [
      'is no list any more on the way',
      [[['ann'], 2], new ProvisioningFailure('TargetNotScim', 'A page is no list.')],
    ],
  ])('is not taken for everything when it %s', async (_, pages) => {
    const context = listing(pages);

    await indexTarget(context);

    expect(await isComplete(context)).toBe(false);
    expect(await eventsOf(context)).toEqual(['TargetListIncomplete User']);
  });

  it('is not taken for everything when it is empty, and accounts are linked', async () => {
    const context = listing([[[], 0]]);
    await store.links.claim(context, aLinkRow('ann'));

    await indexTarget(context);

    expect(await isComplete(context)).toBe(false);
    expect(await eventsOf(context)).toEqual(['TargetListIncomplete User']);
  });

  it('is no news where the target is known to list nothing', async () => {
    const nothing = new ProvisioningFailure('TargetNotScim', 'It lists nothing.');
    const context = listing([nothing], { paging: 'none' });

    expect(await indexTarget(context)).toEqual({ pages: 0, resources: 0 });

    expect(await isComplete(context)).toBe(false);
    expect(await eventsOf(context)).toEqual([]);
  });

  it('is counted anew when it is read again', async () => {
    const pages: Page[] = [[['ann', 'bo'], 3], new Error('the connection broke')];
    const context = listing(pages);
    await expect(indexTarget(context)).rejects.toThrow('the connection broke');
    pages.splice(0, 2, [['cy'], 2], [['ann'], 2]);

    expect(await indexTarget(context)).toEqual({ pages: 2, resources: 2 });
    expect(await isComplete(context)).toBe(true);
    const criteria = ['bo', 'cy'].map((value) => ({ path: 'userName', value }));
    expect(await store.targetIndex.find(context.appId, 'User', criteria)).toMatchObject([
      { targetId: 't-cy' },
    ]);
  });

  describe('of twenty pages', () => {
    const pages = Array.from({ length: 20 }, (_, index): Page => [[`a${index}`, `b${index}`], 40]);
    const waiting = async (context: CycleContext, count: number): Promise<void> => {
      const users = Array.from({ length: count }, (_, index) => user(`u${index}`));
      await readUsers(store, context, ...users);
      await store.dirty.markAll(context.appId, context.sourceKey);
    };

    it.each<[string, number, Partial<Dialect>, { pages: number; isComplete: boolean }]>([
      ['is left after the first when a few are asked for', 9, {}, { pages: 1, isComplete: false }],
      ['is read when asking may cost more', 10, {}, { pages: 20, isComplete: true }],
      [
        'is read when the target cannot be asked',
        2,
        { filterableUsers: [] },
        { pages: 20, isComplete: true },
      ],
    ])('%s', async (_, count, dialect, expected) => {
      const context = listing(pages, dialect);
      await waiting(context, count);

      const { pages: read } = await indexTarget(context);

      expect({ pages: read, isComplete: await isComplete(context) }).toEqual(expected);
      expect(await eventsOf(context)).toEqual([]);
    });

    it('is read when accounts are linked, which may have been changed by hand', async () => {
      const context = listing(pages);
      await waiting(context, 2);
      await store.links.claim(context, aLinkRow('u0'));

      expect(await indexTarget(context)).toMatchObject({ pages: 20 });
    });
  });
});

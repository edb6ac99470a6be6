import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MembershipChange } from '../../../src/directory/directory-source.js';
import type { GroupFact, Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';

const ATTRIBUTES = ['displayName'];

describe('the mirror of groups', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let source = '';
  let app = '';
  let sources = 0;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });
  beforeEach(() => {
    source = `source-${(sources += 1)}`;
    app = `app-${sources}`;
  });

  const cycle = () => ({ appId: app, number: 1, sourceKey: source, now: new Date() });
  /** Marked groups and marked references, and both marks taken off. */
  async function marked(): Promise<{ groups: readonly string[]; references: readonly string[] }> {
    const groups = (await store.plans.nextDirty(cycle(), 'Group', 100)).map(({ id }) => id);
    await store.plans.save(cycle(), { planned: groups, rows: [], links: [], filteredOut: [], failures: [] });
    return { groups, references: await referencesMarked() };
  }
  async function referencesMarked(): Promise<readonly string[]> {
    const references = await store.referenceMarks.nextDirty(cycle(), 100);
    if (references.length > 0)
      await store.referenceMarks.savePlan(cycle(), { planned: references, rows: [] });
    return references;
  }
  const membersOf = async (objectId: string): Promise<readonly string[]> => {
    const place = { objectId, name: 'members', path: 'members' };
    const [difference] = (await store.references.differences(cycle(), [place])).values();
    const linked = await store.references.missing(cycle(), place, { after: '', limit: 100 });
    expect(linked).toHaveLength(difference?.additions ?? 0);
    return linked.map(({ referencedId }) => referencedId);
  };
  const linkAll = async (...ids: readonly string[]): Promise<void> => {
    for (const sourceId of ids)
      await store.links.claim(cycle(), {
        sourceId,
        objectName: 'User',
        targetId: `t-${sourceId}`,
        exported: {},
        state: 'managed',
      });
    await referencesMarked();
  };
  async function readRound(facts: readonly GroupFact[], groupIds: readonly string[] | null = null) {
    const position = await store.groups.openRound(source, ATTRIBUTES);
    const changed = await store.groups.fold(source, app, {
      round: position.round,
      facts,
      continueAt: `delta-${position.round}`,
    });
    await store.groups.completeRound(source, app, position, groupIds);
    return changed;
  }

  it('marks a new group and its members once; told again, it marks nothing', async () => {
    expect(await readRound([aGroup('sales', ['ann', 'bo'])])).toBe(1);
    expect(await marked()).toEqual({ groups: ['sales'], references: ['sales'] });

    expect(await readRound([aGroup('sales', ['ann', 'bo'])])).toBe(0);
    expect(await marked()).toEqual({ groups: [], references: [] });
  });

  it('folds a page again without changing anything', async () => {
    const { round } = await store.groups.openRound(source, ATTRIBUTES);
    const page = { round, facts: [aGroup('sales', ['ann'])], continueAt: 'page-2' };
    await store.groups.fold(source, app, page);
    await marked();

    expect(await store.groups.fold(source, app, page)).toBe(0);
    expect(await marked()).toEqual({ groups: [], references: [] });
    expect(await store.groups.openRound(source, ATTRIBUTES)).toMatchObject({ continueAt: 'page-2' });
  });

  it('gathers the chunks in which a group is told, on one page and on several', async () => {
    await linkAll('ann', 'bo', 'cy', 'di');
    const position = await store.groups.openRound(source, ATTRIBUTES);
    for (const facts of [
      [aGroup('sales', ['ann']), aGroup('legal', ['di']), aGroup('sales', ['bo'])],
      [aGroup('sales', ['cy'])],
    ])
      await store.groups.fold(source, app, { round: position.round, facts, continueAt: 'next' });
    await store.groups.completeRound(source, app, position, null);

    expect(await membersOf('sales')).toEqual(['ann', 'bo', 'cy']);
    expect(await membersOf('legal')).toEqual(['di']);
  });

  it.each<[string, readonly MembershipChange[], readonly string[]]>([
    ['joined and left', [joined('ann'), left('ann')], []],
    ['left and joined', [left('ann'), joined('ann')], ['ann']],
  ])('believes what is told last of who %s', async (_, members, expected) => {
    await linkAll('ann');
    await readRound([{ ...aGroup('sales', []), members }]);

    expect(await membersOf('sales')).toEqual(expected);
  });

  it('marks only the references of a group when somebody joins or leaves, and not the group', async () => {
    await readRound([aGroup('sales', ['ann', 'bo']), aGroup('legal', ['ann'])]);
    await marked();

    expect(await readRound([{ ...aGroup('sales', []), members: [left('ann'), joined('cy')] }])).toBe(0);

    expect(await marked()).toEqual({ groups: [], references: ['sales'] });
  });

  it.each<[string, GroupFact]>([
    [
      'renamed',
      {
        ...aGroup('sales', []),
        group: { ...aGroup('sales', []).group, attributes: { displayName: ['Field'] } },
      },
    ],
    [
      'no longer secure',
      { ...aGroup('sales', []), group: { ...aGroup('sales', []).group, isSecurityEnabled: false } },
    ],
    ['gone', { state: 'softDeleted', id: 'sales' }],
  ])('marks a group that is %s', async (_, fact) => {
    await readRound([aGroup('sales', [])]);
    await marked();

    expect(await readRound([fact])).toBe(1);
    expect((await marked()).groups).toEqual(['sales']);
  });

  it('keeps the attributes of a group that is gone, forgets its members, and ignores one never seen', async () => {
    await linkAll('ann');
    await readRound([aGroup('sales', ['ann'])]);
    await readRound([
      { state: 'deleted', id: 'sales' },
      { state: 'deleted', id: 'stranger' },
    ]);

    expect(await store.plans.object(cycle(), 'Group', 'sales')).toMatchObject({
      state: 'deleted',
      isActive: true,
      attributes: { displayName: ['sales'] },
    });
    expect(await store.plans.object(cycle(), 'Group', 'stranger')).toBeNull();
    expect(await membersOf('sales')).toEqual([]);
    expect(await store.groups.goneBefore(source, ['sales', 'stranger'])).toEqual(new Set(['sales']));
  });

  it('drops at the end of a full round whom it did not mention as a member', async () => {
    await linkAll('ann', 'bo');
    await readRound([aGroup('sales', ['ann', 'bo'])]);
    await marked();
    const again = await store.groups.restartRound(source, 'everything', null);
    await store.groups.fold(source, app, {
      round: again.round,
      facts: [aGroup('sales', ['bo'])],
      continueAt: 'delta-2',
    });
    expect(await membersOf('sales')).toEqual(['ann', 'bo']);
    await store.groups.completeRound(source, app, again, null);

    expect(await membersOf('sales')).toEqual(['bo']);
    expect(await referencesMarked()).toEqual(['sales']);
  });

  it('drops nobody at the end of a round that told changes only', async () => {
    await linkAll('ann', 'bo');
    await readRound([aGroup('sales', ['ann'])]);
    await readRound([aGroup('sales', ['bo'])]);

    expect(await membersOf('sales')).toEqual(['ann', 'bo']);
  });

  it('leaves alone the members of groups that a full round did not read', async () => {
    await linkAll('ann');
    await readRound([aGroup('sales', ['ann']), aGroup('legal', ['ann'])]);
    const again = await store.groups.restartRound(source, 'everything', null);
    await store.groups.fold(source, app, {
      round: again.round,
      facts: [aGroup('sales', [])],
      continueAt: 'delta-2',
    });
    await store.groups.completeRound(source, app, again, ['sales']);

    expect(await membersOf('sales')).toEqual([]);
    expect(await membersOf('legal')).toEqual(['ann']);
  });

  it('knows which groups a full round passed over, of all or of those that it read', async () => {
    await readRound([aGroup('a', []), aGroup('b', []), aGroup('c', [])]);
    const again = await store.groups.restartRound(source, 'everything', null);
    await store.groups.fold(source, app, { round: again.round, facts: [aGroup('b', [])], continueAt: 'x' });

    expect(await store.groups.countPresent(source, again.round)).toEqual({ present: 3, seen: 1 });
    expect(await store.groups.unseen(source, again.round, null, '', 10)).toEqual(['a', 'c']);
    expect(await store.groups.unseen(source, again.round, null, 'a', 10)).toEqual(['c']);
    expect(await store.groups.unseen(source, again.round, ['b', 'c'], '', 10)).toEqual(['c']);

    await store.groups.correct(source, app, [aGroup('a', []), { state: 'deleted', id: 'c' }]);
    expect(await store.groups.unseen(source, again.round, null, '', 10)).toEqual([]);
  });

  it('takes 3,000 members in one page', async () => {
    const many = Array.from({ length: 3_000 }, (_, index) => `user-${index}`);

    expect(await readRound([aGroup('everyone', many)])).toBe(1);
  });

  it('is read apart from users: each has its own position, and a restart forgets both', async () => {
    await store.mirror.openRound(source, ATTRIBUTES);
    await store.mirror.fold(source, app, { round: 1, facts: [], continueAt: 'users-1' });
    await store.mirror.completeRound(source);
    await readRound([]);

    expect(await store.mirror.openRound(source, ATTRIBUTES)).toMatchObject({ continueAt: 'users-1' });
    expect(await store.groups.openRound(source, ATTRIBUTES)).toMatchObject({ continueAt: 'delta-1' });

    await store.mirror.forgetPosition(source);

    for (const mirror of [store.mirror, store.groups])
      expect(await mirror.openRound(source, ATTRIBUTES)).toMatchObject({ continueAt: null, isFull: true });
  });

  it('reads every group anew when others are wanted', async () => {
    await store.groups.openRound(source, [...ATTRIBUTES, 'sales']);
    await store.groups.fold(source, app, { round: 1, facts: [], continueAt: 'delta-1' });
    await store.groups.completeRound(source, app, { round: 1, isFull: true, continueAt: null }, ['sales']);

    expect(await store.groups.openRound(source, [...ATTRIBUTES, 'sales', 'legal'])).toMatchObject({
      isFull: true,
      continueAt: null,
    });
  });
});

function aGroup(id: string, members: readonly string[]): Extract<GroupFact, { state: 'present' }> {
  return {
    state: 'present',
    group: { id, isSecurityEnabled: true, attributes: { displayName: [id] } },
    members: members.map(joined),
  };
}

function joined(userId: string): MembershipChange {
  return { userId, joined: true };
}

function left(userId: string): MembershipChange {
  return { userId, joined: false };
}

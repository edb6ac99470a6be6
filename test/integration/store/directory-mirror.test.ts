import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DirectoryUser } from '../../../src/directory/directory-source.js';
import type { Store, UserFact } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';

const APP = 'dialpad';
const ATTRIBUTES = ['displayName'];

describe('the directory mirror', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let source = '';
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
  });

  const present = (id: string, displayName = id): UserFact => ({
    state: 'present',
    user: aUser(id, displayName),
  });

  async function readRound(facts: readonly UserFact[], link: string): Promise<number> {
    const { round } = await store.mirror.openRound(source, ATTRIBUTES);
    const changed = await store.mirror.fold(source, APP, { round, facts, continueAt: link });
    await store.mirror.completeRound(source);
    return changed;
  }

  it('begins with a full round and goes on from where a complete round ended', async () => {
    const first = await store.mirror.openRound(source, ATTRIBUTES);
    await store.mirror.fold(source, APP, { round: first.round, facts: [present('a')], continueAt: 'page-2' });

    await expect(store.mirror.openRound(source, ATTRIBUTES)).resolves.toEqual({
      round: first.round,
      isFull: true,
      continueAt: 'page-2',
    });
    await store.mirror.completeRound(source);
    await expect(store.mirror.openRound(source, ATTRIBUTES)).resolves.toEqual({
      round: first.round + 1,
      isFull: false,
      continueAt: 'page-2',
    });
  });

  it.each([
    { name: 'other attributes are mapped', attributes: ['displayName', 'mail'], forget: false },
    { name: 'the position was forgotten', attributes: ATTRIBUTES, forget: true },
  ])('reads everyone again when $name', async ({ attributes, forget }) => {
    await readRound([present('a')], 'delta-1');
    if (forget) await store.mirror.forgetPosition(source);

    await expect(store.mirror.openRound(source, attributes)).resolves.toMatchObject({
      isFull: true,
      continueAt: null,
    });
  });

  it('counts as changed only what differs, however often it is told', async () => {
    expect(await readRound([present('a'), present('b')], 'delta-1')).toBe(2);
    expect(await readRound([present('a'), present('b')], 'delta-2')).toBe(0);
    expect(await readRound([present('a', 'renamed'), present('b')], 'delta-3')).toBe(1);
    expect(await readRound([{ state: 'softDeleted', id: 'b' }], 'delta-4')).toBe(1);
    expect(await readRound([{ state: 'softDeleted', id: 'b' }], 'delta-5')).toBe(0);
  });

  it('keeps the attributes of the deleted, and ignores a removal of someone never seen', async () => {
    await readRound([present('a', 'Ada')], 'delta-1');
    await readRound(
      [
        { state: 'deleted', id: 'a' },
        { state: 'deleted', id: 'stranger' },
      ],
      'delta-2',
    );

    const [user] = await store.plans.nextDirty(
      { appId: APP, number: 1, sourceKey: source, now: new Date() },
      'User',
      10,
    );
    expect(user).toMatchObject({ id: 'a', state: 'deleted', attributes: { displayName: ['Ada'] } });
  });

  it('knows who is missing from a full round, and nobody is gone by that alone', async () => {
    await readRound([present('a'), present('b'), present('c')], 'delta-1');
    const again = await store.mirror.restartRound(source, 'everything', null);
    await store.mirror.fold(source, APP, {
      round: again.round,
      facts: [present('b')],
      continueAt: 'delta-2',
    });

    expect(again.isFull).toBe(true);
    await expect(store.mirror.unseen(source, again.round, '', 10)).resolves.toEqual(['a', 'c']);
    await expect(store.mirror.countPresent(source, again.round)).resolves.toEqual({ present: 3, seen: 1 });
  });

  it('begins an interrupted round again from its first position', async () => {
    await readRound([present('a')], 'delta-1');
    const { round } = await store.mirror.openRound(source, ATTRIBUTES);
    await store.mirror.fold(source, APP, { round, facts: [], continueAt: 'page-7' });

    await expect(store.mirror.restartRound(source, 'round', null)).resolves.toMatchObject({
      isFull: false,
      continueAt: 'delta-1',
    });
  });

  it('takes 5,000 users in one page', async () => {
    const facts = Array.from({ length: 5_000 }, (_, index) => present(`user-${index}`));

    expect(await readRound(facts, 'delta-1')).toBe(5_000);
  });
});

function aUser(id: string, displayName: string): DirectoryUser {
  return { id, accountEnabled: true, attributes: { displayName: [displayName] } };
}

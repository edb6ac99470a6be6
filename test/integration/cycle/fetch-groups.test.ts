import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { fetchGroups } from '../../../src/cycle/fetch-groups.js';
import {
  WatermarkExpired,
  type DirectoryGroup,
  type DirectorySource,
  type GroupChange,
  type Watermark,
} from '../../../src/directory/directory-source.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, readUsers, takeMarks, user } from '../store/a-directory.js';
import { aCycle, noSource, someCycleRules } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

/** Groups by id with their members: what is asked for by id is answered from here, the feed is told by the test. */
class FakeSource {
  readonly groups = new Map<string, readonly string[]>();
  /** What each reading of the feed tells: pages of changes, or that the position is forgotten. */
  readonly rounds: (readonly (readonly GroupChange[])[] | WatermarkExpired)[] = [];
  readonly asked: { readonly from: Watermark | null; readonly groupIds: readonly string[] | null }[] = [];
  readonly membersRead: string[] = [];
  /** What the source counts, where that is not how many there are. */
  readonly counts = new Map<string, number>();

  asSource(): DirectorySource {
    const source: DirectorySource = {
      ...noSource,
      groupChanges: ({ from, groupIds }) => this.#read(from, groupIds),
      group: (id) =>
        Promise.resolve(this.groups.has(id) ? { type: 'present', group: named(id) } : { type: 'deleted' }),
      directUserMembers: (id) => {
        this.membersRead.push(id);
        const members = this.groups.get(id);
        return Promise.resolve(members === undefined ? null : pagesOf(members));
      },
      directUserMemberCount: (id) =>
        Promise.resolve(this.counts.get(id) ?? this.groups.get(id)?.length ?? null),
    };
    return source;
  }

  async *#read(from: Watermark | null, groupIds: readonly string[] | null) {
    this.asked.push({ from, groupIds });
    const pages = this.rounds.shift() ?? [];
    if (pages instanceof WatermarkExpired) throw pages;
    await Promise.resolve();
    for (const [index, changes] of pages.entries()) {
      // Any text is a position here.
      const continueAt = `after-${this.asked.length}-${index}` as Watermark;
      yield { changes, continueAt, isLast: index === pages.length - 1 };
    }
  }
}

describe('reading groups', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  async function aTenant(changes: Partial<CycleContext> = {}) {
    const source = new FakeSource();
    const context = aCycle(store, new FakeTarget(), { source: source.asSource(), ...changes });
    for (const id of ['ann', 'bo', 'cy']) await store.links.claim(context, aLinkRow(id));
    return { source, context };
  }
  const membersOf = async (context: CycleContext, objectId: string): Promise<readonly string[]> => {
    const place = { objectId, name: 'members', path: 'members' };
    const found = await store.references.missing(context, place, { after: '', limit: 100 });
    return found.map(({ referencedId }) => referencedId);
  };
  const stateOf = async (context: CycleContext, id: string): Promise<string | undefined> =>
    (await store.plans.object(context, 'Group', id))?.state;

  it('goes on from where the last one ended', async () => {
    const { source, context } = await aTenant();
    source.rounds.push([[present('sales', 'ann')], [present('sales', 'bo')]], [[present('sales', 'cy')]]);

    await fetchGroups(context, null);
    await fetchGroups(context, null);

    expect(source.asked.map(({ from }) => from)).toEqual([null, 'after-1-1']);
    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo', 'cy']);
  });

  it('asks for nothing where groups are not provisioned, or none is assigned', async () => {
    const { source, context } = await aTenant();

    await fetchGroups({ ...context, rules: { ...someCycleRules, Group: null } }, null);
    await fetchGroups(context, []);

    expect(source.asked).toEqual([]);
  });

  it('asks for the assigned ones only where they are few', async () => {
    const { source, context } = await aTenant();
    const many = Array.from({ length: 51 }, (_, index) => `group-${index}`);

    await fetchGroups(context, ['sales']);
    await fetchGroups(context, ['sales', 'legal']);
    await fetchGroups(context, many);

    expect(source.asked).toEqual([
      { from: null, groupIds: ['sales'] },
      { from: null, groupIds: ['sales', 'legal'] },
      { from: null, groupIds: null },
    ]);
  });

  it('keeps a group, and its members, that a full read passed over and that is there when asked for', async () => {
    const { source, context } = await aTenant();
    source.groups.set('sales', ['ann', 'bo']);
    source.rounds.push([[present('sales', 'ann', 'bo', 'cy'), present('legal', 'cy')]]);
    await fetchGroups(context, null);
    await takeMarks(store, context);
    source.rounds.push(new WatermarkExpired('everything'), [[present('legal', 'cy')]]);

    await fetchGroups(context, null);

    expect(await stateOf(context, 'sales')).toBe('present');
    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo']);
    expect(await membersOf(context, 'legal')).toEqual(['cy']);
    expect(await takeMarks(store, context)).toEqual(['sales']);
    expect(await eventsOf(context)).toEqual(['GroupsReadIncomplete']);
  });

  const eventsOf = async ({ appId }: CycleContext): Promise<readonly string[]> =>
    (await store.events.list({ appId, limit: 10 })).map(({ code, subject }) => `${code} ${subject}`.trim());

  /** Sales, with Ann, Bo and Cy, is read once; what comes then is a full round that tells of fewer of them. */
  async function salesOfThree(told: readonly string[]) {
    const tenant = await aTenant();
    tenant.source.rounds.push([[present('sales', 'ann', 'bo', 'cy')]], new WatermarkExpired('everything'), [
      [present('sales', ...told)],
    ]);
    await fetchGroups(tenant.context, null);
    await takeMarks(store, tenant.context);
    return tenant;
  }

  it('keeps the members whom a full read passed over and whom the list of members shows', async () => {
    const { source, context } = await salesOfThree(['ann']);
    source.groups.set('sales', ['ann', 'bo', 'cy']);

    await fetchGroups(context, null);

    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo', 'cy']);
    expect(source.membersRead).toEqual(['sales']);
    expect(await takeMarks(store, context)).toEqual([]);
  });

  it('lets go of whom neither a full read nor the list of members shows, once the count agrees', async () => {
    const { source, context } = await salesOfThree(['ann']);
    source.groups.set('sales', ['ann', 'bo']);

    await fetchGroups(context, null);

    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo']);
    expect(source.membersRead).toEqual(['sales']);
    expect(await eventsOf(context)).toEqual([]);
  });

  it('keeps all members of a group that is counted to have more than can be read, and says so', async () => {
    const { source, context } = await salesOfThree(['ann']);
    source.groups.set('sales', ['ann', 'di']);
    source.counts.set('sales', 4);

    await fetchGroups(context, null);

    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo', 'cy']);
    expect(source.membersRead).toEqual(['sales', 'sales']);
    expect(await eventsOf(context)).toEqual(['MembersContradictCount sales']);
  });

  it('empties a group only when it is counted to be empty', async () => {
    const { source, context } = await salesOfThree([]);
    source.groups.set('sales', []);
    source.counts.set('sales', 3);
    await fetchGroups(context, null);
    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo', 'cy']);
    source.counts.clear();
    source.rounds.push(new WatermarkExpired('everything'), [[present('sales')]]);

    await fetchGroups({ ...context, number: 2 }, null);

    expect(await membersOf(context, 'sales')).toEqual([]);
    expect(source.membersRead).toHaveLength(4);
  });

  it('keeps members who wait in the recycle bin: only the feed tells of them, and a restore tells nothing', async () => {
    const { source, context } = await salesOfThree(['ann']);
    await readUsers(store, context, user('bo'), user('cy'));
    await readUsers(store, context, { state: 'softDeleted', id: 'cy' });
    source.groups.set('sales', ['ann']);

    await fetchGroups(context, null);

    expect(await membersOf(context, 'sales')).toEqual(['ann', 'cy']);
  });

  it('keeps the members of a group that is there and has no list of them, and says so', async () => {
    const { source, context } = await salesOfThree(['ann']);
    const groups = { ...source.asSource(), directUserMembers: () => Promise.resolve(null) };
    source.groups.set('sales', []);

    await fetchGroups({ ...context, source: groups }, null);

    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo', 'cy']);
    expect(await eventsOf(context)).toEqual(['MembersUnproven sales']);
  });

  it('takes a group for gone that a full read passed over and nobody knows', async () => {
    const { source, context } = await aTenant();
    source.rounds.push([[present('sales', 'ann'), present('legal')]]);
    await fetchGroups(context, null);
    source.rounds.push(new WatermarkExpired('everything'), [[present('legal')]]);

    await fetchGroups(context, null);

    expect(await stateOf(context, 'sales')).toBe('deleted');
    expect(await membersOf(context, 'sales')).toEqual([]);
  });

  it('changes nothing by a full read that found no group at all', async () => {
    const { source, context } = await aTenant();
    source.groups.set('sales', ['ann']);
    source.rounds.push([[present('sales', 'ann')]]);
    await fetchGroups(context, null);
    source.rounds.push(new WatermarkExpired('everything'), [[]]);

    await expect(fetchGroups(context, null)).rejects.toMatchObject({ type: 'SourceIncompatible' });

    expect(await stateOf(context, 'sales')).toBe('present');
    expect(await membersOf(context, 'sales')).toEqual(['ann']);
  });

  it('gives up on a source that forgets its position again and again', async () => {
    const { source, context } = await aTenant();
    source.rounds.push(...Array.from({ length: 9 }, () => new WatermarkExpired('everything')));

    await expect(fetchGroups(context, null)).rejects.toBeInstanceOf(WatermarkExpired);
    expect(source.asked).toHaveLength(4);
  });

  it('reads the members of a group whole when it comes back without them', async () => {
    const { source, context } = await aTenant();
    source.groups.set('sales', ['ann', 'bo']);
    source.rounds.push(
      [[present('sales', 'ann', 'cy')]],
      [[removed('sales', 'changed')]],
      [[present('sales')]],
    );
    await fetchGroups(context, null);
    await fetchGroups(context, null);
    expect(await stateOf(context, 'sales')).toBe('softDeleted');

    await fetchGroups(context, null);

    expect(await stateOf(context, 'sales')).toBe('present');
    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo']);
    expect(source.membersRead).toEqual(['sales']);
  });

  it.each<[string, readonly GroupChange[]]>([
    ['there and gone', [present('sales'), removed('sales', 'changed')]],
    ['gone, for reasons unknown', [removed('sales', 'unknown')]],
  ])('asks for a group that is said to be %s', async (_, changes) => {
    const { source, context } = await aTenant();
    source.groups.set('sales', ['ann']);
    source.rounds.push([[present('sales', 'ann')]], [changes]);
    await fetchGroups(context, null);

    await fetchGroups(context, null);

    expect(await stateOf(context, 'sales')).toBe('present');
    expect(await membersOf(context, 'sales')).toEqual(['ann']);
  });
});

function named(id: string): DirectoryGroup {
  return { id, isSecurityEnabled: true, attributes: { displayName: [id] } };
}

function present(id: string, ...members: readonly string[]): GroupChange {
  return {
    type: 'present',
    group: named(id),
    members: members.map((userId) => ({ userId, joined: true })),
  };
}

function removed(id: string, reason: 'changed' | 'deleted' | 'unknown'): GroupChange {
  return { type: 'removed', id, reason };
}

async function* pagesOf(members: readonly string[]) {
  await Promise.resolve();
  for (const member of members) yield [member];
}

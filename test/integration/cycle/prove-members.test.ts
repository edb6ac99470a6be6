import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { fetchGroups } from '../../../src/cycle/fetch-groups.js';
import { WatermarkExpired } from '../../../src/directory/directory-source.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, readUsers, takeMarks, user } from '../store/a-directory.js';
import { aCycle } from './a-cycle.js';
import { FakeGroups, present } from './fake-groups.js';
import { FakeTarget } from './fake-target.js';

describe('members whom a full read does not tell of', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  const membersOf = async (context: CycleContext, objectId: string): Promise<readonly string[]> => {
    const place = { objectId, name: 'members', path: 'members' };
    const found = await store.references.missing(context, place, { after: '', limit: 100 });
    return found.map(({ referencedId }) => referencedId);
  };
  const eventsOf = async ({ appId }: CycleContext): Promise<readonly string[]> =>
    (await store.events.list({ appId, limit: 10 })).map(({ code, subject }) => `${code} ${subject}`.trim());

  /** Sales, with Ann, Bo and Cy, is read once; what comes then is a full round that tells of fewer of them. */
  async function salesOfThree(told: readonly string[]) {
    const source = new FakeGroups();
    const context = aCycle(store, new FakeTarget(), { source: source.asSource() });
    for (const id of ['ann', 'bo', 'cy']) await store.links.claim(context, aLinkRow(id));
    source.rounds.push([[present('sales', 'ann', 'bo', 'cy')]], new WatermarkExpired('everything'), [
      [present('sales', ...told)],
    ]);
    await fetchGroups(context, null);
    await takeMarks(store, context);
    return { source, context };
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

  it('looks again in the next round at those who are in doubt, though it tells changes only', async () => {
    const { source, context } = await salesOfThree(['ann']);
    source.groups.set('sales', ['ann', 'bo']);
    source.counts.set('sales', 3);
    await fetchGroups(context, null);
    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo', 'cy']);

    await fetchGroups({ ...context, number: 2 }, null);
    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo', 'cy']);
    source.counts.clear();
    await fetchGroups({ ...context, number: 3 }, null);
    expect(await membersOf(context, 'sales')).toEqual(['ann', 'bo']);
    expect(await takeMarks(store, context)).toEqual(['sales']);

    const read = source.membersRead.length;
    await fetchGroups({ ...context, number: 4 }, null);
    expect(source.membersRead).toHaveLength(read);
    expect(await eventsOf(context)).toEqual(['MembersContradictCount sales', 'MembersContradictCount sales']);
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
});

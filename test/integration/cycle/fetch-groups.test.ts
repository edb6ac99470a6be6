import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { fetchGroups } from '../../../src/cycle/fetch-groups.js';
import { WatermarkExpired, type GroupChange } from '../../../src/directory/directory-source.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, takeMarks } from '../store/a-directory.js';
import { aCycle, someCycleRules } from './a-cycle.js';
import { FakeGroups, present, removed } from './fake-groups.js';
import { FakeTarget } from './fake-target.js';

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
    const source = new FakeGroups();
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

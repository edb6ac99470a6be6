import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { carryOut } from '../../../src/cycle/carry-out.js';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planReferences } from '../../../src/cycle/plan-references.js';
import type { Dialect } from '../../../src/scim/quirks/index.js';
import type { Outcome, PendingOperation, Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { someGroupRules } from '../../unit/plan/builders.js';
import { aLinkRow, group, readGroups, readUsers, user } from '../store/a-directory.js';
import { aCycle, someCycleRules, taken } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

const GROUP = 't-sales';
const PLACE = { objectId: 'sales', path: 'members' };

describe('members of a group', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** A linked group of `members`, who are linked too, and a target that has them all but no member. */
  async function aGroupOf(
    members: readonly string[],
    dialect: Partial<Dialect> = {},
    changes: Partial<CycleContext> = {},
  ): Promise<{ context: CycleContext; target: FakeTarget }> {
    const target = new FakeTarget(dialect);
    const context = aCycle(store, target, changes);
    await readUsers(store, context, ...members.map((id) => user(id)));
    await readGroups(store, context, group('sales', members));
    for (const id of members) {
      await store.links.claim(context, aLinkRow(id));
      target.users.set(`t-${id}`, {});
    }
    await store.links.claim(context, aLinkRow('sales', { objectName: 'Group' }));
    target.groups.set(GROUP, { values: { displayName: 'sales' }, members: [] });
    return { context, target };
  }
  /** Plans what is marked, and carries out the one operation there is. */
  async function write(context: CycleContext): Promise<Outcome> {
    await planReferences(context);
    const [operation] = await taken(context);
    if (operation === undefined) throw new Error('nothing was planned');
    return carryOutAndRecord(context, operation);
  }
  async function carryOutAndRecord(context: CycleContext, operation: PendingOperation): Promise<Outcome> {
    const outcome = await carryOut(context, operation);
    await store.operations.record(context, [outcome]);
    return outcome;
  }
  const ledger = async (context: CycleContext): Promise<readonly string[]> =>
    (await store.references.exported(context, PLACE)).map(({ targetId }) => targetId);

  it('are added as many a request as the target takes', async () => {
    const { context, target } = await aGroupOf(['a', 'b', 'c', 'd', 'e'], { membersPerRequest: 2 });

    const outcome = await write(context);

    expect(target.writes).toEqual(['+t-a +t-b', '+t-c +t-d', '+t-e']);
    expect(await ledger(context)).toEqual(['t-a', 't-b', 't-c', 't-d', 't-e']);
    expect(outcome).toMatchObject({ status: 'success', action: 'update', about: 'references' });
    expect(target.reads).toEqual([]);
  });

  it('share requests with those who leave, and nothing is sent of those who stay', async () => {
    const { context, target } = await aGroupOf(['a', 'b', 'c', 'd', 'e']);
    await write(context);
    target.writes.length = 0;
    await store.links.claim(context, aLinkRow('f'));
    await readGroups(store, context, group('sales', ['f'], ['a', 'b']));

    await write({ ...context, number: 2 });

    expect(target.writes).toEqual(['+t-f -t-a -t-b']);
    expect(target.membersOf(GROUP)).toEqual(['t-c', 't-d', 't-e', 't-f']);
    expect(await ledger(context)).toEqual(['t-c', 't-d', 't-e', 't-f']);
  });

  it('are not planned again once they are written', async () => {
    const { context, target } = await aGroupOf(['a']);
    await write(context);

    await readGroups(store, context, group('sales', ['a']));

    expect(await planReferences({ ...context, number: 2 })).toEqual({ planned: 0, writes: 0 });
    expect(target.writes).toHaveLength(1);
  });

  it('stay where the mapping only adds', async () => {
    const adding = someGroupRules({
      scope: 'all',
      mappings: [
        { target: 'displayName', source: 'displayName', matching: 1 },
        { target: 'members', source: 'members', apply: 'add-multi-values' },
      ],
    });
    const { context, target } = await aGroupOf(
      ['a', 'b'],
      {},
      { rules: { ...someCycleRules, Group: adding } },
    );
    await write(context);
    await store.links.claim(context, aLinkRow('c'));
    await readGroups(store, context, group('sales', ['c'], ['a']));

    await write({ ...context, number: 2 });

    expect(target.membersOf(GROUP)).toEqual(['t-a', 't-b', 't-c']);
  });

  it.each([400, 404, 413, 422])('but one that is refused with %i are all written', async (refusal) => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const { context, target } = await aGroupOf(names);
    target.refused.add('t-c');
    target.refusal = refusal;

    const outcome = await write(context);

    expect(outcome).toMatchObject({
      status: 'failure',
      errorCode: 'UnprocessableEntity',
      reason: 'The target refused 1 of the references.',
      isRetried: true,
    });
    expect(target.membersOf(GROUP)).toEqual(names.filter((name) => name !== 'c').map((name) => `t-${name}`));
    expect(await ledger(context)).toEqual([...target.membersOf(GROUP)]);
    expect(target.writes.length).toBeLessThanOrEqual(1 + 2 * Math.log2(names.length));
    await store.escrows.markDue({ ...context, number: 2 });
    expect(await store.referenceMarks.nextDirty({ ...context, number: 2 }, 10)).toEqual(['sales']);
  });

  it('who leave are removed although somebody who joins is refused', async () => {
    const { context, target } = await aGroupOf(['a', 'b']);
    await write(context);
    await store.links.claim(context, aLinkRow('c'));
    await readGroups(store, context, group('sales', ['c'], ['a']));
    target.refused.add('t-c');

    await write({ ...context, number: 2 });

    expect(target.membersOf(GROUP)).toEqual(['t-b']);
    expect(await ledger(context)).toEqual(['t-b']);
  });

  it.each([
    ['400 noTarget', { status: 400, scimType: 'noTarget' }],
    ['404', { status: 404, scimType: null }],
  ])('are gone who were taken out by hand before, though the target answers %s', async (_, absence) => {
    const { context, target } = await aGroupOf(['a', 'b', 'c']);
    await write(context);
    target.groups.set(GROUP, { values: {}, members: ['t-b', 't-c'] });
    target.absence = absence;
    await readGroups(store, context, group('sales', [], ['a', 'b']));

    expect(await write({ ...context, number: 2 })).toMatchObject({ status: 'success' });
    expect(target.membersOf(GROUP)).toEqual(['t-c']);
    expect(await ledger(context)).toEqual(['t-c']);
  });

  it('are tried again who should leave and whom the target keeps', async () => {
    const { context, target } = await aGroupOf(['a', 'b']);
    await write(context);
    target.groups.set(GROUP, { values: {}, members: ['t-b'] });
    target.absence = { status: 400, scimType: 'mutability' };
    await readGroups(store, context, group('sales', [], ['a']));

    expect(await write({ ...context, number: 2 })).toMatchObject({ status: 'failure', isRetried: true });
    expect(await ledger(context)).toEqual(['t-a', 't-b']);
  });

  it('whose account is gone are planned anew, and join with their next one', async () => {
    const { context, target } = await aGroupOf(['a', 'b']);
    target.users.delete('t-b');
    target.refused.add('t-b');
    await write(context);

    const next = { ...context, number: 2 };
    const marked = await store.plans.nextDirty(next, 'User', 10);
    expect(marked.map(({ id }) => id)).toContain('b');
    expect(await store.links.of(context.appId, ['b'])).toEqual(new Map());

    await store.links.claim(context, aLinkRow('b', { targetId: 't-b-2' }));
    await write(next);
    expect(target.membersOf(GROUP)).toEqual(['t-a', 't-b-2']);
  });

  it('are not tried one by one where the refusal is not about them', async () => {
    const { context, target } = await aGroupOf(['a', 'b']);
    target.refused.add('t-a');
    target.refusal = 403;

    expect(await write(context)).toMatchObject({ status: 'failure' });
    expect(target.writes).toHaveLength(1);
  });

  it('follow their group when it is gone and made anew, in the same cycle', async () => {
    const { context, target } = await aGroupOf(['a', 'b']);
    target.groups.clear();

    const outcome = await write(context);

    expect(outcome).toMatchObject({ status: 'warning', errorCode: 'InvalidAnchor' });
    expect(target.membersOf('new-1')).toEqual(['t-a', 't-b']);
    expect(await ledger(context)).toEqual(['t-a', 't-b']);
    expect((await store.links.of(context.appId, ['sales'])).get('sales')?.targetId).toBe('new-1');
  });

  it('go on where they were interrupted', async () => {
    const stop = new AbortController();
    const { context, target } = await aGroupOf(['a', 'b', 'c'], { membersPerRequest: 1 });
    let requests = 0;
    const onProgress = (): void => {
      if ((requests += 1) === 2) stop.abort();
    };
    await planReferences(context);
    const [operation] = await taken(context);
    if (operation === undefined) throw new Error('nothing was planned');

    await expect(carryOut({ ...context, signal: stop.signal, onProgress }, operation)).rejects.toThrow();
    expect(await ledger(context)).toEqual(['t-a', 't-b']);
    const [again] = await taken(context);
    if (again === undefined) throw new Error('nothing was left');
    await carryOutAndRecord(context, again);

    expect(again.mayHaveHappened).toBe(true);
    expect(target.writes).toEqual(['+t-a', '+t-b', '+t-c']);
  });

  describe('of a target that takes whole groups', () => {
    it('are all sent at once, and stay when others come and go', async () => {
      const { context, target } = await aGroupOf(['a', 'b', 'c'], {
        updateGroups: 'put',
        membersPerRequest: 1,
      });
      await write(context);
      await store.links.claim(context, aLinkRow('d'));
      await readGroups(store, context, group('sales', ['d'], ['a']));
      await write({ ...context, number: 2 });

      expect(target.writes).toEqual(['+t-a +t-b +t-c', '+t-d -t-a']);
      expect(target.membersOf(GROUP)).toEqual(['t-b', 't-c', 't-d']);
    });

    it('are all there but the one that it refuses', async () => {
      const { context, target } = await aGroupOf(['a', 'b', 'c', 'd'], { updateGroups: 'put' });
      target.refused.add('t-d');

      await write(context);

      expect(target.membersOf(GROUP)).toEqual(['t-a', 't-b', 't-c']);
    });
  });

  describe('of a target that adds twice', () => {
    const doubling = { repeatedAdditions: 'doubled' } as const;

    it('are asked for before a group is first written to', async () => {
      const { context, target } = await aGroupOf(['a', 'b'], doubling);
      target.groups.set(GROUP, { values: {}, members: ['t-a', 'somebody-else'] });

      await write(context);

      expect(target.reads).toEqual([`members ${GROUP}`]);
      expect(target.writes).toEqual(['+t-b']);
      expect(await ledger(context)).toEqual(['t-a', 't-b']);
    });

    it('are not asked for once it was written to', async () => {
      const { context, target } = await aGroupOf(['a'], doubling);
      await write(context);
      target.reads.length = 0;
      await store.links.claim(context, aLinkRow('b'));
      await readGroups(store, context, group('sales', ['b']));

      await write({ ...context, number: 2 });

      expect(target.reads).toEqual([]);
      expect(target.membersOf(GROUP)).toEqual(['t-a', 't-b']);
    });

    it('stand there once when the answer was lost', async () => {
      const { context, target } = await aGroupOf(['a', 'b'], doubling);
      target.answersToLose = 1;

      expect(await write(context)).toMatchObject({ status: 'success' });
      expect(target.membersOf(GROUP)).toEqual(['t-a', 't-b']);
      expect(await ledger(context)).toEqual(['t-a', 't-b']);
    });

    it('stand there once when the worker was lost', async () => {
      const { context, target } = await aGroupOf(['a', 'b'], doubling);
      await planReferences(context);
      await taken(context);
      target.groups.set(GROUP, { values: {}, members: ['t-a', 't-b'] });
      const [again] = await taken(context);
      if (again === undefined) throw new Error('nothing was left');

      await carryOutAndRecord(context, again);

      expect(target.membersOf(GROUP)).toEqual(['t-a', 't-b']);
      expect(await ledger(context)).toEqual(['t-a', 't-b']);
    });
  });
});

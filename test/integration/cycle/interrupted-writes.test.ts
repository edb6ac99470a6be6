import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { carryOut } from '../../../src/cycle/carry-out.js';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { planReferences } from '../../../src/cycle/plan-references.js';
import type { Dialect } from '../../../src/scim/quirks/index.js';
import type { AttributeChange } from '../../../src/schema/model.js';
import type { ResourceType } from '../../../src/scim/scim-target.js';
import type { PendingOperation, Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, group, readGroups, readUsers, user } from '../store/a-directory.js';
import { aCycle, MANAGER, taken } from './a-cycle.js';
import { FakeTarget, rejected } from './fake-target.js';

describe('writes that were interrupted', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** Sales is linked, and so are its members, who have accounts. */
  async function salesOf(members: readonly string[], dialect: Partial<Dialect> = {}) {
    const target = new FakeTarget(dialect);
    const context = aCycle(store, target);
    await readUsers(store, context, ...members.map((id) => user(id)));
    await readGroups(store, context, group('sales', members));
    for (const id of members) {
      const exported = { userName: id, active: true };
      await store.links.claim(context, aLinkRow(id, { exported }));
      target.users.set(`t-${id}`, exported);
    }
    await store.links.claim(
      context,
      aLinkRow('sales', { objectName: 'Group', exported: { displayName: 'sales', externalId: 'sales' } }),
    );
    target.groups.set('t-sales', { values: { displayName: 'sales' }, members: [] });
    return { context, target };
  }
  async function planned(context: CycleContext): Promise<PendingOperation> {
    await planReferences(context);
    const [operation] = await taken(context);
    if (operation === undefined) throw new Error('nothing was planned');
    return operation;
  }
  async function finish(context: CycleContext, operation: PendingOperation) {
    const outcome = await carryOut(context, operation);
    await store.operations.record(context, [outcome]);
    return outcome;
  }
  const linkOf = async ({ appId }: CycleContext, id: string) => (await store.links.of(appId, [id])).get(id);
  const waiting = async (context: CycleContext): Promise<readonly string[]> =>
    (await store.plans.nextDirty({ ...context, number: 2 }, 'User', 10)).map(({ id }) => id);

  it('leave a group that was made anew linked, although all its members were written', async () => {
    const { context, target } = await salesOf(['a', 'b']);
    target.groups.clear();
    const operation = await planned(context);
    await carryOut(context, operation);

    await finish(context, { ...operation, mayHaveHappened: true });

    expect([...target.groups.keys()]).toEqual(['new-1']);
    expect(target.membersOf('new-1')).toEqual(['t-a', 't-b']);
    expect(await linkOf(context, 'sales')).toMatchObject({ targetId: 'new-1' });
  });

  describe('of a member whose account turns out to be gone', () => {
    it('leave the link that was made meanwhile', async () => {
      const { context, target } = await salesOf(['a']);
      const operation = await planned(context);
      target.refused.add('t-a');
      target.users.delete('t-a');
      target.changeMembers = async () => {
        target.users.set('t-anew', { userName: 'a', active: true });
        await store.links.drop(context.appId, 'a');
        await store.links.claim(context, aLinkRow('a', { targetId: 't-anew' }));
        throw rejected(404);
      };

      await finish(context, operation);

      expect(await linkOf(context, 'a')).toMatchObject({ targetId: 't-anew' });
    });

    it('leave the link of somebody disabled whom the target hides', async () => {
      const { context, target } = await salesOf(['a'], { hidesDisabled: true });
      await readUsers(store, context, user('a', { enabled: false }));
      target.refused.add('t-a');
      target.users.delete('t-a');

      await finish(context, await planned(context));

      expect(await linkOf(context, 'a')).toMatchObject({ targetId: 't-a' });
    });
  });

  it('match a manager anew whose account is gone, and write the reference then', async () => {
    const target = new FakeTarget();
    const context = aCycle(store, target);
    await readUsers(store, context, user('max'), user('ann', { managerId: 'max' }));
    for (const id of ['ann', 'max'])
      await store.links.claim(context, aLinkRow(id, { exported: { userName: id, active: true } }));
    target.users.set('t-ann', { userName: 'ann', active: true });
    const update = target.update.bind(target);
    target.update = async (...given: Parameters<typeof update>) => {
      const manager = given[2].find(({ path }) => path === MANAGER)?.newValue;
      if (typeof manager === 'string' && !target.users.has(manager)) throw rejected(400);
      return update(...given);
    };
    await planOperations(context);
    for (const operation of await taken(context)) await finish(context, operation);
    expect(await finish(context, await planned(context))).toMatchObject({ status: 'failure' });

    const next = { ...context, number: 2 };
    await planOperations(next);
    for (const operation of await taken(next)) await finish(next, operation);
    await finish(next, await planned(next));

    expect(target.users.get('t-ann')).toMatchObject({ [MANAGER]: 'new-1' });
    expect(await store.dirty.count(context.appId)).toBe(0);
  });

  it('do not break a request off: the directory may say otherwise before it is sent again', async () => {
    const stop = new AbortController();
    const { context, target } = await salesOf(['a', 'b']);
    const changeMembers = target.changeMembers.bind(target);
    target.changeMembers = async (...given: Parameters<typeof changeMembers>) => {
      await changeMembers(...given);
      stop.abort();
      (given as unknown as [string, unknown, AbortSignal?])[2]?.throwIfAborted();
    };
    const stopping = { ...context, signal: stop.signal };

    await carryOut(stopping, await planned(context)).catch(() => undefined);

    const written = await store.references.exported(context, { objectId: 'sales', path: 'members' });
    expect(written.map(({ targetId }) => targetId)).toEqual(['t-a', 't-b']);
  });

  it('ask what is there before they add to a list again where additions double', async () => {
    const target = new FakeTarget({ repeatedAdditions: 'doubled' });
    const context = aCycle(store, target);
    await readUsers(store, context, user('ann'));
    await store.links.claim(context, aLinkRow('ann', { exported: { userName: 'ann' } }));
    target.users.set('t-ann', { userName: 'ann' });
    await planOperations(context);
    const [operation] = await taken(context);
    if (operation === undefined) throw new Error('nothing was planned');
    await carryOut(context, operation);
    const sent: (readonly AttributeChange[])[] = [];
    target.update = (_type: ResourceType, _id: string, changes: readonly AttributeChange[]) => {
      sent.push(changes);
      return Promise.resolve();
    };

    await finish(context, { ...operation, mayHaveHappened: true });

    expect(sent.flat()).toEqual([]);
    expect(await linkOf(context, 'ann')).toMatchObject({ exported: { userName: 'ann', active: true } });
    expect(await waiting(context)).toEqual([]);
  });
});

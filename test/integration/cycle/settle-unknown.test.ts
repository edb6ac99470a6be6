import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { carryOut } from '../../../src/cycle/carry-out.js';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { planReferences } from '../../../src/cycle/plan-references.js';
import { ProvisioningFailure } from '../../../src/failures.js';
import type { Dialect } from '../../../src/scim/quirks/index.js';
import type { Store, UserFact } from '../../../src/store/index.js';
import { escrowCounts } from '../../support/escrow-counts.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, group, readGroups, readUsers, user } from '../store/a-directory.js';
import { aCycle, someCycleRules, taken } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

const left = user('ann', { enabled: false });
const isDown = () => Promise.reject(new ProvisioningFailure('TargetUnavailable', 'The target is down.'));

describe('a write that was sent by a cycle which ended before the answer', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  interface Case {
    readonly context: CycleContext;
    readonly next: CycleContext;
    readonly target: FakeTarget;
  }
  async function aDirectory(dialect: Partial<Dialect> = {}, ...facts: readonly UserFact[]): Promise<Case> {
    const target = new FakeTarget(dialect);
    const context = aCycle(store, target);
    await readUsers(store, context, ...(facts.length === 0 ? [user('ann')] : facts));
    return { context, next: { ...context, number: 2 }, target };
  }
  /** Ann has an account, and is about to lose it: to be disabled, or deleted. */
  async function aLeaver(fact: UserFact = left, dialect: Partial<Dialect> = {}): Promise<Case> {
    const one = await aDirectory(dialect);
    const exported = { userName: 'ann', active: true };
    await store.links.claim(one.context, aLinkRow('ann', { exported }));
    one.target.users.set('t-ann', exported);
    await readUsers(store, one.context, fact);
    return one;
  }
  async function send(context: CycleContext, happens: boolean): Promise<void> {
    await planOperations(context);
    for (const operation of await taken(context)) if (happens) await carryOut(context, operation);
  }
  async function abandonedAfter({ context, target }: Case, happens: boolean): Promise<void> {
    await send(context, happens);
    await store.operations.abandon(context);
    target.writes.length = 0;
    target.reads.length = 0;
  }
  async function runCycle(context: CycleContext): Promise<void> {
    await planOperations(context);
    for (const operation of await taken(context))
      await store.operations.record(context, [await carryOut(context, operation)]);
  }
  const linkOfAnn = async ({ context }: Case) => (await store.links.of(context.appId, ['ann'])).get('ann');
  const logOf = async ({ context }: Case, cycle: number) =>
    (await store.log.entries({ appId: context.appId, limit: 10 }))
      .filter((entry) => entry.cycle === cycle)
      .map(({ action, status, errorCode }) => [action, status, errorCode]);
  const unknown = ({ context }: Case) => store.operations.unknown(context.appId, { after: '0', limit: 100 });

  describe('to create', () => {
    it('is linked, and disabled when its user has left meanwhile', async () => {
      const one = await aDirectory();
      await abandonedAfter(one, true);
      await readUsers(store, one.next, left);

      await runCycle(one.next);

      expect(one.target.writes).toEqual(['update new-1 active']);
      expect(one.target.users.get('new-1')).toMatchObject({ active: false });
      expect(await logOf(one, 1)).toEqual([['create', 'success', null]]);
      expect(await logOf(one, 2)).toEqual([['disable', 'success', null]]);
      expect(await unknown(one)).toEqual([]);
    });

    it('is disabled when its user has lost the assignment meanwhile', async () => {
      const one = await aDirectory();
      await abandonedAfter(one, true);
      const { User, Group } = someCycleRules;

      await runCycle({ ...one.next, rules: { User: { ...User, scope: 'assigned' }, Group } });

      expect(one.target.writes).toEqual(['update new-1 active']);
      expect(one.target.users.get('new-1')).toMatchObject({ active: false });
    });

    it('is deleted when its user is gone for good', async () => {
      const one = await aDirectory();
      await abandonedAfter(one, true);
      await readUsers(store, one.next, { state: 'deleted', id: 'ann' });

      await runCycle(one.next);

      expect(one.target.writes).toEqual(['delete new-1']);
      expect(one.target.users.size).toBe(0);
    });

    it('is not made twice', async () => {
      const one = await aDirectory();
      await abandonedAfter(one, true);

      await runCycle(one.next);

      expect(one.target.writes).toEqual([]);
      expect(await linkOfAnn(one)).toMatchObject({ targetId: 'new-1', exported: { active: true } });
    });

    it('is made when it was not, and the log tells both', async () => {
      const one = await aDirectory();
      await abandonedAfter(one, false);

      await runCycle(one.next);

      expect(one.target.writes).toEqual(['create']);
      expect(await logOf(one, 1)).toEqual([['create', 'failure', 'Timeout']]);
      expect(await logOf(one, 2)).toEqual([['create', 'success', null]]);
      expect(await escrowCounts(store, one.context.appId)).toEqual({ objects: 0, references: 0 });
    });

    it("is left to whose it is when it is somebody else's", async () => {
      const one = await aDirectory();
      await abandonedAfter(one, true);
      await store.links.claim(one.next, aLinkRow('bo', { targetId: 'new-1' }));

      await runCycle(one.next);

      expect(await logOf(one, 1)).toEqual([['create', 'failure', 'DuplicateSourceEntries']]);
      expect(await linkOfAnn(one)).toBeUndefined();
      expect(one.target.writes).toEqual([]);
    });

    it('is not taken for either of two', async () => {
      const one = await aDirectory();
      await abandonedAfter(one, true);
      one.target.users.set('t-other', { userName: 'ann' });
      await readUsers(store, one.next, left);

      await runCycle(one.next);

      expect(await logOf(one, 1)).toEqual([['create', 'failure', 'DuplicateTargetEntries']]);
      expect(one.target.writes).toEqual([]);
    });

    it('is asked about after a cycle that nobody ended, too', async () => {
      const one = await aDirectory();
      await store.cycles.begin({ ...one.context, configurationVersion: 1 });
      await send(one.context, true);
      await readUsers(store, one.next, left);

      await runCycle(one.next);

      expect(one.target.users.get('new-1')).toMatchObject({ active: false });
    });

    it('is asked about several at a time, with a sign of life after each', async () => {
      const ids = Array.from({ length: 60 }, (_, index) => `user-${index}`);
      const one = await aDirectory({}, ...ids.map((id) => user(id)));
      await abandonedAfter(one, true);
      let [underWay, most, beats] = [0, 0, 0];
      const find = one.target.find.bind(one.target);
      one.target.find = async (...given) => {
        most = Math.max(most, (underWay += 1));
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        return find(...given);
      };

      await runCycle({ ...one.next, concurrency: 4, onProgress: () => (beats += 1) });

      expect(one.target.writes).toEqual([]);
      expect(await unknown(one)).toEqual([]);
      expect(most).toBe(4);
      expect(beats).toBeGreaterThanOrEqual(ids.length);
    });
  });

  describe('to change an account that was gone, and was made anew', () => {
    async function aLostAccount(): Promise<Case> {
      const one = await aDirectory();
      await store.links.claim(one.context, aLinkRow('ann', { targetId: 't-lost', exported: {} }));
      await abandonedAfter(one, true);
      expect([...one.target.users.keys()]).toEqual(['new-1']);
      return one;
    }

    it('is linked, and disabled when its user has left meanwhile', async () => {
      const one = await aLostAccount();
      await readUsers(store, one.next, left);

      await runCycle(one.next);

      expect(one.target.writes).toEqual(['update new-1 active']);
      expect(one.target.users.get('new-1')).toMatchObject({ active: false });
      expect(await logOf(one, 1)).toEqual([['create', 'success', null]]);
      expect(await unknown(one)).toEqual([]);
    });

    it("is left to whose it is when it is somebody else's", async () => {
      const one = await aLostAccount();
      await store.links.claim(one.next, aLinkRow('bo', { targetId: 'new-1' }));
      await readUsers(store, one.next, left);

      await runCycle(one.next);

      expect(one.target.writes).toEqual([]);
      expect(await logOf(one, 1)).toEqual([['update', 'failure', 'Timeout']]);
    });
  });

  describe('to disable', () => {
    it('counts as it is in the target: who came back meanwhile is enabled', async () => {
      const one = await aLeaver();
      await abandonedAfter(one, true);
      await readUsers(store, one.next, user('ann'));

      await runCycle(one.next);

      expect(one.target.users.get('t-ann')).toMatchObject({ active: true });
      expect(await logOf(one, 1)).toEqual([['disable', 'success', null]]);
      expect(await linkOfAnn(one)).toMatchObject({ exported: { active: true }, state: 'managed' });
    });

    it('is done when it was not', async () => {
      const one = await aLeaver();
      await abandonedAfter(one, false);

      await runCycle(one.next);

      expect(one.target.users.get('t-ann')).toMatchObject({ active: false });
      expect(await logOf(one, 1)).toEqual([['disable', 'failure', 'Timeout']]);
      expect(await logOf(one, 2)).toEqual([['disable', 'success', null]]);
    });

    it('is taken for done where the target hides the disabled', async () => {
      const one = await aLeaver(left, { hidesDisabled: true });
      await abandonedAfter(one, true);
      one.target.get = () => Promise.resolve(null);

      await runCycle(one.next);

      expect(await logOf(one, 1)).toEqual([['disable', 'success', null]]);
      expect(await linkOfAnn(one)).toMatchObject({ targetId: 't-ann', exported: { active: false } });
    });

    it('stays unknown as long as the target fails on this object only', async () => {
      const one = await aLeaver();
      await abandonedAfter(one, true);
      one.target.get = isDown;

      await runCycle(one.next);
      expect(await unknown(one)).toHaveLength(1);

      one.target.get = FakeTarget.prototype.get.bind(one.target);
      await runCycle({ ...one.next, number: 3 });
      expect(await unknown(one)).toEqual([]);
    });

    it('fails the phase when the target is down, and is asked about when it is there again', async () => {
      const one = await aLeaver();
      await abandonedAfter(one, true);
      one.target.get = isDown;
      one.target.probe = isDown;

      await expect(planOperations(one.next)).rejects.toMatchObject({ type: 'TargetUnavailable' });
      expect(await unknown(one)).toHaveLength(1);

      one.target.get = FakeTarget.prototype.get.bind(one.target);
      await runCycle(one.next);
      expect(await logOf(one, 1)).toEqual([['disable', 'success', null]]);
    });
  });

  describe('to delete', () => {
    const gone: UserFact = { state: 'deleted', id: 'ann' };

    it('ends the link when it happened', async () => {
      const one = await aLeaver(gone);
      await abandonedAfter(one, true);

      await runCycle(one.next);

      expect(one.target.writes).toEqual([]);
      expect(await linkOfAnn(one)).toBeUndefined();
      expect(await logOf(one, 1)).toEqual([['delete', 'success', null]]);
    });

    it('is done when it was not', async () => {
      const one = await aLeaver(gone);
      await abandonedAfter(one, false);

      await runCycle(one.next);

      expect(one.target.writes).toEqual(['delete t-ann']);
      expect(await logOf(one, 1)).toEqual([['delete', 'failure', 'Timeout']]);
    });

    it('is not done when its user came back meanwhile', async () => {
      const one = await aLeaver(gone);
      await abandonedAfter(one, false);
      await readUsers(store, one.next, user('ann'));

      await runCycle(one.next);

      expect(one.target.writes).toEqual([]);
      expect(await linkOfAnn(one)).toMatchObject({ targetId: 't-ann', state: 'managed' });
    });
  });

  it('about references is compared anew', async () => {
    const one = await aDirectory({}, user('a'));
    const { context, next, target } = one;
    await store.links.claim(context, aLinkRow('a', { exported: { userName: 'a', active: true } }));
    await readGroups(store, context, group('sales', ['a']));
    const exported = { displayName: 'sales', externalId: 'sales' };
    await store.links.claim(context, aLinkRow('sales', { objectName: 'Group', exported }));
    target.groups.set('t-sales', { values: exported, members: [] });
    await planReferences(context);
    await taken(context);
    await store.operations.abandon(context);

    await planOperations(next);
    await planReferences(next);
    for (const operation of await taken(next)) await carryOut(next, operation);

    expect(target.membersOf('t-sales')).toEqual(['t-a']);
    expect(await logOf(one, 1)).toContainEqual(['update', 'failure', 'Timeout']);
    expect(await unknown(one)).toEqual([]);
  });
});

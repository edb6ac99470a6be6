import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { carryOut } from '../../../src/cycle/carry-out.js';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import type { Dialect } from '../../../src/scim/quirks/index.js';
import type { LinkRow } from '../../../src/store/links.js';
import type { Outcome, Store, UserFact } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, readUsers, user } from '../store/a-directory.js';
import { aCycle, taken } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

describe('an account that is gone from the target', () => {
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
    readonly target: FakeTarget;
  }
  /** Ann is linked to an account that is not there, and something of her is to be written. */
  async function aLostAccount({
    exported = { userName: 'ann' },
    fact = user('ann'),
    dialect = {},
  }: {
    readonly exported?: LinkRow['exported'];
    readonly fact?: UserFact;
    readonly dialect?: Partial<Dialect>;
  } = {}): Promise<Case> {
    const target = new FakeTarget(dialect);
    const context = aCycle(store, target);
    await readUsers(store, context, user('ann'));
    await readUsers(store, context, fact);
    await store.links.claim(context, aLinkRow('ann', { targetId: 't-lost', exported }));
    return { context, target };
  }
  async function runCycle(context: CycleContext): Promise<Outcome> {
    await planOperations(context);
    const [operation] = await taken(context);
    if (operation === undefined) throw new Error('nothing was planned');
    const outcome = await carryOut(context, operation);
    await store.operations.record(context, [outcome]);
    return outcome;
  }
  const linkOfAnn = async ({ appId }: CycleContext) => (await store.links.of(appId, ['ann'])).get('ann');
  const waiting = async (context: CycleContext): Promise<readonly string[]> => {
    const next = { ...context, number: 2 };
    await store.escrows.markDue(next);
    return (await store.plans.nextDirty(next, 'User', 10)).map(({ id }) => id);
  };

  it('is made anew in the same cycle, and the log says what was lost', async () => {
    const { context, target } = await aLostAccount();

    expect(await runCycle(context)).toMatchObject({ status: 'warning', errorCode: 'InvalidAnchor' });
    expect(target.writes).toEqual(['update t-lost active', 'create']);
    expect(await linkOfAnn(context)).toEqual({
      targetId: 'new-1',
      exported: { userName: 'ann', active: true },
      state: 'managed',
    });
    expect(await waiting(context)).toEqual([]);
  });

  it('is replaced by one that matches, which gets what differs and no second one beside it', async () => {
    const { context, target } = await aLostAccount();
    target.users.set('t-other', { userName: 'ann', active: false });

    expect(await runCycle(context)).toMatchObject({ status: 'warning', targetId: 't-other' });
    expect(target.writes).toEqual(['update t-lost active', 'update t-other active']);
    expect(await linkOfAnn(context)).toMatchObject({
      targetId: 't-other',
      exported: { userName: 'ann', active: true },
    });
  });

  it('is replaced without a write by one that matches in everything', async () => {
    const { context, target } = await aLostAccount();
    target.users.set('t-other', { userName: 'ann', active: true });

    expect(await runCycle(context)).toMatchObject({ status: 'warning', targetId: 't-other' });
    expect(target.writes).toEqual(['update t-lost active']);
    expect(await linkOfAnn(context)).toMatchObject({ targetId: 't-other', state: 'managed' });
  });

  it.each([
    ['differs', false],
    ['is the same', true],
  ])("is not replaced by somebody else's, which %s otherwise", async (_, active) => {
    const { context, target } = await aLostAccount();
    target.users.set('t-bo', { userName: 'ann', active });
    await store.links.claim(context, aLinkRow('bo', { targetId: 't-bo' }));

    expect(await runCycle(context)).toMatchObject({ status: 'failure', errorCode: 'DuplicateSourceEntries' });
    expect(target.writes).toEqual(['update t-lost active']);
    expect(await linkOfAnn(context)).toBeUndefined();
    expect(await waiting(context)).toEqual(['ann']);
  });

  it('is not replaced by either of two', async () => {
    const { context, target } = await aLostAccount();
    for (const id of ['t-1', 't-2']) target.users.set(id, { userName: 'ann' });

    expect(await runCycle(context)).toMatchObject({ status: 'failure', errorCode: 'DuplicateTargetEntries' });
    expect(await waiting(context)).toEqual(['ann']);
  });

  it('needs nothing more when it was to be disabled', async () => {
    const { context, target } = await aLostAccount({
      exported: { userName: 'ann', active: true },
      fact: user('ann', { enabled: false }),
    });

    expect(await runCycle(context)).toMatchObject({ status: 'success', action: 'disable' });
    expect(target.writes).toEqual(['update t-lost active']);
    expect(await linkOfAnn(context)).toBeUndefined();
  });

  it('is still whose it is when it was to be disabled and the target hides the disabled', async () => {
    const { context } = await aLostAccount({
      exported: { userName: 'ann', active: true },
      fact: user('ann', { enabled: false }),
      dialect: { hidesDisabled: true },
    });

    await runCycle(context);

    expect(await linkOfAnn(context)).toMatchObject({ targetId: 't-lost', exported: { active: false } });
  });

  it('is not taken for gone where the target shows it', async () => {
    const { context, target } = await aLostAccount();
    target.get = () => Promise.resolve({ id: 't-lost' });

    expect(await runCycle(context)).toMatchObject({ status: 'failure', isRetried: true });
    expect(target.writes).toEqual(['update t-lost active']);
    expect(await linkOfAnn(context)).toMatchObject({ targetId: 't-lost' });
  });
});

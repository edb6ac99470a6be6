import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { settleUnknown } from '../../../src/cycle/settle-unknown.js';
import type { Store, UserFact } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { someRules } from '../../unit/plan/builders.js';
import { aLinkRow, readUsers } from '../store/a-directory.js';
import { aCycle, MANAGER, someCycleRules } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';
import { killAt, ledger, type Case } from './killed-references.js';
import { planAndWrite } from './run-phases.js';

interface Ann {
  readonly title: string;
  readonly managerId: string;
  readonly enabled?: boolean;
}

describe('a manager who changes together with attributes', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** Ann reports to Max, which is written; Mia has an account, too. */
  async function annOfMax(changes: Partial<CycleContext> = {}): Promise<Case> {
    const target = new FakeTarget();
    const context = aCycle(store, target, changes);
    const one = { context, target };
    for (const id of ['max', 'mia', 'ann']) {
      const exported = { userName: id, active: true, title: 'Clerk' };
      target.users.set(`t-${id}`, exported);
      await store.links.claim(context, aLinkRow(id, { exported }));
    }
    await readUsers(store, context, fact('max'), fact('mia'));
    await annIs(one, { title: 'Clerk', managerId: 'max' });
    expect(await runCycle(one, 1)).toEqual([`update t-ann ${MANAGER}`]);
    return one;
  }
  const annIs = ({ context }: Case, { title, managerId, enabled = true }: Ann) =>
    readUsers(store, context, fact('ann', { title, managerId, enabled }));
  async function runCycle({ context, target }: Case, number: number): Promise<readonly string[]> {
    const cycle = { ...context, number };
    target.writes.length = 0;
    await settleUnknown(cycle);
    await store.escrows.markDue(cycle);
    await planAndWrite(cycle);
    return [...target.writes];
  }
  const managersOf = async (one: Case) =>
    (await ledger(one, 'ann', MANAGER)).map(({ referencedId, isConfirmed }) => [referencedId, isConfirmed]);
  const accountOf = ({ target }: Case) => target.users.get('t-ann');

  it('is changed by the same request, and the log has both', async () => {
    const one = await annOfMax();
    await annIs(one, { title: 'Chief', managerId: 'mia' });

    expect(await runCycle(one, 2)).toEqual([`update t-ann title ${MANAGER}`]);
    expect(await managersOf(one)).toEqual([['mia', true]]);
    const [entry] = await store.log.entries({ appId: one.context.appId, limit: 1 });
    expect(entry?.changes).toMatchObject([
      { path: 'title', oldValue: 'Clerk', newValue: 'Chief' },
      { path: MANAGER, oldValue: [{ value: 't-max' }], newValue: [{ value: 't-mia' }] },
    ]);
    expect(await runCycle(one, 3)).toEqual([]);
  });

  it('is changed by the same request when the account of the other is made just before', async () => {
    const one = await annOfMax({ concurrency: 4 });
    await readUsers(store, one.context, fact('abe'));
    await annIs(one, { title: 'Chief', managerId: 'abe' });

    expect(await runCycle(one, 2)).toEqual(['create', `update t-ann title ${MANAGER}`]);
    expect(accountOf(one)).toMatchObject({ [MANAGER]: 'new-1' });
  });

  it('does not keep the attributes from being written when the target refuses them', async () => {
    const one = await annOfMax();
    one.target.refused.add('t-mia');
    await annIs(one, { title: 'Chief', managerId: 'mia' });

    await runCycle(one, 2);

    expect(accountOf(one)).toMatchObject({ title: 'Chief', [MANAGER]: 't-max' });
    expect(await managersOf(one)).toEqual([['max', true]]);
  });

  it('stays the first one where the mapping only adds', async () => {
    const { User } = someCycleRules;
    const addOnly = someRules({
      scope: 'all',
      mappings: [
        { target: 'userName', source: 'displayName', matching: 1 },
        { target: 'title', source: 'jobTitle' },
        { target: MANAGER, source: 'manager', apply: 'create' },
      ],
    });
    const one = await annOfMax({ rules: { ...someCycleRules, User: { ...User, ...addOnly } } });
    await annIs(one, { title: 'Chief', managerId: 'mia' });

    expect(await runCycle(one, 2)).toEqual(['update t-ann title']);
  });

  it('stays as it is while sign-in is blocked', async () => {
    const one = await annOfMax();
    await annIs(one, { title: 'Clerk', managerId: 'max', enabled: false });
    await runCycle(one, 2);
    await annIs(one, { title: 'Chief', managerId: 'mia', enabled: false });

    await runCycle(one, 3);

    expect(accountOf(one)).toMatchObject({ active: false, [MANAGER]: 't-max' });
    expect(await managersOf(one)).toEqual([['max', true]]);
  });

  it.each(['before', 'after'] as const)(
    'is the earlier one again when the worker is killed %s the request and the directory goes back',
    async (when) => {
      const one = await annOfMax();
      await annIs(one, { title: 'Chief', managerId: 'mia' });
      killAt(one.target, 'update', when);
      await expect(runCycle(one, 2)).rejects.toThrow('killed');
      await store.operations.abandon({ ...one.context, number: 2 });
      await annIs(one, { title: 'Chief', managerId: 'max' });

      await runCycle(one, 3);

      expect(accountOf(one)).toMatchObject({ title: 'Chief', [MANAGER]: 't-max' });
      expect(await managersOf(one)).toEqual([['max', true]]);
      expect(await runCycle(one, 4)).toEqual([]);
    },
  );
});

function fact(id: string, { title = 'Clerk', managerId = '', enabled = true }: Partial<Ann> = {}): UserFact {
  const attributes = { displayName: [id], jobTitle: [title] };
  return {
    state: 'present',
    user: { id, accountEnabled: enabled, attributes, managerId: managerId === '' ? null : managerId },
  };
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { planReferences } from '../../../src/cycle/plan-references.js';
import { writeOperations } from '../../../src/cycle/write-operations.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { someRules } from '../../unit/plan/builders.js';
import { anAttribute } from '../../unit/schema/some-schema.js';
import { aLinkRow, readUsers, user } from '../store/a-directory.js';
import { aCycle, MANAGER, someCycleRules } from './a-cycle.js';
import { FakeTarget, rejected } from './fake-target.js';
import { expectQuiet, killAt, ledger, runReferences, type Case } from './killed-references.js';

/** Cycle rules whose manager is taken away when there is none any more. */
const clearing: Partial<CycleContext> = {
  rules: {
    ...someCycleRules,
    User: someRules({
      scope: 'all',
      schema: { sourceAttributes: [anAttribute('manager', { type: 'Reference', flowNullValues: true })] },
      mappings: [
        { target: 'userName', source: 'displayName', matching: 1 },
        { target: MANAGER, source: 'manager', flowNullValues: true },
      ],
    }),
  },
};

describe('a manager whose worker was killed while it was written', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** Ann, whose manager is Max; all have accounts. */
  async function annOfMax(changes: Partial<CycleContext> = clearing): Promise<Case> {
    const target = new FakeTarget();
    const context = aCycle(store, target, changes);
    const one = { context, target };
    await readUsers(store, context, user('ann', { managerId: 'max' }), user('max'), user('mia'));
    for (const id of ['ann', 'max', 'mia']) {
      target.users.set(`t-${id}`, { userName: id });
      await store.links.claim(context, aLinkRow(id));
    }
    return one;
  }
  const managerIs = ({ context }: Case, managerId: string | null) =>
    readUsers(store, context, user('ann', { managerId }));
  const managerOf = ({ target }: Case, id = 't-ann') => target.users.get(id)?.[MANAGER];

  it.each<[string, 'before' | 'after', string | null, string | undefined]>([
    ['goes who has left since and had arrived', 'after', null, undefined],
    ['goes who has left since and had not arrived', 'before', null, undefined],
    ['is set whom another replaced who had arrived', 'after', 'mia', 't-mia'],
    ['is set whom another replaced who had not arrived', 'before', 'mia', 't-mia'],
    ['is set who had arrived', 'after', 'max', 't-max'],
    ['is set who had not arrived', 'before', 'max', 't-max'],
  ])('%s', async (_, when, managerId, expected) => {
    const one = await annOfMax();
    killAt(one.target, 'update', when);
    expect(await runReferences(one, 1)).toBe('killed');
    await managerIs(one, managerId);

    await runReferences(one, 2);

    expect(managerOf(one)).toBe(expected);
    expect(one.target.writes).toHaveLength(1);
    await expectQuiet(one, 3);
  });

  it.each(['before', 'after'] as const)('is the earlier one again, killed %s the change', async (when) => {
    const one = await annOfMax();
    await runReferences(one, 1);
    await managerIs(one, 'mia');
    killAt(one.target, 'update', when);
    expect(await runReferences(one, 2)).toBe('killed');
    await managerIs(one, 'max');

    await runReferences(one, 3);

    expect(managerOf(one)).toBe('t-max');
    await expectQuiet(one, 4);
  });

  it('is nobody where the target has none and says so', async () => {
    const one = await annOfMax();
    killAt(one.target, 'update', 'before');
    expect(await runReferences(one, 1)).toBe('killed');
    await managerIs(one, null);
    one.target.update = () => Promise.reject(rejected(400, 'noTarget'));

    await runReferences(one, 2);

    expect(await ledger(one, 'ann', MANAGER)).toEqual([]);
    await expectQuiet(one, 3);
  });

  it('stays the earlier one where the target refuses another', async () => {
    const one = await annOfMax();
    await runReferences(one, 1);
    await managerIs(one, 'mia');
    const update = one.target.update.bind(one.target);
    one.target.update = () => Promise.reject(rejected(400));
    await runReferences(one, 2);
    one.target.update = update;
    expect(await ledger(one, 'ann', MANAGER)).toMatchObject([{ referencedId: 'max', isConfirmed: true }]);

    await managerIs(one, 'max');
    await expectQuiet(one, 3);
  });

  describe('whom the directory has, may be there and lost the app meanwhile', () => {
    const loseTheApp = async ({ context }: Case): Promise<void> => {
      const links = [aLinkRow('mia', { state: 'unmanaged' })];
      await store.plans.save(context, { planned: [], rows: [], links, filteredOut: [], failures: [] });
    };

    it('is not taken away by the next cycle', async () => {
      const one = await annOfMax();
      await runReferences(one, 1);
      await managerIs(one, 'mia');
      killAt(one.target, 'update', 'after');
      expect(await runReferences(one, 2)).toBe('killed');
      await loseTheApp(one);

      await expectQuiet(one, 3);

      expect(managerOf(one)).toBe('t-mia');
    });

    it('is not taken away by the attempt after the one that was killed', async () => {
      const one = await annOfMax();
      await runReferences(one, 1);
      await managerIs(one, 'mia');
      const cycle = { ...one.context, number: 2 };
      await planReferences(cycle);
      killAt(one.target, 'update', 'after');
      await expect(writeOperations(cycle, { first: 1, last: 10 })).rejects.toThrow('killed');
      await loseTheApp(one);

      await writeOperations(cycle, { first: 1, last: 10 });

      expect(managerOf(one)).toBe('t-mia');
    });
  });

  describe('who travels with a new account', () => {
    /** Bo is new, and Max, who has an account, is the manager. Bo's create is killed. */
    async function boOfMax(when: 'before' | 'after', managerInSameChunk = false): Promise<Case> {
      const target = new FakeTarget();
      const context = aCycle(store, target, clearing);
      const one = { context, target };
      await readUsers(store, context, user('bo', { managerId: 'max' }), user('max'), user('mia'));
      for (const id of managerInSameChunk ? ['mia'] : ['max', 'mia']) {
        target.users.set(`t-${id}`, { userName: id });
        await store.links.claim(context, aLinkRow(id, { exported: { userName: id } }));
      }
      await planOperations(context);
      await store.plans.managersFirst(context);
      const create = target.create.bind(target);
      target.create = async (...given) => {
        if (given[1]['userName'] !== 'bo') return create(...given);
        if (when === 'after') await create(...given);
        target.create = create;
        throw new Error('killed');
      };
      await expect(writeOperations(context, { first: 1, last: 10 })).rejects.toThrow('killed');
      await store.operations.abandon(context);
      return one;
    }
    const boManagedBy = ({ context }: Case, managerId: string | null) =>
      readUsers(store, context, user('bo', { managerId }));
    /** A whole cycle: objects, then references. */
    async function runWhole(one: Case, number: number): Promise<void> {
      const cycle = { ...one.context, number };
      one.target.writes.length = 0;
      await planOperations(cycle);
      await writeOperations(cycle, { first: 1, last: 10 });
      await planReferences(cycle);
      await writeOperations(cycle, { first: 1, last: 10 });
    }
    const managerOfBo = ({ target }: Case) =>
      [...target.users.values()].find(({ userName }) => userName === 'bo')?.[MANAGER];

    it.each<[string, boolean, string | null, string | undefined]>([
      ['goes when the directory has none any more', false, null, undefined],
      ['goes who was made in the same chunk', true, null, undefined],
      ['is replaced when the directory has another', false, 'mia', 't-mia'],
      ['is written again when it stays', false, 'max', 't-max'],
    ])('%s, at the cost of one request', async (_, inSameChunk, managerId, expected) => {
      const one = await boOfMax('after', inSameChunk);
      expect(managerOfBo(one)).toBeDefined();
      await boManagedBy(one, managerId);

      await runWhole(one, 2);

      expect(managerOfBo(one)).toBe(expected);
      expect(one.target.writes.filter((write) => write.includes(MANAGER))).toHaveLength(1);
      expect(one.target.writes).not.toContain('create');
      await runWhole(one, 3);
      expect(one.target.writes).toEqual([]);
    });

    it.each<[string, string | null, string | undefined]>([
      ['another', 'mia', 't-mia'],
      ['the same', 'max', 't-max'],
    ])('is %s when nothing had arrived, without another request', async (_, managerId, expected) => {
      const one = await boOfMax('before');
      await boManagedBy(one, managerId);

      await runWhole(one, 2);

      expect(managerOfBo(one)).toBe(expected);
      expect(one.target.writes).toEqual(['create']);
      const { targetId } = (await store.links.of(one.context.appId, ['bo'])).get('bo') ?? {};
      expect(targetId).toBe('new-1');
      expect(await ledger(one, 'bo', MANAGER)).toMatchObject([
        { referencedId: managerId, isConfirmed: true },
      ]);
      await runWhole(one, 3);
      expect(one.target.writes).toEqual([]);
    });
  });
});

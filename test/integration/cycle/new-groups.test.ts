import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { settleUnknown } from '../../../src/cycle/settle-unknown.js';
import type { Dialect } from '../../../src/scim/quirks/index.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, group, readGroups, readUsers, user } from '../store/a-directory.js';
import { aCycle } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';
import { killAt } from './killed-references.js';
import { planAndWrite } from './run-phases.js';

const NEW_GROUPS: Dialect['newGroups'] = 'asAnswered';

interface Case {
  readonly context: CycleContext;
  readonly target: FakeTarget;
}

describe('new groups', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** Everybody of `members` has an account but those of `newcomers`; both groups are new. */
  async function sales(
    members: readonly string[],
    {
      newcomers = [],
      dialect = {},
      groups = ['sales'],
      concurrency = 1,
    }: {
      readonly newcomers?: readonly string[];
      readonly dialect?: Partial<Dialect>;
      readonly groups?: readonly string[];
      readonly concurrency?: number;
    } = {},
  ): Promise<Case> {
    const target = new FakeTarget({ newGroups: NEW_GROUPS, ...dialect });
    const context = aCycle(store, target, { concurrency });
    await readUsers(store, context, ...members.map((id) => user(id)));
    for (const id of members.filter((member) => !newcomers.includes(member))) {
      target.users.set(`t-${id}`, { userName: id, active: true });
      await store.links.claim(context, aLinkRow(id, { exported: { userName: id, active: true } }));
    }
    await readGroups(store, context, ...groups.map((id) => group(id, members)));
    return { context, target };
  }
  async function runCycle({ context, target }: Case, number: number): Promise<readonly string[]> {
    const cycle = { ...context, number };
    target.writes.length = 0;
    target.reads.length = 0;
    await settleUnknown(cycle);
    await store.escrows.markDue(cycle);
    await planAndWrite(cycle);
    return [...target.writes];
  }
  const membersOf = ({ target }: Case): readonly (readonly string[])[] =>
    [...target.groups.keys()].map((id) => target.membersOf(id));
  const ledger = async ({ context }: Case): Promise<Readonly<Record<string, boolean>>> => {
    const held = await store.references.exported(context, { objectId: 'sales', path: 'members' });
    return Object.fromEntries(held.map(({ targetId, isConfirmed }) => [targetId, isConfirmed]));
  };

  it.each([1, 4])(
    'take along who has an account, also since a moment ago, with %i at once',
    async (concurrency) => {
      const one = await sales(['ann', 'bo', 'cy'], { newcomers: ['bo', 'cy'], concurrency });

      expect(await runCycle(one, 1)).toEqual(['create', 'create', 'create +t-ann +new-1 +new-2']);
      expect(membersOf(one)).toEqual([['new-1', 'new-2', 't-ann']]);
      expect(await ledger(one)).toEqual({ 't-ann': true, 'new-1': true, 'new-2': true });
      expect(await runCycle(one, 2)).toEqual([]);
    },
  );

  it('say in the log whom they took along', async () => {
    const one = await sales(['ann', 'bo']);
    await runCycle(one, 1);

    const entries = await store.log.entries({ appId: one.context.appId, limit: 10 });

    expect(entries.filter(({ sourceId }) => sourceId === 'sales')).toMatchObject([
      {
        action: 'create',
        changes: [
          { path: 'displayName' },
          {
            path: 'members',
            oldValue: null,
            newValue: [{ value: 't-ann', display: 'ann' }, { value: 't-bo' }],
          },
        ],
      },
    ]);
  });

  it('take along as many as one request may name, and the others join afterwards', async () => {
    const one = await sales(['a', 'b', 'c', 'd', 'e'], { dialect: { membersPerRequest: 2 } });

    expect(await runCycle(one, 1)).toEqual(['create +t-a +t-b', '+t-c +t-d', '+t-e']);
  });

  it('are created empty where the dialect says so', async () => {
    const one = await sales(['ann', 'bo'], { dialect: { newGroups: 'empty' } });

    expect(await runCycle(one, 1)).toEqual(['create', '+t-ann +t-bo']);
  });

  it('have members join afterwards whom the answer does not name, and the next ones are created empty', async () => {
    const one = await sales(['ann', 'bo'], { groups: ['sales', 'legal'] });
    one.target.leavesMembersOut = true;

    expect(await runCycle(one, 1)).toEqual(['create +t-ann +t-bo', 'create', '+t-ann +t-bo', '+t-ann +t-bo']);
    expect(await runCycle(one, 2)).toEqual([]);
  });

  it('are made although a member is refused, who alone stays out', async () => {
    const one = await sales(['ann', 'bo', 'cy']);
    one.target.refused.add('t-bo');

    await runCycle(one, 1);

    expect(membersOf(one)).toEqual([['t-ann', 't-cy']]);
    expect(await ledger(one)).toEqual({ 't-ann': true, 't-bo': false, 't-cy': true });
  });

  it.each<Dialect['repeatedAdditions']>(['ignored', 'doubled'])(
    'whose answer was lost hold nobody twice where repetitions are %s',
    async (repeatedAdditions) => {
      const one = await sales(['ann', 'bo'], { dialect: { repeatedAdditions } });
      one.target.answersToLose = 1;

      expect(await runCycle(one, 1)).toEqual(['create +t-ann +t-bo']);
      expect(membersOf(one)).toEqual([['t-ann', 't-bo']]);
      expect(await ledger(one)).toEqual({ 't-ann': true, 't-bo': true });
      expect(await runCycle(one, 2)).toEqual([]);
    },
  );

  it.each<Dialect['newGroups']>(['asAnswered', 'withMembers'])(
    'let those go who left before it is known what became of the create (%s)',
    async (newGroups) => {
      const one = await sales(['ann', 'bo'], { dialect: { newGroups } });
      killAt(one.target, 'create', 'after');
      await expect(runCycle(one, 1)).rejects.toThrow('killed');
      await store.operations.abandon({ ...one.context, number: 1 });
      expect(membersOf(one)).toEqual([['t-ann', 't-bo']]);
      await readGroups(store, one.context, group('sales', [], ['bo']));

      await runCycle(one, 2);

      expect(membersOf(one)).toEqual([['t-ann']]);
      expect(await ledger(one)).toEqual({ 't-ann': true });
      expect(await runCycle(one, 3)).toEqual([]);
    },
  );
});

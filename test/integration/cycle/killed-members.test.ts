import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { carryOut } from '../../../src/cycle/carry-out.js';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planReferences } from '../../../src/cycle/plan-references.js';
import type { Dialect } from '../../../src/scim/quirks/index.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { someGroupRules } from '../../unit/plan/builders.js';
import { aLinkRow, group, readGroups, readUsers, user } from '../store/a-directory.js';
import { aCycle, someCycleRules, taken } from './a-cycle.js';
import { FakeTarget, rejected } from './fake-target.js';
import { expectQuiet, killAt, ledger, runReferences, type Case } from './killed-references.js';

const GROUP = 't-sales';

describe('members whose worker was killed while they were written', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** Sales with `members`, all linked, of whom `written` were added in an earlier cycle. */
  async function salesOf(
    members: readonly string[],
    {
      written = [],
      dialect = {},
      changes = {},
    }: {
      written?: readonly string[];
      dialect?: Partial<Dialect>;
      changes?: Partial<CycleContext>;
    } = {},
  ): Promise<Case> {
    const target = new FakeTarget(dialect);
    const context = aCycle(store, target, changes);
    const everyone = [...new Set([...members, ...written])];
    await readUsers(store, context, ...everyone.map((id) => user(id)));
    for (const id of everyone) {
      await store.links.claim(context, aLinkRow(id));
      target.users.set(`t-${id}`, {});
    }
    target.groups.set(GROUP, { values: { displayName: 'sales' }, members: [] });
    await store.links.claim(context, aLinkRow('sales', { objectName: 'Group' }));
    const one = { context, target };
    await join(one, ...written);
    await runReferences(one, 1);
    await join(one, ...members.filter((id) => !written.includes(id)));
    return one;
  }
  const join = ({ context }: Case, ...ids: readonly string[]) =>
    readGroups(store, context, group('sales', ids));
  const leave = ({ context }: Case, ...ids: readonly string[]) =>
    readGroups(store, context, group('sales', [], ids));
  const members = ({ target }: Case) => target.membersOf(GROUP);

  it.each<[string, Partial<Dialect>]>([
    ['a target that takes changes', {}],
    ['a target that takes whole groups', { updateGroups: 'put' }],
    ['a target that adds twice', { repeatedAdditions: 'doubled' }],
  ])('are taken away from %s when they leave before the next cycle', async (_, dialect) => {
    const one = await salesOf(['ann', 'bo'], { written: ['ann'], dialect });
    killAt(one.target, 'changeMembers', 'after');
    expect(await runReferences(one, 2)).toBe('killed');
    expect(members(one)).toEqual(['t-ann', 't-bo']);
    await leave(one, 'bo');

    await runReferences(one, 3);

    expect(members(one)).toEqual(['t-ann']);
    expect(one.target.writes).toEqual(['-t-bo']);
    expect(await ledger(one, 'sales', 'members')).toMatchObject([{ referencedId: 'ann', isConfirmed: true }]);
    await expectQuiet(one, 4);
  });

  it.each<[string, Partial<Dialect>]>([
    ['a target that ignores what it has', {}],
    ['a target that takes whole groups', { updateGroups: 'put' }],
    ['a target that adds twice', { repeatedAdditions: 'doubled' }],
  ])('stand once in %s when they stay', async (_, dialect) => {
    const one = await salesOf(['ann', 'bo'], { written: ['ann'], dialect });
    killAt(one.target, 'changeMembers', 'after');
    expect(await runReferences(one, 2)).toBe('killed');

    await runReferences(one, 3);

    expect(members(one)).toEqual(['t-ann', 't-bo']);
    expect(one.target.writes.length + one.target.reads.length).toBe(1);
    expect(await ledger(one, 'sales', 'members')).toMatchObject([
      { isConfirmed: true },
      { isConfirmed: true },
    ]);
    await expectQuiet(one, 4);
  });

  it.each([
    ['noTarget', { status: 400, scimType: 'noTarget' }],
    ['nothing of its own', { status: 400, scimType: null }],
  ])('never added need no removal, although a strict target answers %s', async (_, absence) => {
    const one = await salesOf(['ann', 'bo', 'cy'], { written: ['ann'] });
    killAt(one.target, 'changeMembers', 'before');
    expect(await runReferences(one, 2)).toBe('killed');
    one.target.absence = absence;
    await leave(one, 'bo', 'cy');

    await runReferences(one, 3);

    expect(members(one)).toEqual(['t-ann']);
    await expectQuiet(one, 4);
  });

  it('are added again when the removal was sent and they come back', async () => {
    const one = await salesOf(['ann'], { written: ['ann', 'bo'] });
    await leave(one, 'bo');
    killAt(one.target, 'changeMembers', 'after');
    expect(await runReferences(one, 2)).toBe('killed');
    expect(members(one)).toEqual(['t-ann']);
    await join(one, 'bo');

    await runReferences(one, 3);

    expect(members(one)).toEqual(['t-ann', 't-bo']);
    await expectQuiet(one, 4);
  });

  it('are not sent with a whole group who have left since, where the mapping only adds', async () => {
    const adding = someGroupRules({
      scope: 'all',
      mappings: [
        { target: 'displayName', source: 'displayName', matching: 1 },
        { target: 'members', source: 'members', apply: 'add-multi-values' },
      ],
    });
    const changes = { rules: { ...someCycleRules, Group: adding } };
    const dialect = { updateGroups: 'put' } as const;
    const one = await salesOf(['ann', 'bo'], { written: ['ann'], dialect, changes });
    killAt(one.target, 'changeMembers', 'before');
    expect(await runReferences(one, 2)).toBe('killed');
    await leave(one, 'bo');
    await store.links.claim(one.context, aLinkRow('cy'));
    await join(one, 'cy');

    await runReferences(one, 3);

    expect(members(one)).toEqual(['t-ann', 't-cy']);
  });

  it('are taken away by the attempt after the one that was killed, of the same cycle', async () => {
    const one = await salesOf(['ann', 'bo']);
    await planReferences(one.context);
    const [operation] = await taken(one.context);
    if (operation === undefined) throw new Error('nothing was planned');
    killAt(one.target, 'changeMembers', 'after');
    await expect(carryOut(one.context, operation)).rejects.toThrow('killed');
    await leave(one, 'bo');

    const [again] = await taken(one.context);
    if (again === undefined) throw new Error('nothing was left');
    await carryOut(one.context, again);

    expect(members(one)).toEqual(['t-ann']);
  });

  it.each([400, 403, 409])('are not entered where the target refuses them with %i', async (refusal) => {
    const one = await salesOf(['ann', 'bo'], { written: ['ann'] });
    one.target.refusal = refusal;
    one.target.refused.add('t-bo');
    await runReferences(one, 2);
    expect(await ledger(one, 'sales', 'members')).toMatchObject([{ referencedId: 'ann', isConfirmed: true }]);
    await leave(one, 'bo');

    await expectQuiet(one, 3);
  });

  it('stay as they were where the target refuses to take them out', async () => {
    const one = await salesOf(['ann'], { written: ['ann', 'bo'] });
    one.target.changeMembers = () => Promise.reject(rejected(400, 'mutability'));
    await leave(one, 'bo');

    await runReferences(one, 2);

    expect(await ledger(one, 'sales', 'members')).toMatchObject([
      { isConfirmed: true },
      { isConfirmed: true },
    ]);
  });

  it('are taken away although their group was not provisioned for a while', async () => {
    const one = await salesOf(['ann', 'bo'], { written: ['ann'] });
    killAt(one.target, 'changeMembers', 'after');
    expect(await runReferences(one, 2)).toBe('killed');
    const filter = async (filteredOut: readonly string[]): Promise<void> => {
      await store.plans.save(one.context, {
        planned: ['sales'],
        rows: [],
        links: [],
        filteredOut,
        failures: [],
      });
    };
    await leave(one, 'ann', 'bo');
    await filter(['sales']);
    await expectQuiet(one, 3);
    expect(members(one)).toEqual(['t-ann', 't-bo']);

    await filter([]);
    await runReferences(one, 4);

    expect(members(one)).toEqual([]);
  });

  it('wait for an account as others do who lost the app meanwhile', async () => {
    const one = await salesOf(['ann', 'bo'], { written: ['ann'] });
    killAt(one.target, 'changeMembers', 'before');
    expect(await runReferences(one, 2)).toBe('killed');
    await store.links.drop(one.context.appId, 'bo');
    await expectQuiet(one, 3);

    await store.links.claim(one.context, aLinkRow('bo', { targetId: 't-bo-2' }));
    await runReferences(one, 4);

    expect(members(one)).toEqual(['t-ann', 't-bo-2']);
  });
});

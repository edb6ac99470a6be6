import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { carryOut } from '../../../src/cycle/carry-out.js';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planReferences } from '../../../src/cycle/plan-references.js';
import type { AttributeMapping } from '../../../src/schema/model.js';
import type { InlineMapping } from '../../../src/schema/inline-mappings.js';
import type { Outcome, Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { someRules } from '../../unit/plan/builders.js';
import { anAttribute } from '../../unit/schema/some-schema.js';
import { aLinkRow, readUsers, user } from '../store/a-directory.js';
import { aCycle, MANAGER, someCycleRules, taken } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

/** Cycle rules whose manager flows as `manager` says. */
function rulesWith(manager: Partial<InlineMapping> & Partial<Pick<AttributeMapping, 'flowNullValues'>>) {
  const sourceAttributes = [anAttribute('manager', { type: 'Reference', flowNullValues: true })];
  const User = someRules({
    scope: 'all',
    schema: { sourceAttributes },
    mappings: [
      { target: 'userName', source: 'displayName', matching: 1 },
      { target: MANAGER, source: 'manager', ...manager },
    ],
  });
  return { rules: { ...someCycleRules, User } };
}
const clearing = rulesWith({ flowNullValues: true });

describe("a user's manager", () => {
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
  /** Ann, whose manager is Max; both have accounts, unless `linked` says otherwise. */
  async function annOfMax(
    changes: Partial<CycleContext> = {},
    linked: readonly string[] = ['ann', 'max', 'mia'],
  ): Promise<Case> {
    const target = new FakeTarget();
    const context = aCycle(store, target, changes);
    await readUsers(store, context, user('ann', { managerId: 'max' }), user('max'), user('mia'));
    for (const id of linked) await haveAccount({ context, target }, id);
    return { context, target };
  }
  async function haveAccount({ context, target }: Case, id: string): Promise<void> {
    target.users.set(`t-${id}`, { userName: id });
    await store.links.claim(context, aLinkRow(id));
  }
  /** What a cycle plans of references and writes. */
  async function runCycle(context: CycleContext, number: number): Promise<readonly Outcome[]> {
    const cycle = { ...context, number };
    await planReferences(cycle);
    const outcomes: Outcome[] = [];
    for (const operation of await taken(cycle)) outcomes.push(await carryOut(cycle, operation));
    await store.operations.record(cycle, outcomes);
    return outcomes;
  }
  const managerOfAnn = ({ target }: Case) => target.users.get('t-ann')?.[MANAGER];
  const logOf = ({ appId }: CycleContext) => store.log.entries({ appId, limit: 10 });

  it('is written once both have accounts', async () => {
    const one = await annOfMax();

    expect(await runCycle(one.context, 1)).toMatchObject([{ status: 'success', objectId: 'ann' }]);
    expect(managerOfAnn(one)).toBe('t-max');
    expect(await runCycle(one.context, 2)).toEqual([]);
  });

  it('waits for an account, says so in the log, and is written in the cycle in which there is one', async () => {
    const one = await annOfMax({}, ['ann']);

    expect(await runCycle(one.context, 1)).toEqual([]);
    expect(await logOf(one.context)).toMatchObject([
      { sourceId: 'ann', status: 'skipped', reason: 'UnableToResolveReferenceAttributeValue' },
    ]);
    expect(await runCycle(one.context, 2)).toEqual([]);
    expect(await logOf(one.context)).toHaveLength(1);

    await haveAccount(one, 'max');
    await runCycle(one.context, 3);
    expect(managerOfAnn(one)).toBe('t-max');
  });

  it('is replaced by another, in one request', async () => {
    const one = await annOfMax();
    await runCycle(one.context, 1);
    one.target.writes.length = 0;
    await readUsers(store, one.context, user('ann', { managerId: 'mia' }));

    await runCycle(one.context, 2);

    expect(managerOfAnn(one)).toBe('t-mia');
    expect(one.target.writes).toEqual([`update t-ann ${MANAGER}`]);
  });

  it('stays until the account of another is there', async () => {
    const one = await annOfMax(clearing, ['ann', 'max']);
    await runCycle(one.context, 1);
    await readUsers(store, one.context, user('ann', { managerId: 'mia' }));

    expect(await runCycle(one.context, 2)).toEqual([]);
    expect(managerOfAnn(one)).toBe('t-max');

    await haveAccount(one, 'mia');
    await runCycle(one.context, 3);
    expect(managerOfAnn(one)).toBe('t-mia');
  });

  it.each<[string, Partial<CycleContext>, unknown]>([
    ['stays when there is none any more: null is not provisioned', {}, 't-max'],
    ['is taken away when there is none any more, where the mapping clears', clearing, undefined],
  ])('%s', async (_, changes, expected) => {
    const one = await annOfMax(changes);
    await runCycle(one.context, 1);
    await readUsers(store, one.context, user('ann', { managerId: null }));

    await runCycle(one.context, 2);

    expect(managerOfAnn(one)).toBe(expected);
  });

  it.each(['create', 'when-empty'] as const)('applied %s, stays the first one', async (apply) => {
    const one = await annOfMax(rulesWith({ apply }));
    await runCycle(one.context, 1);
    await readUsers(store, one.context, user('ann', { managerId: 'mia' }));

    expect(await runCycle(one.context, 2)).toEqual([]);
    expect(managerOfAnn(one)).toBe('t-max');
  });

  it.each([
    ['blocked', user('ann', { managerId: 'mia', enabled: false })],
    ['in the recycle bin', { state: 'softDeleted', id: 'ann' } as const],
  ])('is not written of a user who is %s', async (_, fact) => {
    const one = await annOfMax();
    await runCycle(one.context, 1);
    await readUsers(store, one.context, user('ann', { managerId: 'mia' }), fact);

    expect(await runCycle(one.context, 2)).toEqual([]);
    expect(managerOfAnn(one)).toBe('t-max');
  });

  it('stays when the manager loses the app, and follows to another account when it is made anew', async () => {
    const one = await annOfMax();
    await runCycle(one.context, 1);
    await store.links.drop(one.context.appId, 'max');
    await store.links.claim(one.context, aLinkRow('max', { targetId: 't-max-2' }));

    await runCycle(one.context, 2);

    expect(managerOfAnn(one)).toBe('t-max-2');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { carryOut } from '../../../src/cycle/carry-out.js';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { planReferences } from '../../../src/cycle/plan-references.js';
import { ObjectRejected } from '../../../src/scim/scim-target.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, group, readGroups, readUsers, user } from '../store/a-directory.js';
import { aCycle, taken } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

/** What is written here is written by an attempt that is killed before it stores the outcome, and then by a second one. */
describe('the log of what an interrupted attempt wrote', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  async function attemptTwice(context: CycleContext): Promise<void> {
    for (const operation of await taken(context)) await carryOut(context, operation);
    for (const operation of await taken(context))
      await store.operations.record(context, [await carryOut(context, operation)]);
  }
  const logged = ({ appId }: CycleContext) => store.log.entries({ appId, limit: 10 });

  it('tells of the members that it had added', async () => {
    const target = new FakeTarget();
    const context = aCycle(store, target);
    await readUsers(store, context, user('ann'));
    await readGroups(store, context, group('sales', ['ann']));
    await store.links.claim(context, aLinkRow('ann', { exported: { userName: 'ann', active: true } }));
    const exported = { displayName: 'sales', externalId: 'sales' };
    await store.links.claim(context, aLinkRow('sales', { objectName: 'Group', exported }));
    target.groups.set('t-sales', { values: exported, members: [] });
    await planReferences(context);

    await attemptTwice(context);

    expect(target.membersOf('t-sales')).toEqual(['t-ann']);
    expect(target.writes).toHaveLength(1);
    expect(await logged(context)).toMatchObject([
      {
        action: 'update',
        status: 'success',
        changes: [{ path: 'members', newValue: [{ value: 't-ann' }] }],
      },
    ]);
  });

  it('tells of an account that it had found and changed as an update, with what it changed', async () => {
    const target = new FakeTarget();
    const context = aCycle(store, target);
    await readUsers(store, context, user('ann'));
    await planOperations(context);
    target.users.set('theirs', { userName: 'ann', active: false });
    target.create = () =>
      Promise.reject(
        new ObjectRejected({
          status: 409,
          errorCode: 'EntryConflict',
          scimType: 'uniqueness',
          detail: '',
          message: 'The name is taken.',
        }),
      );

    await attemptTwice(context);

    expect(target.users.get('theirs')).toMatchObject({ active: true });
    expect(await logged(context)).toMatchObject([
      {
        action: 'update',
        status: 'success',
        targetId: 'theirs',
        changes: [{ path: 'active', oldValue: false, newValue: true }],
      },
    ]);
  });
});

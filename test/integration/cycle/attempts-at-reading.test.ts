import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { fetchAssignments } from '../../../src/cycle/fetch-assignments.js';
import { underLease } from '../../../src/cycle/lease.js';
import type { Assignment, DirectorySource } from '../../../src/directory/directory-source.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { until } from '../../support/until.js';
import { readUsers, user } from '../store/a-directory.js';
import { aCycle, noSource, someCycleRules } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

const role = { id: 'role', value: 'User', displayName: 'User', isEnabled: true, allowsUsers: true };
const ids = ['ann', 'ben', 'cleo', 'dan'];

const assigned = (id: string): Assignment => ({
  id: `assignment-of-${id}`,
  principalId: id,
  principalType: 'User',
  appRoleId: 'role',
});

describe('two attempts at reading who is assigned', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** A tenant that tells one assignment a page, and halts after the first one until it is told to go on. */
  function aTenant() {
    const gate = new AbortController();
    const state = { isHalting: false, isHalted: false };
    const source: DirectorySource = {
      ...noSource,
      servicePrincipal: () => Promise.resolve({ id: 'app', displayName: 'app', appRoles: [role] }),
      async *assignments() {
        for (const id of ids) {
          yield [assigned(id)];
          if (!state.isHalting) continue;
          state.isHalted = true;
          if (!gate.signal.aborted) await once(gate.signal, 'abort');
        }
      },
      assignmentCount: () => Promise.resolve(ids.length),
    };
    return {
      source,
      state,
      goOn: () => {
        gate.abort();
      },
    };
  }
  function attemptAt(context: CycleContext, attempt: number) {
    const attemptedAt = new Date(context.now.getTime() + attempt * 10_000);
    const { signal } = context;
    return underLease(store.leases, { name: `app/${context.appId}`, attemptedAt, signal }, (lease) =>
      fetchAssignments({ ...context, lease, signal: AbortSignal.any([signal, lease.signal]) }),
    );
  }
  /** The same store, of which the answer to the last question before a reading counts is held back. */
  function stalling(real: Store) {
    const gate = new AbortController();
    const state = { isStalled: false };
    const compareMembers: Store['assignments']['compareMembers'] = async (...given) => {
      const answer = await real.assignments.compareMembers(...given);
      state.isStalled = true;
      await once(gate.signal, 'abort');
      return answer;
    };
    const assignments = new Proxy(real.assignments, {
      get(target, name) {
        if (name === 'compareMembers') return compareMembers;
        const method = Reflect.get(target, name) as (...given: never[]) => unknown;
        return method.bind(target);
      },
    });
    return {
      stalled: Object.create(real, { assignments: { value: assignments } }) as Store,
      state,
      goOn: () => {
        gate.abort();
      },
    };
  }

  it('take nothing of what the other one has read by half for the whole', async () => {
    const tenant = aTenant();
    const { User } = someCycleRules;
    const rules = { User: { ...User, scope: 'assigned' as const }, Group: null };
    const context = aCycle(store, new FakeTarget(), { rules, source: tenant.source });
    await readUsers(store, context, ...ids.map((id) => user(id)));
    await fetchAssignments(context);
    const { stalled, state, goOn } = stalling(store);
    const first = attemptAt({ ...context, store: stalled }, 1).catch((error: unknown) => error);
    await until(() => state.isStalled);

    tenant.state.isHalting = true;
    const second = attemptAt(context, 2);
    await until(() => tenant.state.isHalted);
    goOn();

    const end = await first;
    const entitled = await store.assignments.rolesOf(context.appId, ids);
    tenant.goOn();

    expect(end).toMatchObject({ type: 'StoreUnavailable', retryable: true });
    expect([...entitled.keys()].sort()).toEqual(ids);
    await expect(second).resolves.toMatchObject({ assignments: ids.length, changed: 0 });
  }, 30_000);
});

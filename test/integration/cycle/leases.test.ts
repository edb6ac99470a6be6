import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { underLease, type Lease } from '../../../src/cycle/lease.js';
import { LeasedTarget } from '../../../src/cycle/leased-target.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { writeOperations } from '../../../src/cycle/write-operations.js';
import { LEASE_MS } from '../../../src/store/leases.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { until } from '../../support/until.js';
import { readUsers, user } from '../store/a-directory.js';
import { aCycle } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

const USERS = 120;
const ids = Array.from({ length: USERS }, (_, index) => `user-${String(index).padStart(3, '0')}`);
const everything = { first: 1, last: USERS };
const isLost = { type: 'StoreUnavailable', retryable: true };

describe('two attempts at the same work', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** A cycle for a target that takes everything, twice if need be. */
  async function aCycleOfJoiners() {
    const target = new FakeTarget();
    const context = aCycle(store, target, { concurrency: 4 });
    await readUsers(store, context, ...ids.map((id) => user(id)));
    return { context, target };
  }
  /** The attempt number `attempt` of an activity, as a worker carries it out. */
  function attemptAt<T>(
    context: CycleContext,
    attempt: number,
    phase: (context: CycleContext) => Promise<T>,
  ): Promise<T> {
    const attemptedAt = new Date(context.now.getTime() + attempt * 10_000);
    const { signal } = context;
    return underLease(store.leases, { name: `app/${context.appId}`, attemptedAt, signal }, (lease) =>
      phase({
        ...context,
        lease,
        target: new LeasedTarget(context.target, lease),
        signal: AbortSignal.any([signal, lease.signal]),
      }),
    );
  }
  const namesIn = ({ users }: FakeTarget) => [...users.values()].map(({ userName }) => userName).sort();
  /** Lets the first `calls` calls take effect and holds their answers back until it is opened. */
  function gateAfter(target: FakeTarget, method: 'create' | 'find', calls: number) {
    const gate = new AbortController();
    const isOpen = once(gate.signal, 'abort');
    const original = target[method].bind(target) as (...given: never[]) => Promise<unknown>;
    let held = 0;
    const gated = async (...given: never[]): Promise<unknown> => {
      const answer = await original(...given);
      if (held < calls) {
        held += 1;
        await isOpen;
      }
      return answer;
    };
    Object.assign(target, { [method]: gated });
    return {
      isReached: () => held === calls,
      open: () => {
        gate.abort();
      },
    };
  }

  it('make each account once when the first one is stalled and goes on later', async () => {
    const { context, target } = await aCycleOfJoiners();
    await planOperations(context);
    const gate = gateAfter(target, 'create', 4);
    const write = (attempt: CycleContext) => writeOperations(attempt, everything);
    const first = attemptAt(context, 1, write);
    const end = first.catch((error: unknown) => error);
    await until(gate.isReached);

    await attemptAt(context, 2, write);
    gate.open();

    expect(await end).toMatchObject(isLost);
    expect(namesIn(target)).toEqual(ids);
    expect(await store.links.count(context.appId, 'User')).toBe(USERS);
    expect(await store.cycles.totals(context.appId, 1)).toMatchObject({ created: USERS, failed: 0 });
  }, 30_000);

  it('make each account once when both are at work', async () => {
    const { context, target } = await aCycleOfJoiners();
    await planOperations(context);
    const create = target.create.bind(target);
    target.create = async (...given) => {
      const created = await create(...given);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return created;
    };
    const write = (attempt: CycleContext) => writeOperations(attempt, everything);
    const first = attemptAt(context, 1, write).catch((error: unknown) => error);
    await until(() => target.users.size > 8);

    await attemptAt(context, 2, write);

    expect(await first).toMatchObject(isLost);
    expect(namesIn(target)).toEqual(ids);
  }, 30_000);

  it('plan each object once', async () => {
    const { context, target } = await aCycleOfJoiners();
    const gate = gateAfter(target, 'find', 1);
    const first = attemptAt(context, 1, planOperations).catch((error: unknown) => error);
    await until(gate.isReached);

    const plan = await attemptAt(context, 2, planOperations);
    gate.open();

    expect(await first).toMatchObject(isLost);
    expect(plan).toMatchObject({ planned: USERS });
    expect(await store.plans.count(context)).toEqual({ planned: USERS, writes: USERS, userWrites: USERS });
  }, 30_000);

  it('do not wait for one that has ended', async () => {
    const { context } = await aCycleOfJoiners();
    const began = performance.now();

    await attemptAt(context, 1, () => Promise.resolve());
    await attemptAt(context, 2, () => Promise.resolve());

    expect(performance.now() - began).toBeLessThan(LEASE_MS / 2);
  });

  it('leave it to the later one, also when it came first', async () => {
    const { context } = await aCycleOfJoiners();

    await attemptAt(context, 2, async (later) => {
      await expect(attemptAt(context, 1, () => Promise.resolve())).rejects.toMatchObject(isLost);
      later.signal.throwIfAborted();
    });
  });

  it('write nothing after a standstill, before any timer told of it', async () => {
    const { context, target } = await aCycleOfJoiners();

    await attemptAt(context, 1, async ({ target: leased }) => {
      await leased.create('User', { userName: 'before' });
      standStill(LEASE_MS);
      await expect(leased.create('User', { userName: 'after' })).rejects.toMatchObject(isLost);
      await expect(leased.update('User', 'new-1', [])).rejects.toMatchObject(isLost);
      await expect(leased.changeMembers('g', { add: ['a'], remove: [], all: none })).rejects.toMatchObject(
        isLost,
      );
      await expect(leased.delete('User', 'new-1')).rejects.toMatchObject(isLost);
    });

    expect(target.writes).toEqual(['create']);
  }, 30_000);

  it('end what still waits for its turn when the lease is lost', async () => {
    const { context } = await aCycleOfJoiners();
    let lost: Lease['signal'] | undefined;
    const waiting = attemptAt(context, 1, async (first) => {
      lost = first.signal;
      await until(() => first.signal.aborted);
      first.signal.throwIfAborted();
    }).catch((error: unknown) => error);
    await until(() => lost !== undefined);

    await attemptAt(context, 2, () => Promise.resolve());

    expect(await waiting).toMatchObject(isLost);
  }, 30_000);
});

const none = () => Promise.resolve([]);

/** As a process does that is suspended: no timer, no answer, nothing. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { underFreeLease } from '../../../src/cycle/lease.js';
import { LeasedTarget } from '../../../src/cycle/leased-target.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { provisionOnDemand } from '../../../src/cycle/provision-on-demand.js';
import { RehearsedTarget } from '../../../src/cycle/rehearsed-target.js';
import { writeOperations } from '../../../src/cycle/write-operations.js';
import type { DirectoryUser } from '../../../src/directory/directory-source.js';
import { objectLeaseName, type Store } from '../../../src/store/index.js';
import { escrowCounts } from '../../support/escrow-counts.js';
import { openTestStore } from '../../support/store.js';
import { aLinkRow, readUsers, user } from '../store/a-directory.js';
import { aCycle, noSource } from './a-cycle.js';
import { FakeTarget, rejected } from './fake-target.js';

const everything = { first: 1, last: 100 };
const ANN = { id: 'ann', objectName: 'User' } as const;

describe('one object on demand', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  interface World {
    readonly cycle: CycleContext;
    readonly target: FakeTarget;
    /** As the source has them now, which may differ from what cycles have read. */
    readonly people: Map<string, DirectoryUser>;
  }
  /** A running cycle that has read Ann and Bo. */
  async function aWorld(): Promise<World> {
    const target = new FakeTarget();
    const people = new Map<string, DirectoryUser>();
    const source = {
      ...noSource,
      user: (id: string) => {
        const found = people.get(id);
        return Promise.resolve(
          found === undefined ? ({ type: 'deleted' } as const) : ({ type: 'present', user: found } as const),
        );
      },
    };
    const cycle = aCycle(store, target, { source });
    for (const fact of [user('ann'), user('bo')]) {
      if (fact.state === 'present') people.set(fact.user.id, fact.user);
      await readUsers(store, cycle, fact);
    }
    await store.cycles.begin({ ...cycle, kind: 'incremental', configurationVersion: 1 });
    return { cycle, target, people };
  }
  /** The work as an activity does it. @returns what it logged, as `[action, status, code]`. */
  async function onDemand({ cycle }: World, changes: Partial<CycleContext> = {}) {
    const { appId, signal } = cycle;
    const number = await store.onDemand.nextNumber();
    await underFreeLease(
      store.leases,
      { name: objectLeaseName({ appId, objectId: 'ann' }), signal },
      (lease) => {
        const target = new LeasedTarget(changes.target ?? cycle.target, lease);
        return provisionOnDemand({ ...cycle, ...changes, number, lease, target }, ANN);
      },
    );
    return logOf(cycle, number);
  }
  async function logOf({ appId }: CycleContext, number: number) {
    const entries = await store.log.ofCycle({ appId, number }, { after: '0', limit: 100 });
    return entries.map(({ action, status, errorCode, reason }) => [action, status, errorCode ?? reason]);
  }
  /** The store, and a promise that somebody asks it of work on demand by `method`. */
  function watchingFor(method: keyof Store['onDemand']) {
    const asked = new AbortController();
    const onDemandWork = new Proxy(store.onDemand, {
      get(work, property) {
        if (property === method) asked.abort();
        const value: unknown = Reflect.get(work, property, work);
        return typeof value === 'function' ? (value.bind(work) as unknown) : value;
      },
    });
    const watched = new Proxy(store, {
      get: (all, property) =>
        property === 'onDemand' ? onDemandWork : (Reflect.get(all, property, all) as unknown),
    });
    return { hasAsked: once(asked.signal, 'abort'), watched };
  }
  const namesIn = ({ users }: FakeTarget) => [...users.values()].map(({ userName }) => userName).sort();

  it('is taken out of what a running cycle has planned, and the next cycle has nothing to do', async () => {
    const world = await aWorld();
    const { cycle, target } = world;
    await planOperations(cycle);

    expect(await onDemand(world)).toEqual([['create', 'success', null]]);
    await writeOperations(cycle, everything);

    expect(namesIn(target)).toEqual(['ann', 'bo']);
    expect(target.writes).toEqual(['create', 'create']);
    expect(await logOf(cycle, 1)).toEqual([
      ['skip', 'skipped', 'ProvisionedOnDemand'],
      ['create', 'success', null],
    ]);
    const next = { ...cycle, number: 2 };
    await planOperations(next);
    expect(await logOf(cycle, 2)).toEqual([]);
  });

  it('is not written by a cycle that plans meanwhile by what was true before', async () => {
    const world = await aWorld();
    const { cycle, target } = world;
    const plansInBetween = {
      ...cycle.source,
      user: async (id: string) => {
        await planOperations(cycle);
        return cycle.source.user(id, []);
      },
    };

    expect(await onDemand(world, { source: plansInBetween })).toEqual([['create', 'success', null]]);
    await writeOperations(cycle, everything);

    expect(namesIn(target)).toEqual(['ann', 'bo']);
    expect(target.writes).toEqual(['create', 'create']);
  });

  it('waits for a cycle that is just writing it', async () => {
    const world = await aWorld();
    const { cycle, target } = world;
    await planOperations(cycle);
    const [first] = await store.operations.take(cycle, { after: 0, last: 1, limit: 1 });
    const { hasAsked, watched } = watchingFor('isInCycle');
    const asked = onDemand(world, { store: watched });
    await hasAsked;
    expect(target.writes).toEqual([]);

    await writeOperations(cycle, everything);

    expect(await asked).toEqual([['skip', 'skipped', 'RedundantExport']]);
    expect(first?.objectId).toBe('ann');
    expect(target.writes).toEqual(['create', 'create']);
  });

  it('is done once by two who ask at once', async () => {
    const world = await aWorld();

    const both = await Promise.all([onDemand(world), onDemand(world)]);

    expect(both.flat().sort()).toEqual([
      ['create', 'success', null],
      ['skip', 'skipped', 'RedundantExport'],
    ]);
    expect(world.target.writes).toEqual(['create']);
  });

  it('is found by the next attempt when the one before was killed after the request', async () => {
    const world = await aWorld();
    const { cycle, target } = world;
    const killed = new Error('killed');
    class Killed extends FakeTarget {
      override async create(...given: Parameters<FakeTarget['create']>): Promise<never> {
        await target.create(...given);
        throw killed;
      }
    }
    await expect(onDemand(world, { target: new Killed() })).rejects.toBe(killed);
    // A killed process stores nothing more.
    const [left] = await store.onDemand.leftOpen({ appId: cycle.appId, objectId: 'ann' });
    expect(left).toBeLessThan(0);

    const again = await onDemand(world);

    expect(again).toEqual([['skip', 'skipped', 'RedundantExport']]);
    expect(target.writes).toEqual(['create']);
    expect(await logOf(cycle, left ?? 0)).toEqual([['create', 'success', null]]);
  });

  it('fails without an escrow of its own, and the next cycle tries it', async () => {
    const world = await aWorld();
    class Refusing extends FakeTarget {
      override create(): Promise<never> {
        return Promise.reject(rejected(400));
      }
    }

    const failed = await onDemand(world, { target: new Refusing() });

    expect(failed).toEqual([['create', 'failure', 'UnprocessableEntity']]);
    expect(await escrowCounts(store, world.cycle.appId)).toEqual({ objects: 0, references: 0 });
    const next = { ...world.cycle, number: 2 };
    await store.cycles.begin({ ...next, kind: 'incremental', configurationVersion: 1 });
    await planOperations(next);
    await writeOperations(next, everything);
    expect(namesIn(world.target)).toEqual(['ann', 'bo']);
  });

  it('clears what failed before', async () => {
    const world = await aWorld();
    const { cycle } = world;
    class Refusing extends FakeTarget {
      override create(): Promise<never> {
        return Promise.reject(rejected(400));
      }
    }
    await planOperations(cycle);
    await writeOperations({ ...cycle, target: new Refusing() }, everything);
    expect(await escrowCounts(store, cycle.appId)).toEqual({ objects: 2, references: 0 });

    await onDemand(world);

    expect(await escrowCounts(store, cycle.appId)).toEqual({ objects: 1, references: 0 });
  });

  it('loses its account although so many are too many, but not against an answer that is awaited', async () => {
    const world = await aWorld();
    const { cycle, people, target } = world;
    const exported = { userName: 'ann', active: true };
    await store.links.claim(cycle, aLinkRow('ann', { exported }));
    target.users.set('t-ann', exported);
    const ann = people.get('ann');
    if (ann !== undefined) people.set('ann', { ...ann, accountEnabled: false });
    const guarded = { ...cycle, deletionThreshold: { unit: 'count', value: 1 } as const };
    await readUsers(store, cycle, user('ann', { enabled: false }));
    await planOperations(guarded);
    expect(await store.stagedDeletions.status(cycle.appId)).toMatchObject({ waiting: 1 });

    expect(await onDemand(world, guarded)).toEqual([['stagedAction', 'skipped', 'TooManyDeletes']]);
    expect(target.writes).toEqual([]);

    await store.stagedDeletions.forgetAll(cycle.appId);
    expect(await onDemand(world, guarded)).toEqual([['disable', 'success', null]]);
    expect(target.writes).toEqual(['update t-ann active']);
  });

  it('is tried without a trace', async () => {
    const world = await aWorld();
    const { cycle, target } = world;
    const rehearsed = new RehearsedTarget(target);
    const tried = await store.rehearse(async (trial) => {
      const number = await trial.onDemand.nextNumber();
      await provisionOnDemand({ ...cycle, store: trial, target: rehearsed, number, lease: null }, ANN);
      return trial.log.ofCycle({ appId: cycle.appId, number }, { after: '0', limit: 10 });
    });

    expect(tried).toMatchObject([{ action: 'create', targetId: 'new:1 ann' }]);
    expect(rehearsed.requests).toEqual({ read: 1, create: 1, update: 0, delete: 0 });
    expect(target.writes).toEqual([]);
    expect(await store.links.count(cycle.appId, 'User')).toBe(0);
    expect(await store.log.entries({ appId: cycle.appId, limit: 10 })).toEqual([]);
  });
});

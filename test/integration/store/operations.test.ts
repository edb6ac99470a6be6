import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Outcome, PlannedRow, Store } from '../../../src/store/index.js';
import type { CycleScope } from '../../../src/store/cycles.js';
import type { LinkRow } from '../../../src/store/links.js';
import { escrowCounts } from '../../support/escrow-counts.js';
import { openTestStore } from '../../support/store.js';

const SOURCE = 'contoso';

describe('operations', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  let cycle: CycleScope = { appId: '', number: 1, sourceKey: SOURCE, now: new Date() };
  let apps = 0;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });
  beforeEach(() => {
    cycle = { appId: `app-${(apps += 1)}`, number: 1, sourceKey: SOURCE, now: new Date() };
  });

  async function plan(...rows: readonly PlannedRow[]): Promise<void> {
    const planned = rows.map((row) => row.objectId);
    await store.plans.save(cycle, { planned, rows, links: [], filteredOut: [], failures: [] });
  }
  const everything = { after: 0, last: 1_000, limit: 100 };

  it('numbers what writes, across batches, and nothing else', async () => {
    await plan(aCreate('a'), aSkip('b'), aCreate('c'));
    await plan(aCreate('d'));

    await expect(store.plans.count(cycle)).resolves.toEqual({ planned: 4, writes: 3, userWrites: 3 });
    const taken = await store.operations.take(cycle, everything);
    expect(taken.map(({ ordinal, objectId }) => [ordinal, objectId])).toEqual([
      [1, 'a'],
      [2, 'c'],
      [3, 'd'],
    ]);
  });

  it('tells of what was taken before and never recorded that it may have happened', async () => {
    await plan(aCreate('a'), aCreate('b'), aCreate('c'));
    const [first] = await store.operations.take(cycle, { ...everything, limit: 2 });
    if (first === undefined) throw new Error('nothing taken');
    await store.operations.record(cycle, [anOutcome(first.id, 'a')]);

    const again = await store.operations.take(cycle, everything);

    expect(again.map(({ objectId, mayHaveHappened }) => [objectId, mayHaveHappened])).toEqual([
      ['b', true],
      ['c', false],
    ]);
  });

  it('stores outcome, link and log entry together', async () => {
    await plan(aCreate('a'));
    const [taken] = await store.operations.take(cycle, everything);
    if (taken === undefined) throw new Error('nothing taken');

    await store.operations.record(cycle, [anOutcome(taken.id, 'a')]);

    expect((await store.links.of(cycle.appId, ['a'])).get('a')).toEqual({
      targetId: 'target-a',
      exported: { userName: 'a' },
      state: 'managed',
    });
    const [entry] = await store.log.entries({ appId: cycle.appId, user: 'PERSON A', limit: 10 });
    expect(entry).toMatchObject({ action: 'create', status: 'success', sourceId: 'a', targetId: 'target-a' });
  });

  it('leaves an account to its owner when another user claims it', async () => {
    await expect(store.links.claim(cycle, aLink('a', 'target-1'))).resolves.toBe(true);
    await expect(store.links.claim(cycle, aLink('a', 'target-1'))).resolves.toBe(true);
    await expect(store.links.claim(cycle, aLink('b', 'target-1'))).resolves.toBe(false);
    await plan(aCreate('b'));
    const [taken] = await store.operations.take(cycle, everything);
    if (taken === undefined) throw new Error('nothing taken');
    const outcome = anOutcome(taken.id, 'b');

    await store.operations.record(cycle, [{ ...outcome, link: aLink('b', 'target-1') }]);

    expect(await store.links.owners(cycle.appId, 'User', ['target-1'])).toEqual(new Map([['target-1', 'a']]));
  });

  it('marks a failed object for the next cycle, not for this one', async () => {
    await plan(aCreate('a'));
    const [taken] = await store.operations.take(cycle, everything);
    if (taken === undefined) throw new Error('nothing taken');

    await store.operations.record(cycle, [
      { ...anOutcome(taken.id, 'a'), status: 'failure', link: null, isRetried: true },
    ]);

    await expect(escrowCounts(store, cycle.appId)).resolves.toEqual({ objects: 1, references: 0 });
    await store.escrows.markDue(cycle);
    await expect(store.dirty.count(cycle.appId)).resolves.toBe(0);
    await store.escrows.markDue({ ...cycle, number: cycle.number + 1 });
    await expect(store.dirty.count(cycle.appId)).resolves.toBe(1);
  });

  it('gives back what an abandoned cycle had not done', async () => {
    await plan(aCreate('a'), aCreate('b'));
    const [taken] = await store.operations.take(cycle, { ...everything, limit: 1 });
    if (taken === undefined) throw new Error('nothing taken');
    await store.operations.record(cycle, [anOutcome(taken.id, 'a')]);

    await store.operations.abandon(cycle);

    await expect(store.dirty.count(cycle.appId)).resolves.toBe(1);
    await expect(store.cycles.totals(cycle.appId, 1)).resolves.toMatchObject({ planned: 1, created: 1 });
  });

  it('keeps as unknown what an abandoned cycle had begun, and has no number for it', async () => {
    await plan(aCreate('a'), aCreate('b'));
    const [taken] = await store.operations.take(cycle, { ...everything, limit: 1 });
    if (taken === undefined) throw new Error('nothing taken');

    await store.operations.abandon(cycle);
    await store.operations.abandon(cycle);

    expect(await store.operations.unknown(cycle.appId, { after: '0', limit: 10 })).toMatchObject([
      { id: taken.id, objectId: 'a', action: 'create', cycleNumber: 1 },
    ]);
    await expect(store.plans.count(cycle)).resolves.toEqual({ planned: 1, writes: 0, userWrites: 0 });
    await expect(store.dirty.count(cycle.appId)).resolves.toBe(2);
    await expect(store.log.entries({ appId: cycle.appId, limit: 10 })).resolves.toEqual([]);
  });

  it('lets nobody give back what is unknown by then, but tell what became of it', async () => {
    await plan(aCreate('a'));
    const [taken] = await store.operations.take(cycle, everything);
    if (taken === undefined) throw new Error('nothing taken');
    await store.operations.abandon(cycle);
    const unknown = () => store.operations.unknown(cycle.appId, { after: '0', limit: 10 });

    await store.operations.record(cycle, [{ ...anOutcome(taken.id, 'a'), status: 'planned', link: null }]);
    expect(await unknown()).toHaveLength(1);

    await store.operations.record(cycle, [anOutcome(taken.id, 'a')]);
    expect(await unknown()).toEqual([]);
  });

  it('pages through the log, newest first', async () => {
    await plan(aSkip('a'), aSkip('b'), aSkip('c'));

    const newest = await store.log.entries({ appId: cycle.appId, limit: 2 });
    const older = await store.log.entries({ appId: cycle.appId, limit: 2, after: newest.at(-1)?.id });

    expect([...newest, ...older].map((entry) => entry.sourceId)).toEqual(['c', 'b', 'a']);
  });
});

function aCreate(objectId: string): PlannedRow {
  return {
    ...aSkip(objectId),
    action: 'create',
    status: 'planned',
    reason: null,
    values: { userName: objectId },
    changes: [{ path: 'userName', oldValue: null, newValue: objectId }],
    writes: true,
  };
}

function aSkip(objectId: string): PlannedRow {
  return {
    objectName: 'User',
    about: 'object',
    objectId,
    sourceName: `Person ${objectId}`,
    targetId: null,
    action: 'skip',
    status: 'skipped',
    reason: 'RedundantExport',
    errorCode: null,
    matchKey: null,
    linkState: 'managed',
    values: null,
    changes: [],
    criteria: [],
    steps: [],
    writes: false,
  };
}

function anOutcome(id: string, objectId: string): Outcome {
  return {
    id,
    about: 'object',
    objectId,
    status: 'success',
    action: 'create',
    targetId: `target-${objectId}`,
    reason: null,
    errorCode: null,
    changes: [],
    steps: [],
    durationMs: 5,
    link: aLink(objectId, `target-${objectId}`),
    references: [],
    isGone: false,
    isRetried: false,
  };
}

function aLink(sourceId: string, targetId: string): LinkRow {
  return { sourceId, objectName: 'User', targetId, exported: { userName: sourceId }, state: 'managed' };
}

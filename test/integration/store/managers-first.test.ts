import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { aReferenceRow, readUsers, user } from './a-directory.js';

/** Who reports to whom; the order is the one in which they are planned. */
const TABLE: readonly {
  readonly name: string;
  readonly people: readonly (readonly [id: string, managerId: string | null])[];
  readonly order: readonly string[];
  readonly managers: number;
}[] = [
  {
    name: 'a chain, planned from below',
    people: [
      ['ann', 'bob'],
      ['bob', 'cyd'],
      ['cyd', null],
    ],
    order: ['cyd', 'bob', 'ann'],
    managers: 2,
  },
  {
    name: 'somebody whose manager is not new, first',
    people: [
      ['ann', 'bob'],
      ['bob', 'elsewhere'],
    ],
    order: ['bob', 'ann'],
    managers: 1,
  },
  {
    name: 'managers without a circle, those in one, and then the rest',
    people: [
      ['ann', 'bob'],
      ['bob', 'ann'],
      ['cyd', 'ann'],
      ['dan', null],
      ['eve', 'eve'],
      ['fay', 'dan'],
    ],
    order: ['dan', 'ann', 'bob', 'eve', 'cyd', 'fay'],
    managers: 4,
  },
  {
    name: 'nobody who leads, as they are',
    people: [
      ['ann', null],
      ['bob', 'elsewhere'],
    ],
    order: ['ann', 'bob'],
    managers: 0,
  },
];

describe('the order in which new users are created', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  it.each(TABLE)('puts managers before their reports: $name', async ({ name, people, order, managers }) => {
    const cycle = { appId: name, number: 1, sourceKey: name, now: new Date() };
    await readUsers(store, cycle, ...people.map(([id, managerId]) => user(id, { managerId })));
    const creates = people.map(([id]) =>
      aReferenceRow(id, { about: 'object', objectName: 'User', action: 'create' }),
    );
    await store.plans.save(cycle, {
      planned: [],
      rows: [...creates, aReferenceRow('group', { about: 'object', objectName: 'Group', action: 'create' })],
      links: [],
      filteredOut: [],
      failures: [],
    });

    const first = await store.plans.managersFirst(cycle);
    const again = await store.plans.managersFirst(cycle);

    expect([first, again]).toEqual([managers, managers]);
    const taken = await store.operations.take(cycle, { after: 0, last: 100, limit: 100 });
    expect(taken.map(({ ordinal }) => ordinal)).toEqual([...order, 'group'].map((_, index) => index + 1));
    expect(taken.map(({ objectId }) => objectId)).toEqual([...order, 'group']);
  });
});

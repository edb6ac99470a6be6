import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProvisioningFailure } from '../../../src/failures.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { writeOperations } from '../../../src/cycle/write-operations.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { until } from '../../support/until.js';
import { readUsers, user } from '../store/a-directory.js';
import { aCycle } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

const USERS = 120;
/** Operations are taken by fifty. */
const TAKEN = 100;
const UNDER_WAY = 3;

describe('a store that fails while accounts are being created', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** Of 120 accounts 97 are created, three are on their way, and the next operations are being taken. */
  async function aCycleAmidCreates() {
    const target = new FakeTarget();
    const context = aCycle(store, target, { concurrency: 4 });
    const ids = Array.from({ length: USERS }, (_, index) => `user-${String(index).padStart(3, '0')}`);
    await readUsers(store, context, ...ids.map((id) => user(id)));
    await planOperations(context);

    const gates = { outage: new AbortController(), answers: new AbortController() };
    const take = store.operations.take.bind(store.operations);
    const outage = once(gates.outage.signal, 'abort').then(() => {
      throw new ProvisioningFailure('StoreUnavailable', 'The store is down.');
    });
    const operations = Object.create(store.operations) as Store['operations'];
    operations.take = (cycle, range) => (range.after < TAKEN ? take(cycle, range) : outage);
    operations.record = store.operations.record.bind(store.operations);

    const answers = once(gates.answers.signal, 'abort');
    const create = target.create.bind(target);
    const calls = { begun: 0, ended: 0 };
    target.create = async (...given) => {
      calls.begun += 1;
      if (calls.begun > TAKEN - UNDER_WAY) await answers;
      const created = await create(...given);
      calls.ended += 1;
      return created;
    };
    const broken = Object.create(store, { operations: { value: operations } }) as Store;
    const attempt = { hasEnded: false };
    const end = writeOperations({ ...context, store: broken }, { first: 1, last: USERS })
      .catch((error: unknown) => error)
      .finally(() => {
        attempt.hasEnded = true;
      });
    await until(() => calls.begun === TAKEN && calls.ended === TAKEN - UNDER_WAY);
    return { context, target, attempt, end, gates };
  }

  it('ends the attempt only after the writes that are under way, and loses no outcome', async () => {
    const { context, target, attempt, end, gates } = await aCycleAmidCreates();

    gates.outage.abort();
    for (let turn = 0; turn < 100; turn += 1) await nextTurn();
    const hasEndedBefore = attempt.hasEnded;
    gates.answers.abort();

    expect(await end).toMatchObject({ type: 'StoreUnavailable' });
    expect(hasEndedBefore).toBe(false);
    expect(target.users.size).toBe(TAKEN);
    expect(await store.links.count(context.appId, 'User')).toBe(TAKEN);
  }, 30_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { writeOperations } from '../../../src/cycle/write-operations.js';
import { ProvisioningFailure } from '../../../src/failures.js';
import type { Store } from '../../../src/store/index.js';
import { openTestStore } from '../../support/store.js';
import { someRules } from '../../unit/plan/builders.js';
import { readUsers, user } from '../store/a-directory.js';
import { aGuardedCompany, guardedRules, STAFF, TEAMS, type GuardedCompany } from './a-guarded-company.js';
import { rejected } from './fake-target.js';

const everybody = [...STAFF, ...TEAMS, 'fay'].sort();
const without = (...gone: readonly string[]): readonly string[] =>
  everybody.filter((id) => !gone.includes(id));
const died = (): never => {
  throw new Error('the worker died');
};

describe('a cycle with leavers who are too many, interrupted', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;

  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await opened.close();
  });

  /** Three leave, Dee gets a title and Fay joins. */
  async function aCompany(): Promise<GuardedCompany> {
    const company = await aGuardedCompany(store);
    await company.unassign('ann', 'bo', 'cy');
    await company.tell(['dee'], { title: 'Engineer' });
    await company.tell(['fay'], {});
    await company.assign('fay');
    return company;
  }
  /** Nothing is known of what the plan counted: the worker died after it judged. */
  async function judgedAndDied(context: CycleContext): Promise<void> {
    const { count } = store.plans;
    store.plans.count = died;
    try {
      await expect(planOperations(context)).rejects.toThrow('the worker died');
    } finally {
      store.plans.count = count;
    }
  }
  const writtenOnce = ['create', 'update t-dee title'];
  const events = async ({ context: { appId } }: GuardedCompany) =>
    (await store.events.list({ appId, limit: 10 })).map(({ code, message }) => `${code}: ${message}`);

  it('before it judged: the next attempt judges all of them', async () => {
    const company = await aCompany();
    const context = await company.next();
    await expect(planOperations({ ...context, onProgress: died })).rejects.toThrow('the worker died');
    expect(await company.status()).toBeNull();

    await planOperations(context);
    expect(await company.write(context)).toMatchObject({ created: 1, updated: 1, staged: 3, planned: 5 });

    expect(company.takeWrites()).toEqual(writtenOnce);
    expect(company.present()).toEqual(everybody);
  });

  it('after it judged: the next attempt comes to the same, and one event tells of it', async () => {
    const company = await aCompany();
    const context = await company.next();
    await judgedAndDied(context);

    await planOperations(context);
    expect(await company.write(context)).toMatchObject({ created: 1, updated: 1, staged: 3, planned: 5 });

    expect(company.takeWrites()).toEqual(writtenOnce);
    expect(await events(company)).toEqual([
      'TooManyDeletes: 3 deletes and disables reach the threshold of 3. They wait until somebody allows or rejects them; everything else goes on.',
    ]);
  });

  it.each<[string, (context: CycleContext) => Promise<void>]>([
    [
      'before it judged',
      (context) => planOperations({ ...context, onProgress: died }).then(died, () => undefined),
    ],
    ['after it judged', judgedAndDied],
    ['before the first write', (context) => planOperations(context).then(() => undefined)],
  ])('%s, and given up: the next cycle holds them back, and does the rest', async (_, interrupted) => {
    const company = await aCompany();
    const context = await company.next();
    await interrupted(context);
    await store.operations.abandon(context);
    expect(company.takeWrites()).toEqual([]);

    await company.cycle();

    expect(company.takeWrites()).toEqual(writtenOnce);
    expect(company.present()).toEqual(everybody);
    expect(await company.status()).toMatchObject({ waiting: 3, deletes: 0 });
    await company.answer('allowed');
    await company.cycle();
    expect(company.present()).toEqual(without('ann', 'bo', 'cy'));
  });

  it('and never summed up: they wait on, and the next cycle does the rest', async () => {
    const company = await aCompany();
    await planOperations(await company.next());
    expect(await company.status()).toEqual({ waiting: 3, deletes: 0, sinceCycle: 2 });

    await company.cycle();

    expect(company.takeWrites()).toEqual(writtenOnce);
    expect(company.present()).toEqual(everybody);
    expect(await company.status()).toEqual({ waiting: 3, deletes: 0, sinceCycle: 2 });
  });

  it('in the middle of what was allowed: the next cycle goes on without a question', async () => {
    const company = await aCompany();
    await company.cycle();
    await company.answer('allowed');
    const strict: Partial<CycleContext> = { deletionThreshold: { unit: 'count', value: 1 } };
    const context = await company.next(strict);
    const { writes } = await planOperations(context);
    const { target } = company;
    const { probe } = target;
    const update = target.update.bind(target);
    const isDown = (): Promise<never> =>
      Promise.reject(new ProvisioningFailure('TargetUnavailable', 'The target is down.'));
    let updates = 0;
    target.update = (...given) => ((updates += 1) > 1 ? isDown() : update(...given));
    target.probe = isDown;
    await expect(writeOperations(context, { first: 1, last: writes })).rejects.toThrow('down');
    Object.assign(target, { update, probe });
    await store.operations.abandon(context);
    await store.stagedDeletions.forgetDone(company.context.appId);

    await company.cycle(strict);

    expect(company.present()).toEqual(without('ann', 'bo', 'cy'));
    expect(await company.status()).toBeNull();
  });

  it('plans nobody twice whose manager is read as a value', async () => {
    const User = someRules({
      mappings: [
        { target: 'userName', source: 'displayName', matching: 1 },
        { target: 'title', expression: 'Join(" ", "reports to", [manager])' },
      ],
    });
    const company = await aGuardedCompany(store, { rules: { ...guardedRules, User } });
    await store.referenceMarks.forgetMarks(company.context.appId);
    await readUsers(store, company.context, user('ann', { managerId: 'bo' }));
    const context = await company.next();
    await judgedAndDied(context);
    await planOperations(context);

    expect(await store.plans.count(context)).toEqual({ planned: 1, writes: 1, userWrites: 1 });
  });

  it('plans nobody twice whose next attempt is due', async () => {
    const company = await aGuardedCompany(store, { deletionThreshold: { unit: 'count', value: 2 } });
    const update = company.target.update.bind(company.target);
    company.target.update = () => Promise.reject(rejected(400));
    await company.unassign('ann');
    expect(await company.cycle()).toMatchObject({ failed: 1, staged: 0 });
    company.target.update = update;

    const context = await company.next();
    await judgedAndDied(context);
    await planOperations(context);

    expect(await company.write(context)).toMatchObject({ planned: 1, disabled: 1, staged: 0 });
    expect(company.takeWrites()).toEqual(['update t-ann active']);
  });
});

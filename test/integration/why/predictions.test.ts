import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Store } from '../../../src/store/index.js';
import type { Explanation } from '../../../src/why/index.js';
import { openTestStore } from '../../support/store.js';
import { aCompany, type Company } from './a-company.js';
import { meant } from './meant.js';
import { notMeant } from './not-meant.js';

/** What a cycle must log of an object, by what was said to come next; null: nothing that writes. */
const LOGGED: Readonly<Record<Explanation['next']['action'], RegExp | null>> = {
  none: null,
  answer: null,
  read: null,
  link: null,
  create: /^create (success|failure)|^update success|^skip skipped/,
  update: /^update success/,
  disable: /^disable success|^stagedAction/,
  delete: /^delete success|^stagedDelete/,
  plan: /^(create|update|disable|delete) (success|failure)|^fail failure/,
  fail: /^fail failure/,
};

/** How the random number generator of a walk begins. */
const SEEDS = [20, 23, 30];
const STEPS = 12;
const PEOPLE = ['ann', 'bo', 'cy', 'max'] as const;

describe('what comes next, as why says it', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let store: Store;
  const companies: Company[] = [];

  const company = async (app: Parameters<typeof aCompany>[1] = {}): Promise<Company> => {
    const made = await aCompany(store, app);
    companies.push(made);
    return made;
  };
  beforeAll(async () => {
    opened = await openTestStore();
    store = opened.store;
  });
  afterAll(async () => {
    await Promise.all(companies.map((each) => each.close()));
    await opened.close();
  });

  /** The next cycle does what was said of each, and of whom nothing was said to come it writes nothing. */
  async function comesTrue(one: Company, told: readonly Explanation[]): Promise<void> {
    await one.cycle();
    const now = one.context().now.toISOString();
    for (const { object, next, cause } of told) {
      const isLater = next.notBefore !== null && next.notBefore > now;
      const expected = isLater ? null : LOGGED[next.action];
      const logged = await one.operationsOf(object.id);
      // Whom it names may get an account in this very cycle.
      const mayFollow = cause === 'UnableToResolveReferenceAttributeValue';
      const written = logged.filter((line) => !/^skip|^staged/.test(line) && !mayFollow);
      if (expected === null) expect({ of: object.id, cause, next, written }).toMatchObject({ written: [] });
      else
        expect({ of: object.id, cause, next, logged: logged.toReversed() }).toMatchObject({
          logged: expect.arrayContaining([expect.stringMatching(expected)]) as unknown,
        });
    }
  }

  const readable = Object.entries({ ...notMeant, ...meant }).filter(
    ([, { answer }]) => !['PlannedInRunningCycle', 'NotImported'].includes(answer.cause),
  );
  it.each(readable)('comes true: %s', async (_name, { app = {}, given, who = 'ann' }) => {
    const one = await company(app);
    await given(one);

    await comesTrue(one, [await one.why(who)]);
  });

  it.each(SEEDS)('comes true wherever a company wanders, seed %i', async (seed) => {
    const one = await company({ accidentalDeletions: { threshold: 2 } });
    const random = randomNumbers(seed);
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
    const told = new Set<string>();
    const events: readonly ((id: string) => unknown)[] = [
      (id) => one.assign(id),
      (id) => one.assign(id),
      (id) => one.assign(id, { role: pick([null, 'r2']) }),
      (id) => one.unassign(id),
      (id) => one.tell(id, { title: pick(['Engineer', 'Director']), manager: pick([null, 'max']) }),
      (id) => one.tell(id, { enabled: false }),
      (id) => one.tell(id, { state: pick(['softDeleted', 'deleted'] as const) }),
      (id) => one.tell(id, { attributes: { userPrincipalName: [] } }),
      (id) => one.target.takenNames.add(`${id}@contoso.example`),
      () => {
        one.target.takenNames.clear();
      },
      () => store.stagedDeletions.answer(one.app, pick(['allowed', 'rejected'] as const), 1_000),
    ];
    for (const id of PEOPLE) await one.tell(id);
    for (let step = 0; step < STEPS; step += 1) {
      for (let count = 0; count < 3; count += 1) await pick(events)(pick(PEOPLE));

      const explanations = await Promise.all(PEOPLE.map((id) => one.why(id)));
      for (const { cause } of explanations) told.add(cause);
      await comesTrue(one, explanations);
    }
    expect(told.size).toBeGreaterThan(4);
  });
});

/** Numbers from 0 to 1, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

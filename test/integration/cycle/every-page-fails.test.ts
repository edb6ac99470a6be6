import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStore } from '../../support/store.js';
import { FaultyTenant, mail, type Accounts } from './a-faulty-tenant.js';

/** What may become of an answer, with and without a trace. */
const FAULTS: readonly (readonly [string, { readonly kind: string; readonly status?: number }])[] = [
  ['answered 500', { kind: 'status', status: 500 }],
  ['answered 404', { kind: 'status', status: 404 }],
  ['answered 410', { kind: 'status', status: 410 }],
  ['never answered', { kind: 'dropBefore' }],
  ['broken off', { kind: 'dropMiddle' }],
  ['cut off in its JSON', { kind: 'truncatedJson' }],
  ['not declared as JSON', { kind: 'wrongContentType' }],
  ['a page for people', { kind: 'html', status: 200 }],
  ['empty, to be asked for again', { kind: 'emptyPage' }],
  ['empty, and the last one', { kind: 'zeroResults' }],
  ['empty, with the link to the next', { kind: 'skippedPage' }],
  ['without every other item', { kind: 'missingItems' }],
  ['the last one too early', { kind: 'endsEarly' }],
];

/** Those that do not fail the reading: with the others, people who come and go make no difference. */
const SILENT = FAULTS.filter(
  ([name, { kind }]) =>
    name === 'answered 404' || ['zeroResults', 'skippedPage', 'missingItems', 'endsEarly'].includes(kind),
);

/** A table's row is some fifty cycles. */
const ROW_TIMEOUT_MS = 180_000;

/** Equal tenants, each with an app of its own, share the calls that are to go wrong: most of the time is waiting. */
const TENANTS = 4;

describe('a directory of which one answer goes wrong', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let tenants: readonly FaultyTenant[] = [];

  beforeAll(async () => {
    opened = await openTestStore();
    tenants = await Promise.all(Array.from({ length: TENANTS }, () => FaultyTenant.start(opened.store)));
    for (const tenant of tenants) await tenant.runCycle();
    for (const tenant of tenants) await tenant.runCycle();
  });
  afterAll(async () => {
    await Promise.all(tenants.map((tenant) => tenant.stop()));
    await opened.close();
  });

  /** Carries `body` out with each of `numbers`, each tenant with its share of them. */
  async function shared(
    numbers: readonly number[],
    body: (tenant: FaultyTenant, nth: number) => Promise<void>,
  ) {
    const left = [...numbers];
    const shares = await Promise.allSettled(
      tenants.map(async (tenant) => {
        for (let nth = left.shift(); nth !== undefined; nth = left.shift()) await body(tenant, nth);
      }),
    );
    for (const share of shares) if (share.status === 'rejected') throw share.reason;
  }
  const callsOf = async (cycle: (tenant: FaultyTenant) => Promise<unknown>) => {
    const [tenant] = tenants;
    return tenant === undefined ? [] : tenant.callsOf(() => cycle(tenant));
  };

  describe('and nothing has changed', () => {
    let calls: readonly string[] = [];
    let before: Accounts | undefined;

    beforeAll(async () => {
      calls = await callsOf((tenant) => tenant.runCycle('full'));
      before = tenants[0]?.accounts();
    });

    it('is read whole, in several pages of everything', () => {
      expect(before?.active).toHaveLength(18);
      expect(before?.members).toMatchObject({ Sales: { length: 6 }, Legal: { length: 4 } });
      expect(before?.managed).toHaveLength(7);
      for (const [kind, least] of [
        [/users\/delta/, 4],
        [/groups\/delta/, 4],
        [/appRoleAssignedTo/, 3],
        [/members/, 4],
      ] as const)
        expect(calls.filter((path) => kind.test(path)).length).toBeGreaterThanOrEqual(least);
    });

    it.each(FAULTS)(
      'writes nothing when one of its answers is %s',
      async (name, fault) => {
        const isSilent = SILENT.some(([silent]) => silent === name);
        await shared(ofEachKind(calls, { middle: isSilent }), async (tenant, nth) => {
          tenant.target.writes.splice(0);
          await tenant.spoil(nth, fault);
          await tenant.runCycle('full');

          const { writes } = tenant.target;
          expect([calls[nth - 1], await tenant.struck(), writes]).toEqual([calls[nth - 1], 1, []]);
          expect(tenant.accounts()).toEqual(before);
        });
        for (const tenant of tenants) {
          await tenant.administer('delete', '/faults');
          expect(await tenant.runCycle()).toBe(true);
          expect(tenant.target.writes).toEqual([]);
        }
      },
      ROW_TIMEOUT_MS,
    );
  });

  describe('while people come and go', () => {
    let calls: readonly string[] = [];
    /** How the accounts are after each of the two changes, which undo each other. */
    let outcomes: readonly [Accounts, Accounts] | undefined;
    const turns = new Map<FaultyTenant, 0 | 1>();

    /** One is unassigned, one leaves a group, one comes; or the other way round. */
    async function change(tenant: FaultyTenant): Promise<0 | 1> {
      const turn = turns.get(tenant) ?? 0;
      turns.set(tenant, turn === 0 ? 1 : 0);
      const [joins, leaves] =
        turn === 0 ? (['newcomer', 'sales2'] as const) : (['sales2', 'newcomer'] as const);
      const groupOf = (name: string) => (name === 'sales2' ? 'Sales' : 'Legal');
      await (turn === 0 ? tenant.unassign(mail('direct3')) : tenant.assign(mail('direct3')));
      await (turn === 0 ? tenant.assign(mail('stranger')) : tenant.unassign(mail('stranger')));
      await tenant.administer('delete', `/groups/${groupOf(leaves)}/members`, { members: [mail(leaves)] });
      await tenant.administer('post', `/groups/${groupOf(joins)}/members`, { members: [mail(joins)] });
      return turn;
    }

    beforeAll(async () => {
      for (const tenant of tenants) {
        await change(tenant);
        calls = await tenant.callsOf(() => tenant.runCycle('full'));
        const changed = tenant.accounts();
        await change(tenant);
        await tenant.runCycle('full');
        outcomes ??= [changed, tenant.accounts()];
      }
    });

    it('counts what shrinks', () => {
      expect(calls.filter((path) => path.endsWith('/$count')).length).toBeGreaterThanOrEqual(2);
    });

    it.each(SILENT)(
      'removes none but those who are gone when one of its answers is %s',
      async (_, fault) => {
        await shared(ofEachKind(calls, { middle: true }), async (tenant, nth) => {
          const before = tenant.accounts();
          const after = outcomes?.[await change(tenant)];
          await tenant.spoil(nth, fault);
          await tenant.runCycle('full');

          const gone = missing(before, after);
          const removed = missing(before, tenant.accounts());
          expect([calls[nth - 1], removed.filter((fact) => !gone.includes(fact))]).toEqual([
            calls[nth - 1],
            [],
          ]);

          await tenant.administer('delete', '/faults');
          expect(await tenant.runCycle()).toBe(true);
          expect([calls[nth - 1], tenant.accounts()]).toEqual([calls[nth - 1], after]);
        });
      },
      ROW_TIMEOUT_MS,
    );
  });
});

/**
 * Numbers, from 1, of the first and the last call of each kind, and of one between where a trace of it is all there is: what fails
 * the reading fails it alike on every page.
 */
function ofEachKind(calls: readonly string[], { middle }: { readonly middle: boolean }): readonly number[] {
  const numbers = new Map<string, number[]>();
  for (const [index, path] of calls.entries()) {
    const kind = path.replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'id');
    numbers.set(kind, [...(numbers.get(kind) ?? []), index + 1]);
  }
  return [...numbers.values()].flatMap((own) => {
    const chosen = [own.at(0), ...(middle ? [own.at(Math.floor(own.length / 2))] : []), own.at(-1)];
    return [...new Set(chosen.flatMap((nth) => nth ?? []))];
  });
}

/** What `before` has and `now` has not: active accounts, members, who has a manager. */
function missing(before: Accounts | undefined, now: Accounts | undefined): readonly string[] {
  const held = factsOf(now);
  return factsOf(before).filter((fact) => !held.includes(fact));
}

function factsOf(accounts: Accounts | undefined): readonly string[] {
  if (accounts === undefined) return [];
  const members = Object.entries(accounts.members).flatMap(([group, names]) =>
    names.map((name) => `${name} is in ${group}`),
  );
  return [
    ...accounts.active.map((name) => `${name} is active`),
    ...members,
    ...accounts.managed.map((name) => `${name} has a manager`),
  ];
}

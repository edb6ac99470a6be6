import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { planOperations } from '../../../src/cycle/plan-operations.js';
import { writeOperations } from '../../../src/cycle/write-operations.js';
import type { AppRole, Assignment } from '../../../src/directory/directory-source.js';
import type { TargetValues } from '../../../src/schema/model.js';
import type { Store, UserFact } from '../../../src/store/index.js';
import type { CycleCounts, StagedDeletionsStatus } from '../../../workflows/contract.js';
import { someGroupRules, someRules } from '../../unit/plan/builders.js';
import { aClause, aFilter, aGroup as aFilterGroup } from '../../unit/scoping/builders.js';
import { aLinkRow, group, readGroups, readUsers } from '../store/a-directory.js';
import { aCycle } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

/** Who is employed, assigned and has an account from the beginning. */
export const STAFF = ['ann', 'bo', 'cy', 'dee', 'eve'] as const;
/** Groups that are assigned and in the app from the beginning. */
export const TEAMS = ['sales', 'support', 'lab'] as const;
/** So many deletes and disables wait. */
export const THRESHOLD = 3;
const CYCLE_MS = 40 * 60_000;

const role: AppRole = { id: 'r1', value: null, displayName: 'User', isEnabled: true, allowsUsers: true };
const scope = aFilter(aFilterGroup('Not leaving', aClause('jobTitle', 'NOT EQUALS', 'Leaving')));

/** Whoever is titled "Left" is switched off by a mapping; of whoever is titled "Broken" nothing can be said. */
export const guardedRules = {
  User: someRules({
    schema: { scope },
    mappings: [
      { target: 'userName', source: 'displayName', matching: 1 },
      {
        target: 'active',
        expression:
          'IIF([jobTitle] = "Broken", Item([displayName], 4), IIF([jobTitle] = "Left", "False", Not([IsSoftDeleted])))',
      },
      { target: 'title', source: 'jobTitle' },
    ],
  }),
  Group: someGroupRules(),
};

/** A company, an app with accounts of everybody, and the cycles between them. */
export interface GuardedCompany {
  readonly context: CycleContext;
  readonly target: FakeTarget;
  /** Changes the directory's word of users: attributes, whether they are enabled, or where they went. */
  tell(ids: readonly string[], change: Change): Promise<void>;
  assign(...ids: readonly string[]): Promise<void>;
  unassign(...ids: readonly string[]): Promise<void>;
  /** The context of the next cycle, which nobody has begun. */
  next(changes?: Partial<CycleContext>): Promise<CycleContext>;
  /** Carries out what `next` planned, and sums it up. */
  write(context: CycleContext): Promise<CycleCounts>;
  /** Plans and carries out the next cycle. @returns what became of it. */
  cycle(changes?: Partial<CycleContext>): Promise<CycleCounts>;
  answer(given: 'allowed' | 'rejected'): Promise<number>;
  status(): Promise<StagedDeletionsStatus | null>;
  /** Who has an account that is on, groups included. */
  present(): readonly string[];
  /** What was written since it was asked for the last time. */
  takeWrites(): readonly string[];
  /** Actions and reasons of the newest cycle's log. */
  logged(): Promise<readonly string[]>;
}

export type Change =
  { readonly state: 'softDeleted' | 'deleted' } | { readonly title?: string; readonly enabled?: boolean };

export async function aGuardedCompany(
  store: Store,
  changes: Partial<CycleContext> = {},
): Promise<GuardedCompany> {
  const target = new FakeTarget();
  const context = aCycle(store, target, {
    rules: guardedRules,
    deletionThreshold: { unit: 'count', value: THRESHOLD },
    number: 0,
    ...changes,
  });
  const { appId, sourceKey } = context;
  const assigned = new Set<string>([...STAFF, ...TEAMS]);
  let number = 0;

  const read = async (): Promise<void> => {
    const reading = await store.assignments.beginReading(appId);
    await store.assignments.addToReading(reading, [...assigned].map(anAssignment));
    await store.assignments.adoptReading(reading, sourceKey, [role]);
  };

  const company: GuardedCompany = {
    context,
    target,
    async tell(ids, change) {
      await readUsers(store, context, ...ids.map((id) => aFact(id, change)));
    },
    async assign(...ids) {
      for (const id of ids) assigned.add(id);
      await read();
    },
    async unassign(...ids) {
      for (const id of ids) assigned.delete(id);
      await read();
    },
    async next(given = {}) {
      number += 1;
      const next = { ...context, number, now: new Date(context.now.getTime() + number * CYCLE_MS), ...given };
      await store.cycles.begin({ ...next, configurationVersion: 1 });
      return next;
    },
    async write(cycle) {
      const { writes } = await store.plans.count(cycle);
      if (writes > 0) await writeOperations(cycle, { first: 1, last: writes });
      await store.cycles.finish({ ...cycle, configurationVersion: 1 }, 'succeeded', null);
      await store.stagedDeletions.forgetDone(appId);
      return store.cycles.totals(appId, cycle.number);
    },
    async cycle(given) {
      const cycle = await company.next(given);
      await planOperations(cycle);
      return company.write(cycle);
    },
    answer: (given) => store.stagedDeletions.answer(appId, given, number),
    status: () => store.stagedDeletions.status(appId),
    present: () =>
      [
        ...[...target.users.values()].flatMap(({ userName, active }) => (active === true ? [userName] : [])),
        ...[...target.groups.values()].map(({ values }) => values['displayName']),
      ]
        .map((name) => (typeof name === 'string' ? name : ''))
        .sort(),
    takeWrites: () => target.writes.splice(0).sort(),
    async logged() {
      const entries = await store.log.entries({ appId, limit: 100 });
      return entries
        .filter(({ cycle }) => cycle === number)
        .map(({ action, sourceId, reason }) => [action, sourceId, reason].filter(Boolean).join(' '))
        .sort();
    },
  };

  await company.tell(STAFF, {});
  await readGroups(store, context, ...TEAMS.map((id) => group(id)));
  await read();
  for (const id of STAFF) {
    const exported: TargetValues = { userName: id, active: true, title: 'Employee' };
    target.users.set(`t-${id}`, exported);
    await store.links.claim(context, aLinkRow(id, { exported }));
  }
  for (const id of TEAMS) {
    const exported = { displayName: id, externalId: id };
    target.groups.set(`t-${id}`, { values: exported, members: [] });
    await store.links.claim(context, aLinkRow(id, { objectName: 'Group', exported }));
  }
  await company.cycle();
  company.takeWrites();
  return company;
}

function anAssignment(principalId: string): Assignment {
  const isTeam = (TEAMS as readonly string[]).includes(principalId);
  return {
    id: `of-${principalId}`,
    principalId,
    principalType: isTeam ? 'Group' : 'User',
    appRoleId: role.id,
  };
}

function aFact(id: string, change: Change): UserFact {
  if ('state' in change) return { state: change.state, id };
  const { title = 'Employee', enabled = true } = change;
  const attributes = { displayName: [id], jobTitle: [title] };
  return { state: 'present', user: { id, accountEnabled: enabled, attributes } };
}

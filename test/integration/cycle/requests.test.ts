import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { indexTarget } from '../../../src/cycle/index.js';
import type { DirectorySource, Watermark } from '../../../src/directory/directory-source.js';
import {
  startStrictScimTarget,
  type RunningStrictScimTarget,
} from '../../../src/emulators/strict-scim/index.js';
import { createScimTarget, type PacedScimTarget } from '../../../src/scim/index.js';
import { standardDialect } from '../../../src/scim/quirks/index.js';
import { openTestStore } from '../../support/store.js';
import { aCycle, MANAGER, noSource, someCycleRules } from './a-cycle.js';
import { idOf } from './a-large-company.js';
import { FakeTarget } from './fake-target.js';
import { PHASES } from './run-phases.js';

const USERS = 60;
const PAGE = 25;
const TOKEN = 'token-of-the-strict-target';

interface Person {
  readonly title: string;
  readonly manager: number | null;
  readonly isEnabled: boolean;
}

/** Nobody's request is sent that the cycle could have done without. */
describe('the requests of a cycle', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let strict: RunningStrictScimTarget;
  let target: PacedScimTarget;
  let people: Map<number, Person>;
  /** Of whom the directory tells in the next cycle. */
  let changed: Set<number>;
  /** Who joined which group since. */
  let joined: Map<string, readonly number[]>;
  let context: CycleContext;

  beforeAll(async () => {
    opened = await openTestStore();
  });
  beforeEach(async () => {
    strict = await startStrictScimTarget({ token: TOKEN });
    target = createScimTarget({
      baseUrl: strict.url,
      token: TOKEN,
      requestsPerSecond: 10_000,
      concurrency: 4,
      pageSize: PAGE,
      dialect: standardDialect,
    });
    people = new Map();
    changed = new Set();
    joined = new Map();
    context = aCycle(opened.store, new FakeTarget(), {
      target,
      source: sourceOf(() => [...people].filter(([person]) => changed.has(person)), joined),
      concurrency: 4,
      number: 0,
      rules: someCycleRules,
    });
    // Each reports to one of three times as few; the first two report to each other.
    for (let person = 1; person <= USERS; person += 1)
      tell(person, { manager: person === 1 ? 2 : Math.ceil(person / 3) });
    await run('initial');
  });
  afterEach(async () => {
    target.close();
    await strict.stop();
  });
  afterAll(async () => {
    await opened.close();
  });

  function tell(person: number, changes: Partial<Person>): void {
    const known = people.get(person) ?? { title: 'Employee', manager: null, isEnabled: true };
    people.set(person, { ...known, ...changes });
    changed.add(person);
  }
  async function run(kind: 'initial' | 'incremental'): Promise<void> {
    context = { ...context, number: context.number + 1, kind };
    for (const [name, phase] of Object.entries(PHASES)) {
      if (name === 'write' && kind === 'initial') await indexTarget(context);
      await phase(context);
    }
    changed.clear();
    joined.clear();
  }
  /** Those since they were last asked for, as `PATCH /Users`. */
  function requests(): readonly string[] {
    const made = strict.requests().map(({ method, path }) => `${method} ${/^\/\w+/.exec(path)?.[0] ?? path}`);
    strict.clearRequests();
    return made;
  }
  const targetIdOf = (person: number) =>
    strict.users().find((user) => user['userName'] === `user-${person}`)?.id;

  it('are one for each new user, who takes the manager along; in a circle one more', () => {
    const made = requests();
    const creates = made.filter((request) => request === 'POST /Users');

    expect(creates).toHaveLength(USERS);
    expect(made.filter((request) => request === 'PATCH /Users')).toHaveLength(1);
    expect(made.filter((request) => request.startsWith('GET')).length).toBeLessThanOrEqual(2);
    expect(JSON.stringify(strict.users().find((user) => user['userName'] === 'user-60'))).toContain(
      `"manager":{"value":"${targetIdOf(20)}"`,
    );
  });

  it.each([
    { what: 'a title', change: { title: 'Chief' }, paths: ['title'] },
    { what: 'a manager', change: { manager: 5 }, paths: [MANAGER] },
    { what: 'a title and a manager', change: { title: 'Chief', manager: 5 }, paths: ['title', MANAGER] },
    { what: 'a sign-in that is switched off', change: { isEnabled: false }, paths: ['active'] },
  ])(
    'are one PATCH with exactly what changed for $what, and nothing is read before',
    async ({ change, paths }) => {
      requests();
      tell(7, change);
      await run('incremental');

      expect(strict.requests()).toMatchObject([
        {
          method: 'PATCH',
          path: `/Users/${targetIdOf(7)}`,
          body: { Operations: paths.map((path) => ({ op: 'replace', path })) },
        },
      ]);
    },
  );

  it('are one question and one POST for somebody who comes later', async () => {
    requests();
    tell(USERS + 1, { manager: 5 });
    await run('incremental');

    expect(requests()).toEqual(['GET /Users', 'POST /Users']);
  });

  it('are one question and one POST for a new group with its members, and one PATCH for those who join', async () => {
    requests();
    joined.set('sales', [7, 8, USERS + 1]);
    tell(USERS + 1, {});
    await run('incremental');

    expect(requests()).toEqual(['GET /Users', 'GET /Groups', 'POST /Users', 'POST /Groups']);
    expect(strict.groups()).toMatchObject([{ members: { length: 3 } }]);

    joined.set('sales', [9, 10]);
    await run('incremental');

    expect(requests()).toEqual(['PATCH /Groups']);
  });

  it('are none when nothing changed, or only what no mapping takes', async () => {
    requests();
    await run('incremental');
    tell(9, {});
    await run('incremental');

    expect(requests()).toEqual([]);
  });
});

/** A directory that tells of `people` as changed, and of who joined groups. */
function sourceOf(
  people: () => readonly (readonly [number, Person])[],
  joined: ReadonlyMap<string, readonly number[]>,
): DirectorySource {
  return {
    ...noSource,
    servicePrincipal: () => Promise.resolve({ id: 'app', displayName: 'app', appRoles: [] }),
    async *userChanges() {
      const changes = people().map(([person, { title, manager, isEnabled }]) => ({
        type: 'present' as const,
        user: {
          id: idOf(person),
          accountEnabled: isEnabled,
          attributes: { displayName: [`user-${person}`], jobTitle: [title] },
          managerId: manager === null ? null : idOf(manager),
        },
      }));
      yield await Promise.resolve({ changes, continueAt: 'users' as Watermark, isLast: true });
    },
    async *groupChanges() {
      const changes = [...joined].map(([id, members]) => ({
        type: 'present' as const,
        group: { id, isSecurityEnabled: true, attributes: { displayName: [id] } },
        members: members.map((person) => ({ userId: idOf(person), joined: true })),
      }));
      yield await Promise.resolve({ changes, continueAt: 'groups' as Watermark, isLast: true });
    },
  };
}

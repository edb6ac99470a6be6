import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  fetchAssignments,
  fetchChanges,
  indexTarget,
  planOperations,
  planReferences,
  writeOperations,
} from '../../../src/cycle/index.js';
import type { CycleContext } from '../../../src/cycle/cycle-context.js';
import { createMicrosoftGraphSource } from '../../../src/directory/index.js';
import { generate, startGraphEmulator } from '../../../src/emulators/graph/index.js';
import {
  startStrictScimTarget,
  type RunningStrictScimTarget,
} from '../../../src/emulators/strict-scim/index.js';
import type { Fault } from '../../../src/emulators/strict-scim/faults/fault.js';
import { createScimTarget } from '../../../src/scim/index.js';
import { standardDialect } from '../../../src/scim/quirks/index.js';
import { openTestStore } from '../../support/store.js';
import { someRules } from '../../unit/plan/builders.js';
import { aCycle, MANAGER } from './a-cycle.js';
import { FakeTarget } from './fake-target.js';

const USERS = 600;
const TOKEN = 'token-of-the-strict-target';
const FEW = 73;
const company = generate({ users: USERS, seed: 11 });
const seed = {
  ...company,
  apps: company.apps.flatMap((app) => [
    app,
    { ...app, displayName: 'App of a few', assignments: app.assignments?.slice(0, FEW) ?? [] },
  ]),
};
const rules = {
  User: someRules({
    mappings: [
      { target: 'userName', source: 'userPrincipalName', matching: 1 },
      { target: 'displayName', source: 'displayName' },
      { target: 'active', expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")' },
      { target: 'title', source: 'jobTitle' },
      { target: MANAGER, source: 'manager' },
    ],
  }),
  Group: null,
};

describe('a first cycle of a target that offers Bulk', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let directory: Awaited<ReturnType<typeof startGraphEmulator>>;
  let source: ReturnType<typeof createMicrosoftGraphSource>;
  let strict: RunningStrictScimTarget;

  beforeAll(async () => {
    opened = await openTestStore();
    directory = await startGraphEmulator({ seed, throttle: false });
    const [client] = directory.clients;
    source = createMicrosoftGraphSource({
      tenantId: directory.tenantId,
      clientId: client?.clientId ?? '',
      credential: { type: 'clientSecret', secret: client?.clientSecret ?? '' },
      graphUrl: directory.url,
      authorityUrl: directory.url,
    });
  });
  afterEach(async () => {
    await strict.stop();
  });
  afterAll(async () => {
    source.close();
    await directory.stop();
    await opened.close();
  });

  /** @returns the cycle's requests, as `POST /Bulk`. */
  async function runCycles(app: string, ...faults: readonly Fault[]): Promise<readonly string[]> {
    strict = await startStrictScimTarget({
      token: TOKEN,
      switches: { bulk: { maxOperations: 1_000, maxPayloadBytes: 1_048_576 } },
    });
    for (const fault of faults) strict.faults.add(fault);
    const target = createScimTarget({
      baseUrl: strict.url,
      token: TOKEN,
      requestsPerSecond: 10_000,
      concurrency: 8,
      pageSize: 100,
      dialect: { ...standardDialect, bulk: 'discovered' },
    });
    const context = aCycle(opened.store, new FakeTarget(), {
      target,
      source,
      concurrency: 8,
      kind: 'initial',
      servicePrincipalId:
        directory.apps.find(({ displayName }) => displayName === app)?.servicePrincipalId ?? '',
      rules,
    });
    try {
      await runCycle(context);
      const requests = strict.requests().map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);
      strict.clearRequests();
      await runCycle({ ...context, number: 2, kind: 'incremental' });
      expect(strict.requests()).toEqual([]);
      return requests;
    } finally {
      target.close();
    }
  }

  it('costs a request for a hundred users at most, besides the list and the discovery', async () => {
    const requests = await runCycles('Generated App');

    expect(requests.length).toBeLessThanOrEqual(USERS / 100 + 2);
    expect(requests).toContain('POST /Bulk');
    expectThese(USERS);
  });

  it('makes nobody twice when an answer is lost', async () => {
    const requests = await runCycles('App of a few', {
      method: 'POST',
      path: '/Bulk',
      nth: [2],
      dropConnection: 'after',
    });

    expect(requests.filter((request) => request === 'POST /Bulk')).toHaveLength(2);
    expectThese(FEW);
  });

  /** The first so many of the company, each with the manager. */
  function expectThese(count: number): void {
    const managerOf = (user: object): string | undefined =>
      /"manager":\{"value":"([^"]+)/.exec(JSON.stringify(user))?.[1];
    const names = new Map(strict.users().map((user) => [user.id, user['userName']]));
    const managers = strict.users().map((user) => [user['userName'], names.get(managerOf(user) ?? '')]);
    expect(managers.sort()).toEqual(
      seed.users
        .slice(0, count)
        .map((user) => [user.userPrincipalName, user.manager])
        .sort(),
    );
    expect(strict.violations()).toEqual([]);
  }
});

async function runCycle(context: CycleContext): Promise<void> {
  await fetchChanges(context);
  await fetchAssignments(context);
  if (context.kind === 'initial') await indexTarget(context);
  const { writes } = await planOperations(context);
  for (let first = 1; first <= writes; first += 1_000)
    await writeOperations(context, { first, last: Math.min(writes, first + 999) });
  const references = await planReferences(context);
  if (references.writes > writes)
    await writeOperations(context, { first: writes + 1, last: references.writes });
}

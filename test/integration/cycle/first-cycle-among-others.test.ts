import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DirectoryChange, DirectorySource, Watermark } from '../../../src/directory/directory-source.js';
import { openStore } from '../../../src/store/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { statementsOf, type Statement } from '../../support/statements.js';
import { aCycle, noSource, someCycleRules } from './a-cycle.js';
import { assignmentOf, idOf, pages, range, ROLE, storeLargeCompany } from './a-large-company.js';
import { FakeTarget } from './fake-target.js';
import { runPhases } from './run-phases.js';

const USERS = 2_500;
/**
 * What one statement may read for each user. Outcomes are stored at least 50 at a time, more where the machine is fast, and reading
 * all users of so small an app each time may be the cheapest way; all of them for each of them would be 2,500.
 */
const MOST_ROWS_A_USER = 60;

describe(`the first cycle of an app with ${USERS} users`, () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    await (await openStore(database.url)).close();
  }, 60_000);
  afterAll(async () => {
    await database.drop();
  });

  it('compares nobody with everybody while PostgreSQL has counted no table', async () => {
    expect(excessive(await firstCycle('phone', 'fabrikam'))).toEqual([]);
  }, 60_000);

  it('compares nobody with everybody where PostgreSQL has counted many rows, and all of them are of others', async () => {
    await storeLargeCompany(database.url, 20_000);

    expect(excessive(await firstCycle('chat', 'northwind'))).toEqual([]);
  }, 60_000);

  /** What PostgreSQL did for it. */
  async function firstCycle(appId: string, sourceKey: string): Promise<readonly Statement[]> {
    const target = new FakeTarget();
    const statements = await statementsOf(database.url, (store) =>
      runPhases(
        aCycle(store, target, {
          appId,
          sourceKey,
          kind: 'initial',
          source: aSource(),
          concurrency: 8,
          rules: { User: { ...someCycleRules.User, scope: 'assigned' }, Group: null },
        }),
      ),
    );
    expect(target.users.size).toBe(USERS);
    return statements;
  }
});

function excessive(statements: readonly Statement[]): readonly string[] {
  return statements
    .filter(({ rowsRead }) => rowsRead > MOST_ROWS_A_USER * USERS)
    .map(({ rowsRead, sql }) => `${Math.round(rowsRead)} rows: ${sql}`);
}

/** Everybody is assigned, and reports to one of ten times as few. */
function aSource(): DirectorySource {
  const role = { id: ROLE, value: 'User', displayName: 'User', isEnabled: true, allowsUsers: true };
  const everybody = () => range(1, USERS, new Set());
  const toChange = (person: number): DirectoryChange => ({
    type: 'present',
    user: {
      id: idOf(person),
      accountEnabled: true,
      attributes: { displayName: [`user-${person}`], jobTitle: ['Employee'] },
      managerId: person === 1 ? null : idOf(Math.ceil(person / 10)),
    },
  });
  return {
    ...noSource,
    servicePrincipal: () => Promise.resolve({ id: 'app', displayName: 'app', appRoles: [role] }),
    async *userChanges() {
      for await (const changes of pages(everybody(), toChange))
        yield { changes, continueAt: 'users' as Watermark, isLast: changes.length < 999 };
    },
    assignments: () => pages(everybody(), assignmentOf),
  };
}

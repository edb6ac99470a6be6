import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobConfiguration } from '../../../src/config/configuration.js';
import { generate } from '../../../src/emulators/graph/index.js';
import { configure } from '../../../workflows/contract.js';
import { startTestSystem, type TestJob, type TestSystem } from '../../support/system.js';

const USERS = 12;
const seed = generate({ users: USERS });
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const department = seed.users[0]?.['department'];
const DEPARTMENT = typeof department === 'string' ? department : '';
const inDepartment = seed.users.filter((user) => user['department'] === DEPARTMENT).length;

interface Account {
  readonly id: string;
  readonly userName: string;
  readonly active: boolean;
  readonly nickName: string;
  readonly title: string;
  readonly roles?: readonly Readonly<Record<string, unknown>>[];
}

const mappings: NonNullable<JobConfiguration['app']['mappings']> = [
  { target: 'userName', source: 'userPrincipalName', matching: 1, apply: 'always' },
  {
    target: 'active',
    expression: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
    apply: 'always',
  },
  {
    target: 'displayName',
    expression: 'NormalizeDiacritics(Join(" ", [givenName], [surname]))',
    apply: 'always',
  },
  {
    target: 'nickName',
    expression:
      'SelectUniqueValue(ToLower(Left([department], 3)), Join("-", ToLower(Left([department], 3)), [employeeId]))',
    apply: 'create',
  },
  { target: 'title', expression: 'Redact([jobTitle])', apply: 'always' },
  {
    target: 'roles',
    expression: 'AssertiveAppRoleAssignmentsComplex([appRoleAssignments])',
    apply: 'always',
  },
  {
    target: `${ENTERPRISE}:employeeNumber`,
    expression: 'IIF(Left([employeeId], 1) = 1, [employeeId], NULL)',
    apply: 'always',
  },
];

describe('the mapping language at work', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startTestSystem({ seed });
  });
  afterAll(async () => {
    await system.stop();
  });

  const accounts = (): readonly Account[] => system.target.users() as unknown as readonly Account[];
  const apply = (job: TestJob, configuration: JobConfiguration) =>
    job.handle.executeUpdate(configure, { args: [{ configuration }] });

  it('writes what the expressions yield, to whom the filters mean, and keeps following both', async () => {
    const configuration = system.configuration({ mappings });
    const filtered: JobConfiguration = {
      ...configuration,
      app: {
        ...configuration.app,
        scopingFilters: [
          {
            name: 'One department',
            clauses: [{ attribute: 'department', operator: 'EQUALS', value: DEPARTMENT }],
          },
        ],
      },
    };
    await system.withJob(configuration, async (job) => {
      expect(await job.cycleEnded(1)).toMatchObject({
        state: 'Succeeded',
        counts: { created: USERS, failed: 0 },
      });

      expect(new Set(accounts().map(({ nickName }) => nickName.toLowerCase())).size).toBe(USERS);
      const short = accounts().filter(({ nickName }) => nickName.length === 3);
      expect(short).toHaveLength(new Set(seed.users.map(({ department }) => department)).size);
      expect(accounts()[0]?.roles).toEqual([
        { primary: false, type: 'WindowsAzureActiveDirectoryRole', display: 'User', value: 'User' },
      ]);

      const entries = await system.store.log.entries({ appId: configuration.app.id, limit: USERS });
      const titles = entries.flatMap(({ changes }) => changes.filter(({ path }) => path === 'title'));
      expect(titles).toHaveLength(USERS);
      expect(new Set(titles.map(({ newValue }) => newValue))).toEqual(new Set(['[Redact]']));
      expect(accounts().every(({ title }) => seed.users.some(({ jobTitle }) => jobTitle === title))).toBe(
        true,
      );

      system.target.clearRequests();
      expect(await job.sync()).toMatchObject({ kind: 'incremental', counts: { planned: 0 } });
      expect(system.target.requests()).toEqual([]);

      const narrowed = await apply(job, filtered);
      expect(narrowed).toMatchObject({ changes: ['app.scopingFilters'], restartsCycle: true });
      expect(await job.cycleEnded(3)).toMatchObject({
        state: 'Succeeded',
        kind: 'initial',
        countEntitled: inDepartment,
        counts: { disabled: USERS - inDepartment, created: 0, failed: 0 },
      });
      expect(accounts().filter(({ active }) => active)).toHaveLength(inDepartment);

      const slower = await apply(job, { ...filtered, app: { ...filtered.app, interval: '2h' } });
      expect(slower).toMatchObject({ changes: ['app.interval'], restartsCycle: false });
      expect(await job.sync()).toMatchObject({ kind: 'incremental' });

      await apply(job, configuration);
      expect(await job.cycleEnded(5)).toMatchObject({
        kind: 'initial',
        countEntitled: USERS,
        counts: { created: 0, failed: 0 },
      });
      expect(accounts().filter(({ active }) => active)).toHaveLength(USERS);
      expect(accounts()).toHaveLength(USERS);
    });
  });

  it('creates nobody for whom every unique value is taken', async () => {
    const unique = {
      target: 'nickName',
      expression: 'SelectUniqueValue("one", "two")',
      apply: 'create',
    } as const;
    const configuration = system.configuration({
      mappings: [
        {
          target: 'userName',
          expression: 'Append([userPrincipalName], ".other")',
          matching: 1,
          apply: 'always',
        },
        unique,
      ],
    });
    await system.withJob(configuration, async (job) => {
      expect(await job.cycleEnded(1)).toMatchObject({
        state: 'EntryLevelErrors',
        counts: { created: 2, failed: USERS - 2 },
      });

      const given = accounts().filter(({ nickName }) => ['one', 'two'].includes(nickName));
      expect(given.map(({ nickName }) => nickName).sort()).toEqual(['one', 'two']);
      const [failure] = await system.store.log.entries({
        appId: configuration.app.id,
        status: 'failure',
        limit: 1,
      });
      expect(failure).toMatchObject({
        errorCode: 'EntryConflict',
        reason:
          'Each of the 2 values that SelectUniqueValue offers for nickName is taken. Add a rule to the mapping.',
      });
    });
  });
});

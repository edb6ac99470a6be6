import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openTestStore } from '../../support/store.js';
import { DIRECT, FaultyTenant, LEGAL, mail, SALES } from './a-faulty-tenant.js';

const ASSIGNMENTS = '*/appRoleAssignedTo*';
const ASSIGNMENT_COUNT = '*/appRoleAssignedTo/$count';
const MEMBERS = '*/members/microsoft.graph.user*';
const MEMBER_COUNT = '*/members/microsoft.graph.user/$count';
const everyone = [...DIRECT, ...SALES, ...LEGAL].sort();
const without = (...names: readonly string[]) => everyone.filter((name) => !names.includes(name));

describe('what a reading of the assignments must prove', () => {
  let opened: Awaited<ReturnType<typeof openTestStore>>;
  let tenant: FaultyTenant;

  beforeAll(async () => {
    opened = await openTestStore();
  });
  afterAll(async () => {
    await opened.close();
  });
  beforeEach(async () => {
    tenant = await FaultyTenant.start(opened.store);
    await tenant.runCycle();
  });
  afterEach(async () => {
    await tenant.stop();
  });

  const active = () => tenant.accounts().active;
  const fault = (body: object, path: string, match: object = {}) =>
    tenant.administer('post', '/faults', { ...body, match: { path, ...match } });
  const heal = () => tenant.administer('delete', '/faults');
  /** The count is asked for below the list's path: a fault of its own keeps those of the list away from it. */
  const countedRight = (path: string) => fault({ kind: 'delay', delayMs: 0 }, path);

  it('asks for no count as long as nobody is missing', async () => {
    await tenant.assign(mail('stranger'));

    const calls = await tenant.callsOf(() => tenant.runCycle());

    expect(calls.filter((path) => path.includes('$count'))).toEqual([]);
    expect(active()).toContain('stranger');
  });

  it('asks once for the count when few are missing, and reads nothing twice', async () => {
    await tenant.unassign(mail('direct3'));

    const calls = await tenant.callsOf(() => tenant.runCycle());

    expect(active()).toEqual(without('direct3'));
    expect(calls.filter((path) => path.includes('appRoleAssignedTo'))).toHaveLength(4);
    expect(await tenant.events()).toEqual([]);
  });

  it('keeps everybody as long as Graph counts more assignments than it lists; who comes, comes', async () => {
    await countedRight(ASSIGNMENT_COUNT);
    await fault({ kind: 'missingItems' }, ASSIGNMENTS);
    await tenant.assign(mail('stranger'));

    await tenant.runCycle();
    await tenant.runCycle('full');

    expect(active()).toEqual(expect.arrayContaining(everyone));
    expect(tenant.accounts().members).toMatchObject({ Sales: { length: 6 }, Legal: { length: 4 } });
    expect(await tenant.events()).toEqual(['AssignmentsContradictCount', 'AssignmentsContradictCount']);

    await heal();
    await tenant.unassign(mail('direct3'));
    await tenant.runCycle();
    expect(active()).toEqual([...without('direct3'), 'stranger'].sort());
  });

  it.each<[string, object, string]>([
    ['Graph counts them', { kind: 'delay', delayMs: 0 }, 'AssignmentsContradictCount'],
    ['Graph counts none of anything', { kind: 'status', status: 400 }, 'AssignmentsUnproven'],
  ])('keeps everybody when the list is empty, and %s', async (_, ofTheCount, code) => {
    await fault(ofTheCount, ASSIGNMENT_COUNT);
    await fault({ kind: 'zeroResults' }, ASSIGNMENTS);

    await tenant.runCycle();

    expect(active()).toEqual(everyone);
    expect(await tenant.events()).toEqual([code]);
  });

  it('lets go of everybody when two readings and the count say that there is nobody', async () => {
    for (const principal of [...DIRECT.map(mail), 'Sales', 'Legal']) await tenant.unassign(principal);

    await tenant.runCycle();

    expect(active()).toEqual([]);
    expect(await tenant.events()).toEqual(['SuspiciousDropConfirmed']);
  });

  it('reads everything again when many are missing, and keeps whom the second reading shows', async () => {
    await fault({ kind: 'wrongCount', count: 0 }, ASSIGNMENT_COUNT);
    await fault({ kind: 'missingItems' }, ASSIGNMENTS, { nth: [1, 2, 3] });

    await tenant.runCycle();

    expect(active()).toEqual(everyone);
    expect(await tenant.events()).toEqual(['SuspiciousDropRefuted']);
  });

  it('reads again when Graph does not count, and keeps whom the second reading shows', async () => {
    await fault({ kind: 'status', status: 400 }, ASSIGNMENT_COUNT);
    await fault({ kind: 'skippedPage' }, ASSIGNMENTS, { nth: 1 });

    await tenant.runCycle();

    expect(active()).toEqual(everyone);
    expect(await tenant.events()).toEqual(['AssignmentsReadIncomplete']);
  });

  it('lets go of few whom no reading shows where Graph does not count', async () => {
    await fault({ kind: 'status', status: 501 }, ASSIGNMENT_COUNT);
    await tenant.unassign(mail('direct3'));

    await tenant.runCycle();

    expect(active()).toEqual(without('direct3'));
  });

  it('waits for a count that lags behind', async () => {
    await tenant.unassign(mail('direct3'));
    await fault({ kind: 'wrongCount', count: 10 }, ASSIGNMENT_COUNT);
    await tenant.runCycle();
    expect(active()).toEqual(everyone);

    await heal();
    await tenant.runCycle();
    expect(active()).toEqual(without('direct3'));
  });

  it('keeps the members of the one group whose count is higher than its list, and lets go of others', async () => {
    await countedRight(MEMBER_COUNT);
    await fault({ kind: 'skippedPage' }, MEMBERS, { nth: [1, 3, 5, 7] });
    await tenant.unassign(mail('direct3'));

    await tenant.runCycle();

    expect(active()).toEqual(without('direct3'));
    expect(tenant.accounts().members).toMatchObject({ Sales: SALES, Legal: LEGAL });
    expect(await tenant.events()).toContain('MembersContradictCount');
  });

  it('entitles nobody through a group that is not security-enabled any more, once it is read twice', async () => {
    await tenant.administer('patch', '/groups/Sales', { securityEnabled: false });

    await tenant.runCycle();

    expect(active()).toEqual(without(...SALES));
    expect(await tenant.events()).toEqual(['SuspiciousDropConfirmed']);
  });

  it('keeps the members of a group that is said not to exist, and is assigned', async () => {
    await fault({ kind: 'status', status: 404 }, '/v1.0/groups/*');

    await tenant.runCycle();

    expect(active()).toEqual(everyone);
    expect(tenant.accounts().members).toMatchObject({ Sales: SALES, Legal: LEGAL });
    expect(await tenant.events()).toEqual(['AssignedGroupMissing', 'AssignedGroupMissing']);
  });

  it('gives an account to the assigned of whom a first full read did not tell', async () => {
    const another = await FaultyTenant.start(opened.store);
    try {
      await another.administer('post', '/faults', {
        kind: 'skippedPage',
        match: { path: '/v1.0/users/delta', nth: 1 },
      });
      await another.runCycle();

      expect(another.accounts()).toEqual(tenant.accounts());
    } finally {
      await another.stop();
    }
  });
});

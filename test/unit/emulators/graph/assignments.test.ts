import { afterEach, describe, expect, it } from '@jest/globals';
import type { GraphEmulatorOptions } from '../../../../src/emulators/graph/index.js';
import { aSeed, itemsOf, people, Tenant, userRole } from './tenant.js';

let tenant: Tenant;
let list: string;

async function started(count: number, options: Partial<GraphEmulatorOptions> = {}) {
  const users = people(count + 1);
  const assignments = users
    .slice(0, count)
    .map(({ userPrincipalName: principal }) => ({ principal, role: 'User' }));
  const apps = [{ displayName: 'Dialpad', appRoles: [{ id: userRole, displayName: 'User' }], assignments }];
  tenant = await Tenant.start({ seed: aSeed({ users, apps }), ...options });
  list = `/servicePrincipals/${tenant.emulator.apps[0]?.servicePrincipalId ?? ''}/appRoleAssignedTo`;
}

const countOf = async (query = '?$top=999') => itemsOf(await tenant.pages(list + query)).length;
const assign = (principal: string) =>
  tenant.admin('/assignments', { method: 'POST', json: { app: 'Dialpad', principal } });
const unassign = (principal: string) =>
  tenant.admin('/assignments', { method: 'DELETE', json: { app: 'Dialpad', principal } });

afterEach(async () => {
  await tenant.stop();
});

describe('the assignments of an app', () => {
  it.each([
    ['', [100, 100, 50]],
    ['?$top=999', [250]],
    ['?$top=60', [60, 60, 60, 60, 10]],
  ])('come in pages, asked with %s', async (query, sizes) => {
    await started(250);
    const pages = await tenant.pages(list + query);
    expect(pages.map((page) => page.value?.length)).toEqual(sizes);
    expect(new Set(itemsOf(pages).map(({ id }) => id)).size).toBe(250);
  });

  it('are counted for who accepts that the count may lag', async () => {
    await started(3);
    const headers = { ConsistencyLevel: 'eventual' };
    const count = async () => (await tenant.graph(`${list}/$count`, { headers })).body['text'];
    expect(await count()).toBe('3');
    await unassign('p1@contoso.example');
    await tenant.admin('/users/p2@contoso.example', { method: 'DELETE' });
    expect(await count()).toBe('1');
    expect((await tenant.graph(`${list}/$count`)).statusCode).toBe(400);
  });

  it('come in small pages when told to, whatever $top says', async () => {
    await started(5, { pageSizes: { assignments: 2 } });
    expect((await tenant.pages(`${list}?$top=999`)).map((page) => page.value?.length)).toEqual([2, 2, 1]);
  });

  it('name principal, role and resource', async () => {
    await started(1);
    const [first] = itemsOf(await tenant.pages(list));
    expect(first).toEqual({
      id: expect.stringMatching(/^[\w-]{43}$/),
      appRoleId: userRole,
      createdDateTime: '2024-01-15T08:00:00Z',
      deletedDateTime: null,
      principalDisplayName: 'p1',
      principalId: await tenant.idOf('p1'),
      principalType: 'User',
      resourceDisplayName: 'Dialpad',
      resourceId: tenant.emulator.apps[0]?.servicePrincipalId,
    });
  });

  it('follow assigning and unassigning', async () => {
    await started(2);
    await assign('p3@contoso.example');
    const afterAssigning = await countOf();
    await unassign('p1@contoso.example');
    await unassign('p2@contoso.example');
    expect([afterAssigning, await countOf()]).toEqual([3, 1]);
  });

  it('hide those of a soft-deleted user until the user is restored', async () => {
    await started(2);
    await tenant.admin('/users/p1@contoso.example', { method: 'DELETE' });
    const hidden = await countOf();
    await tenant.admin('/users/p1@contoso.example/restore', { method: 'POST' });
    expect([hidden, await countOf()]).toEqual([1, 2]);
  });

  it('lag behind by as many readings as told', async () => {
    await started(2, { quirks: { assignmentLag: 2 } });
    await assign('p3@contoso.example');
    await unassign('p1@contoso.example');
    await unassign('p2@contoso.example');
    expect([await countOf(), await countOf(), await countOf()]).toEqual([2, 2, 1]);
  });

  it('miss some without $top when told to', async () => {
    await started(30, { quirks: { omitWithoutTop: true } });
    expect([await countOf(''), await countOf()]).toEqual([27, 30]);
  });

  it('refuse a $top above 999', async () => {
    await started(1);
    expect((await tenant.graph(`${list}?$top=1000`)).statusCode).toBe(400);
  });

  it('can be made and removed the way Graph does it', async () => {
    await started(0);
    const resourceId = tenant.emulator.apps[0]?.servicePrincipalId;
    const json = { principalId: await tenant.idOf('p1'), resourceId, appRoleId: userRole };

    const made = await tenant.write(list, { method: 'POST', json });
    const twice = await tenant.write(list, { method: 'POST', json });
    const unknownRole = await tenant.write(list, {
      method: 'POST',
      json: { ...json, appRoleId: resourceId },
    });
    const removed = await tenant.write(`${list}/${String(made.body['id'])}`, { method: 'DELETE' });

    expect([made, twice, unknownRole, removed].map(({ statusCode }) => statusCode)).toEqual([
      201, 400, 400, 204,
    ]);
    expect(await countOf()).toBe(0);
  });

  it('belong to a service principal that is found by id and by appId', async () => {
    await started(0);
    const [app] = tenant.emulator.apps;
    for (const key of [`/${app?.servicePrincipalId ?? ''}`, `(appId='${app?.appId ?? ''}')`]) {
      const { body } = await tenant.graph(`/servicePrincipals${key}?$select=displayName,appRoles`);
      expect(body).toMatchObject({
        displayName: 'Dialpad',
        appRoles: [{ id: userRole, isEnabled: true, value: null }],
      });
    }
  });
});

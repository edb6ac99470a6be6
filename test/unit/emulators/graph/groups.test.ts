import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aPerson, aSeed, itemsOf, Tenant, type Item } from './tenant.js';

let tenant: Tenant;
let team: string;

beforeEach(async () => {
  const users = ['ada', 'bob', 'cleo', 'dora'].map((name) => aPerson(name));
  const groups = [
    { displayName: 'Team', members: ['ada@contoso.example', 'bob@contoso.example', 'Nested'] },
    { displayName: 'Nested', members: ['cleo@contoso.example'] },
    { displayName: 'Party', securityEnabled: false, groupTypes: ['Unified'] },
  ];
  const seed = aSeed({ users, groups });
  tenant = await Tenant.start({
    seed: {
      ...seed,
      tenant: {
        ...seed.tenant,
        devices: [{ displayName: 'Laptop' }],
        orgContacts: [{ displayName: 'Supplier' }],
      },
    },
  });
  team = (await groupNamed('Team')).id;
});

afterEach(async () => {
  await tenant.stop();
});

async function groupNamed(name: string) {
  const found = itemsOf(await tenant.pages('/groups')).find((group) => group['displayName'] === name);
  if (found === undefined) throw new Error(`There is no group ${name}.`);
  return found;
}

const names = async (path: string) => itemsOf(await tenant.pages(path)).map((item) => item['displayName']);
const join = async (name: string) =>
  tenant.write(`/groups/${team}/members/$ref`, {
    method: 'POST',
    json: { '@odata.id': `https://graph.microsoft.com/v1.0/users/${await tenant.idOf(name)}` },
  });

describe('groups', () => {
  it('list their direct members, a page at a time, nested people never', async () => {
    const pages = await tenant.pages(
      `/groups/${team}/members/microsoft.graph.user?$select=id,displayName&$top=1`,
    );
    expect(pages.map((page) => page.value?.map((item) => item['displayName']))).toEqual([['ada'], ['bob']]);
    expect(await names(`/groups/${team}/members`)).toEqual(['ada', 'bob', 'Nested']);
  });

  it('count their direct members, of all kinds or people only, for who accepts that the count may lag', async () => {
    const headers = { ConsistencyLevel: 'eventual' };
    const count = async (cast: string) =>
      (await tenant.graph(`/groups/${team}/members${cast}/$count`, { headers })).body['text'];
    expect([await count(''), await count('/microsoft.graph.user')]).toEqual(['3', '2']);
    await tenant.admin('/users/ada@contoso.example', { method: 'DELETE' });
    expect([await count(''), await count('/microsoft.graph.user')]).toEqual(['2', '1']);
    expect((await tenant.graph(`/groups/${team}/members/$count`)).statusCode).toBe(400);
  });

  it('list no more members a page than they are told to, whatever $top says', async () => {
    await tenant.stop();
    const users = ['ada', 'bob', 'cleo'].map((name) => aPerson(name));
    const members = users.map(({ userPrincipalName }) => userPrincipalName);
    const seed = aSeed({ users, groups: [{ displayName: 'Team', members }] });
    tenant = await Tenant.start({ seed, pageSizes: { membersAtMost: 2 } });
    const pages = await tenant.pages(`/groups/${team}/members?$top=999`);
    expect(pages.map((page) => page.value?.length)).toEqual([2, 1]);
  });

  it('do not list soft-deleted members until they are restored', async () => {
    await tenant.admin('/users/ada@contoso.example', { method: 'DELETE' });
    const without = await names(`/groups/${team}/members/microsoft.graph.user?$select=displayName`);
    await tenant.admin('/users/ada@contoso.example/restore', { method: 'POST' });
    expect(without).toEqual(['bob']);
    expect(await names(`/groups/${team}/members/microsoft.graph.user?$select=displayName`)).toEqual([
      'ada',
      'bob',
    ]);
  });

  it('say whether they are security-enabled', async () => {
    const { id } = await groupNamed('Party');
    const { body } = await tenant.graph(`/groups/${id}?$select=securityEnabled`);
    expect(body).toMatchObject({ id, securityEnabled: false });
  });

  it('answer 404 when there is none, and 400 for unknown properties', async () => {
    const missing = await tenant.graph(`/groups/${await tenant.idOf('ada')}`);
    const unknown = await tenant.graph(`/groups/${team}?$select=colour`);
    expect([missing.statusCode, missing.body.error?.code]).toEqual([404, 'Request_ResourceNotFound']);
    expect([unknown.statusCode, unknown.body.error?.code]).toEqual([400, 'Request_BadRequest']);
  });

  it('tell their delta of members who join and leave, and of a user who is gone for good', async () => {
    const select = '/groups/delta?$select=displayName,members';
    const [ada, dora] = [await tenant.idOf('ada'), await tenant.idOf('dora')];
    const first = await tenant.round(select);
    await join('dora');
    await tenant.admin('/users/ada@contoso.example', { method: 'DELETE' });
    const second = await tenant.round(first.next);
    await tenant.admin('/deleted/ada@contoso.example', { method: 'DELETE' });
    const third = await tenant.round(second.next);

    expect(second.items).toEqual([
      {
        id: team,
        displayName: 'Team',
        'members@delta': [{ '@odata.type': '#microsoft.graph.user', id: dora }],
      },
    ]);
    expect(third.items[0]?.['members@delta']).toMatchObject([{ id: ada, '@removed': { reason: 'deleted' } }]);
  });

  it('tell their delta of memberships only when members are selected', async () => {
    const { items, next } = await tenant.round('/groups/delta?$select=displayName');
    await join('dora');
    expect(items.some((item) => 'members@delta' in item)).toBe(false);
    expect((await tenant.round(next)).items).toEqual([]);
  });

  it('are gone at once when they are security groups, and restorable when they are not', async () => {
    const { next } = await tenant.round('/groups/delta?$select=displayName');
    const { id: party } = await groupNamed('Party');
    await tenant.write(`/groups/${team}`, { method: 'DELETE' });
    await tenant.write(`/groups/${party}`, { method: 'DELETE' });
    const second = await tenant.round(next);
    const restored = await tenant.write(`/directory/deletedItems/${party}/restore`, { method: 'POST' });

    expect(second.items).toEqual([
      { id: team, '@removed': { reason: 'deleted' } },
      { id: party, '@removed': { reason: 'changed' } },
    ]);
    expect(restored.statusCode).toBe(200);
    expect((await tenant.round(second.next)).items).toMatchObject([{ displayName: 'Party' }]);
  });

  it('hold what is no person, each with its type', async () => {
    const { next } = await tenant.round('/groups/delta?$select=members');
    const json = { members: ['Laptop', 'Supplier', 'Dialpad', 'Party'] };
    await tenant.admin(`/groups/${team}/members`, { method: 'POST', json });
    const { items } = await tenant.round(next);

    const told = items[0]?.['members@delta'] as readonly Item[];
    expect(told.map((member) => member['@odata.type'])).toEqual(
      ['device', 'orgContact', 'servicePrincipal', 'group'].map((type) => `#microsoft.graph.${type}`),
    );
    expect(await names(`/groups/${team}/members`)).toEqual([
      'ada',
      'bob',
      'Nested',
      'Laptop',
      'Supplier',
      'Dialpad',
      'Party',
    ]);
  });

  it('tell a first round of members who have left since, but not of groups that are gone', async () => {
    const bob = await tenant.idOf('bob');
    await tenant.admin(`/groups/${team}/members`, { method: 'DELETE', json: { members: [bob] } });
    await tenant.admin('/groups/Party', { method: 'DELETE' });
    const plain = await tenant.round('/groups/delta?$select=displayName,members');
    await tenant.admin('/quirks', { method: 'PATCH', json: { removedInInitialRound: true } });
    const odd = await tenant.round('/groups/delta?$select=displayName,members');

    const told = plain.items
      .filter(({ id }) => id === team)
      .flatMap((item) => item['members@delta'] as Item[]);
    expect(told.filter(({ id }) => id === bob).map((member) => '@removed' in member)).toEqual([false, true]);
    expect(plain.items.some((item) => '@removed' in item)).toBe(false);
    expect(odd.items.filter((item) => '@removed' in item)).toHaveLength(1);
  });

  it('are told by id alone when the filter says so', async () => {
    const { next, items } = await tenant.round(
      `/groups/delta?$select=displayName,members&$filter=id eq '${team}'`,
    );
    await tenant.admin('/groups/Nested', { method: 'PATCH', json: { displayName: 'Nest' } });
    await tenant.admin('/groups/Team', { method: 'PATCH', json: { displayName: 'Crew' } });

    expect(items.map(({ id }) => id)).toEqual([team]);
    expect((await tenant.round(next)).items).toMatchObject([{ id: team, displayName: 'Crew' }]);
  });

  it('leave the groups that held them when they are gone', async () => {
    const { next } = await tenant.round('/groups/delta?$select=members');
    const { id } = await groupNamed('Nested');
    await tenant.admin('/groups/Nested', { method: 'DELETE' });

    expect((await tenant.round(next)).items).toContainEqual({
      id: team,
      'members@delta': [{ '@odata.type': '#microsoft.graph.group', id, '@removed': { reason: 'deleted' } }],
    });
  });

  it('are shown in the recycle bin only to those who may read groups', async () => {
    const { id } = await groupNamed('Party');
    await tenant.admin('/groups/Party', { method: 'DELETE' });
    const path = `/directory/deletedItems/${id}`;
    const list = '/directory/deletedItems/microsoft.graph.group?$select=displayName';

    expect((await tenant.graph(path)).statusCode).toBe(403);
    expect((await tenant.write(path, {})).body).toMatchObject({ id, displayName: 'Party' });
    expect((await tenant.write(list, {})).body.value).toEqual([{ id, displayName: 'Party' }]);
  });

  it('refuse a member twice', async () => {
    await join('dora');
    expect((await join('dora')).statusCode).toBe(400);
  });

  it('are what a user is a direct member of', async () => {
    expect(await names('/users/cleo@contoso.example/memberOf')).toEqual(['Nested']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aPerson, aSeed, itemsOf, Tenant } from './tenant.js';

let tenant: Tenant;
let team: string;

beforeEach(async () => {
  const users = ['ada', 'bob', 'cleo', 'dora'].map((name) => aPerson(name));
  const groups = [
    { displayName: 'Team', members: ['ada@contoso.example', 'bob@contoso.example', 'Nested'] },
    { displayName: 'Nested', members: ['cleo@contoso.example'] },
    { displayName: 'Party', securityEnabled: false, groupTypes: ['Unified'] },
  ];
  tenant = await Tenant.start({ seed: aSeed({ users, groups }) });
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

  it('refuse a member twice', async () => {
    await join('dora');
    expect((await join('dora')).statusCode).toBe(400);
  });

  it('are what a user is a direct member of', async () => {
    expect(await names('/users/cleo@contoso.example/memberOf')).toEqual(['Nested']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import got from 'got';
import { aPerson, aSeed, itemsOf, Tenant, userRole } from './tenant.js';

let tenant: Tenant;

beforeEach(async () => {
  const users = ['ada', 'bob', 'cleo', 'dora', 'eve'].map((name) => aPerson(name, { givenName: name }));
  const assignments = [{ principal: 'ada@contoso.example', role: 'User' }];
  const apps = [{ displayName: 'Dialpad', appRoles: [{ id: userRole, displayName: 'User' }], assignments }];
  tenant = await Tenant.start({ seed: aSeed({ users, apps }) });
});

afterEach(async () => {
  await tenant.stop();
});

const assigned = async () => {
  const id = tenant.emulator.apps[0]?.servicePrincipalId ?? '';
  return itemsOf(await tenant.pages(`/servicePrincipals/${id}/appRoleAssignedTo`)).map(
    (item) => item['principalDisplayName'],
  );
};
const play = (name: string, json: object = {}) =>
  tenant.admin(`/scenarios/${name}`, { method: 'POST', json });

describe('the admin API of groups', () => {
  const admin = (method: 'POST' | 'PATCH' | 'DELETE', path: string, json: object = {}) =>
    tenant.admin(path, { method, json });
  const sales = { displayName: 'Sales', members: ['ada@contoso.example', 'bob@contoso.example'] };
  const memberNames = async (id: unknown) =>
    itemsOf(await tenant.pages(`/groups/${String(id)}/members?$select=displayName`)).map(
      (item) => item['displayName'],
    );

  it('founds one, with members and assignments', async () => {
    const { statusCode, body } = await admin('POST', '/groups', { ...sales, assign: ['Dialpad'] });

    expect([statusCode, body['status']]).toEqual([201, 'live']);
    expect(body['properties']).toMatchObject({ displayName: 'Sales', securityEnabled: true, groupTypes: [] });
    expect(await memberNames(body['id'])).toEqual(['ada', 'bob']);
    expect(await assigned()).toEqual(['ada', 'Sales']);
  });

  it('changes one by its name, and by its id', async () => {
    const { body } = await admin('POST', '/groups', sales);

    await admin('PATCH', '/groups/sales', { displayName: 'Sales EMEA' });
    const renamed = await admin('PATCH', `/groups/${String(body['id'])}`, { securityEnabled: false });

    expect(renamed.body).toMatchObject({
      id: body['id'],
      properties: { displayName: 'Sales EMEA', securityEnabled: false },
    });
    expect((await admin('PATCH', '/groups/Sales', {})).statusCode).toBe(404);
  });

  it('adds and removes members, people and groups, all or none', async () => {
    const { body } = await admin('POST', '/groups', sales);
    await admin('POST', '/groups', { displayName: 'Interns' });
    const members = (...names: string[]) => ({ members: names });

    await admin('POST', '/groups/Sales/members', members('cleo@contoso.example', 'Interns'));
    await admin('DELETE', '/groups/Sales/members', members('ada@contoso.example'));
    const twice = await admin('POST', '/groups/Sales/members', members('dora@contoso.example', 'Interns'));
    const absent = await admin(
      'DELETE',
      '/groups/Sales/members',
      members('bob@contoso.example', 'eve@contoso.example'),
    );

    expect([twice.statusCode, absent.statusCode]).toEqual([400, 404]);
    expect(await memberNames(body['id'])).toEqual(['bob', 'cleo', 'Interns']);
  });

  it('does not guess which of two groups of one name is meant', async () => {
    await admin('POST', '/groups', sales);
    await admin('POST', '/groups', { displayName: 'sales' });

    const { statusCode, body } = await admin('DELETE', '/groups/Sales');

    expect([statusCode, body.error?.message]).toEqual([
      400,
      "2 groups are called 'Sales'; name one by its id.",
    ]);
  });

  it('deletes a security group for good, and puts a Microsoft 365 group into the recycle bin', async () => {
    await admin('POST', '/groups', sales);
    await admin('POST', '/groups', { displayName: 'Party', groupTypes: ['Unified'] });

    const gone = await admin('DELETE', '/groups/Sales');
    const binned = await admin('DELETE', '/groups/Party');
    const restored = await admin('POST', '/groups/Party/restore');

    expect([gone, binned, restored].map(({ body }) => body['status'])).toEqual(['purged', 'deleted', 'live']);
    expect((await admin('POST', '/groups/Sales/restore')).statusCode).toBe(404);
  });

  it.each([
    ['after 30 days', 'POST', '/clock', { advance: '31d' }],
    ['when told to', 'DELETE', '/deleted/Party', {}],
  ] as const)('ends a deleted group for good %s', async (_, method, path, json) => {
    const { body } = await admin('POST', '/groups', { displayName: 'Party', groupTypes: ['Unified'] });
    await admin('DELETE', '/groups/Party');

    await admin(method, path, json);

    const state = (await tenant.admin('/state')).body['groups'] as readonly object[];
    expect(state.map((group) => ('id' in group ? group.id : null))).not.toContain(body['id']);
  });
});

describe('the admin API', () => {
  it('needs its own token', async () => {
    const { statusCode } = await got(`${tenant.emulator.adminUrl}/state`, {
      throwHttpErrors: false,
      retry: { limit: 0 },
    });
    expect(statusCode).toBe(401);
  });

  it('resets everything to the seed', async () => {
    const before = await tenant.admin('/state');
    await tenant.admin('/users/ada@contoso.example', { method: 'DELETE' });
    await tenant.admin('/faults', { method: 'POST', json: { kind: 'status', status: 500 } });
    await tenant.admin('/reset', { method: 'POST' });
    expect((await tenant.admin('/state')).body).toEqual(before.body);
    expect((await tenant.graph('/users')).statusCode).toBe(200);
  });

  it('tells what changed since a number', async () => {
    const { body } = await tenant.admin('/changes');
    await tenant.admin('/users/ada@contoso.example', { method: 'PATCH', json: { surname: 'Byron' } });
    await tenant.admin('/assignments', {
      method: 'DELETE',
      json: { app: 'Dialpad', principal: 'ada@contoso.example' },
    });
    const { body: later } = await tenant.admin(`/changes?since=${String(body['seq'])}`);
    expect(later['changes']).toMatchObject([
      { kind: 'user', event: 'changed', changed: ['surname'] },
      { kind: 'assignment', event: 'unassigned', app: 'Dialpad' },
    ]);
  });

  it('hires, with a manager and assignments', async () => {
    const json = {
      userPrincipalName: 'finn@contoso.example',
      manager: 'ada@contoso.example',
      assign: ['Dialpad'],
    };
    const { statusCode, body } = await tenant.admin('/users', { method: 'POST', json });
    expect([statusCode, body['managerId']]).toEqual([201, await tenant.idOf('ada')]);
    expect(await assigned()).toEqual(['ada', 'finn']);
  });

  it('refuses to hire into an app that does not exist, and hires nobody then', async () => {
    const json = { userPrincipalName: 'finn@contoso.example', assign: ['Slack'] };
    expect((await tenant.admin('/users', { method: 'POST', json })).statusCode).toBe(404);
    expect((await tenant.graph('/users/finn@contoso.example')).statusCode).toBe(404);
  });

  it('assigns with Default Access when told to', async () => {
    const json = { app: 'Dialpad', principal: 'bob@contoso.example', role: 'Default Access' };
    const { body } = await tenant.admin('/assignments', { method: 'POST', json });
    expect(body['appRoleId']).toBe('00000000-0000-0000-0000-000000000000');
  });

  it('records calls without their secrets', async () => {
    await tenant.graph('/users?$select=id', { headers: { 'client-request-id': 'mine' } });
    const { body } = await tenant.admin('/requests');
    const calls = body['requests'] as readonly object[];
    expect(calls.at(-1)).toMatchObject({
      method: 'GET',
      path: '/v1.0/users',
      query: '$select=id',
      headers: { 'client-request-id': 'mine' },
      inBatch: false,
      status: 200,
    });
    expect(JSON.stringify(body)).not.toMatch(/authorization|bearer|reader secret/i);
  });

  it('plays the stories of a company', async () => {
    const hired = await play('hire');
    const renamed = await play('rename', { surname: 'Byron' });
    const left = await play('leave');
    const afterLeaving = await assigned();
    const back = await play('rehire');

    expect(hired.body['users']).toMatchObject([{ status: 'live' }]);
    expect(renamed.body['users']).toMatchObject([{ displayName: 'ada Byron' }]);
    expect(left.body['users']).toMatchObject([
      { userPrincipalName: 'ada@contoso.example', status: 'deleted' },
    ]);
    expect(afterLeaving).toHaveLength(1);
    expect(back.body['users']).toMatchObject([{ userPrincipalName: 'ada@contoso.example', status: 'live' }]);
    expect(await assigned()).toHaveLength(2);
  });

  it('deletes most of the company when asked to', async () => {
    const { body } = await play('mass-delete');
    expect(body['users']).toHaveLength(3);
    expect((await play('earthquake')).statusCode).toBe(404);
  });

  it('changes quirks while running', async () => {
    const { body } = await tenant.admin('/quirks', { method: 'PATCH', json: { assignmentLag: 1 } });
    expect(body).toMatchObject({ assignmentLag: 1, drift: false });
  });
});

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

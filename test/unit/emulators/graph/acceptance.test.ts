import { afterEach, describe, expect, it } from '@jest/globals';
import { generate } from '../../../../src/emulators/graph/index.js';
import { aPerson, aSeed, itemsOf, people, reader, scope, Tenant, userRole } from './tenant.js';

const selected = '/users/delta?$select=id,accountEnabled,displayName,surname,manager';
let tenant: Tenant;

afterEach(async () => {
  await tenant.stop();
});

describe('the Graph emulator', () => {
  it('tells of each of 5,000 users once in a full round, with the deltaLink only at its end', async () => {
    tenant = await Tenant.start({ seed: generate({ users: 5000 }) });
    const [client = reader] = tenant.emulator.clients;

    const pages = [];
    for (let next: string | undefined = selected; next !== undefined;) {
      const { body } = await tenant.graph(next, {}, client);
      pages.push(body);
      next = body['@odata.nextLink'];
    }

    expect(new Set(itemsOf(pages).map(({ id }) => id)).size).toBe(5000);
    expect(itemsOf(pages)).toHaveLength(5000);
    expect(pages.map((page) => '@odata.deltaLink' in page)).toEqual([
      ...Array<boolean>(24).fill(false),
      true,
    ]);
  });

  it('tells of the one object whose selected property changed, not of the other', async () => {
    tenant = await Tenant.start();
    const { next } = await tenant.round(selected);

    await tenant.admin('/users/ada@contoso.example', { method: 'PATCH', json: { surname: 'Byron' } });
    await tenant.admin('/users/bob@contoso.example', { method: 'PATCH', json: { jobTitle: 'Clerk' } });

    const { items } = await tenant.round(next);
    expect(items).toEqual([expect.objectContaining({ id: await tenant.idOf('ada'), surname: 'Byron' })]);
  });

  it('lets a member who was removed and added again fold to a member', async () => {
    tenant = await Tenant.start({
      seed: aSeed({ groups: [{ displayName: 'Team', members: ['ada@contoso.example'] }] }),
    });
    const { items, next } = await tenant.round('/groups/delta?$select=displayName,members');
    const group = items[0]?.id ?? '';
    const ada = await tenant.idOf('ada');

    await tenant.write(`/groups/${group}/members/${ada}/$ref`, { method: 'DELETE' });
    await tenant.write(`/groups/${group}/members/$ref`, {
      method: 'POST',
      json: { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${ada}` },
    });

    const changes = (await tenant.round(next)).items.flatMap((item) => item['members@delta']);
    expect(changes).toEqual([
      { '@odata.type': '#microsoft.graph.user', id: ada, '@removed': { reason: 'deleted' } },
      { '@odata.type': '#microsoft.graph.user', id: ada },
    ]);
  });

  it('forgets a delta position after seven days of its own clock', async () => {
    tenant = await Tenant.start({ accessTokenLifetimeSeconds: 30 * 86_400 });
    const { next } = await tenant.round(selected);

    await tenant.admin('/clock', { method: 'POST', json: { advance: '8d' } });

    const { statusCode, body } = await tenant.graph(next);
    expect([statusCode, body.error?.code]).toEqual([400, 'syncStateNotFound']);
  });

  it('answers 410 with a place to begin again when its epoch changes amid paging', async () => {
    tenant = await Tenant.start({ pageSizes: { users: 1 } });
    const { body } = await tenant.graph(selected);

    await tenant.admin('/epoch/bump', { method: 'POST' });

    const gone = await tenant.graph(body['@odata.nextLink'] ?? '');
    expect(gone.statusCode).toBe(410);
    expect((await tenant.round(gone.headers.location ?? '')).items[0]).toHaveProperty('surname', 'Smith');
  });

  it('refuses a batch of 21 requests', async () => {
    tenant = await Tenant.start();
    const requests = Array.from({ length: 21 }, (_, id) => ({
      id: String(id),
      method: 'GET',
      url: '/users',
    }));

    const { statusCode } = await tenant.graph('/$batch', { method: 'POST', json: { requests } });

    expect(statusCode).toBe(400);
  });

  it('tells of a group of 250 members in chunks of 20, other groups between', async () => {
    const users = people(250);
    const members = users.map(({ userPrincipalName }) => userPrincipalName);
    tenant = await Tenant.start({
      seed: aSeed({
        users,
        groups: [
          { displayName: 'All', members },
          { displayName: 'Few', members: members.slice(0, 2) },
        ],
      }),
      pageSizes: { groups: 4 },
    });

    const { items } = await tenant.round('/groups/delta?$select=displayName,members');

    const chunks = items.filter((item) => item['displayName'] === 'All').map((item) => item['members@delta']);
    expect(chunks).toHaveLength(13);
    expect(new Set(chunks.flat().map((member) => (member as { id: string }).id)).size).toBe(250);
    expect(items).toHaveLength(14);
  });

  it('gives the same state, byte for byte, for equal seeds', async () => {
    const seed = aSeed({
      users: [aPerson('ada'), aPerson('bob', { manager: 'ada@contoso.example' })],
      apps: [
        {
          displayName: 'Dialpad',
          appRoles: [{ id: userRole, displayName: 'User' }],
          assignments: [{ principal: 'bob@contoso.example', role: 'User' }],
        },
      ],
    });
    tenant = await Tenant.start({ seed });
    const other = await Tenant.start({ seed });

    const [one, two] = [await tenant.admin('/state'), await other.admin('/state')];
    await other.stop();

    expect(JSON.stringify(one.body)).toBe(JSON.stringify(two.body));
    expect(one.body['users']).toHaveLength(2);
  });

  it('grants tokens for its own address as well as for Graph', async () => {
    tenant = await Tenant.start();
    for (const resource of [scope, `${tenant.emulator.url}/.default`]) {
      const answer = await tenant.token({
        client_id: reader.clientId,
        client_secret: reader.clientSecret,
        grant_type: 'client_credentials',
        scope: resource,
      });
      expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    }
  });
});

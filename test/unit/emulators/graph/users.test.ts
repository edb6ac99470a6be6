import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aPerson, aSeed, itemsOf, Tenant, writer } from './tenant.js';

let tenant: Tenant;

beforeEach(async () => {
  const guest = aPerson('guest_fabrikam.example#EXT#', { userType: 'Guest' });
  const users = [aPerson('ada'), aPerson('bob', { manager: 'ada@contoso.example' }), guest];
  const seed = aSeed({ users });
  const orgContacts = [{ displayName: 'Supplier' }];
  tenant = await Tenant.start({ seed: { ...seed, tenant: { ...seed.tenant, orgContacts } } });
});

afterEach(async () => {
  await tenant.stop();
});

describe('users', () => {
  it('are read by id and by name, with null for what is not set', async () => {
    const id = await tenant.idOf('ada');
    const { body } = await tenant.graph(`/users/${id}?$select=accountEnabled,mail,otherMails`);
    expect(body).toMatchObject({ id, accountEnabled: true, mail: null, otherMails: [] });
    expect(
      (await tenant.graph(`/users/${encodeURIComponent('guest_fabrikam.example#EXT#@contoso.example')}`))
        .statusCode,
    ).toBe(200);
  });

  it('show their default properties only, unless selected', async () => {
    const { body } = await tenant.graph('/users/ada@contoso.example');
    expect(body).not.toHaveProperty('accountEnabled');
    expect(body).toHaveProperty('businessPhones', []);
  });

  it('are counted and listed in pages', async () => {
    const count = await tenant.graph('/users/$count', { headers: { consistencylevel: 'eventual' } });
    const pages = await tenant.pages('/users?$select=displayName&$top=2');
    expect(count.body['text']).toBe('3');
    expect(pages.map((page) => page.value?.length)).toEqual([2, 1]);
  });

  it.each<[string, Record<string, string>, number, unknown]>([
    ['manager', {}, 200, { displayName: 'ada', surname: 'Smith' }],
    ['manager($levels=1;$select=id)', { consistencylevel: 'eventual' }, 200, {}],
    ['manager($levels=1;$select=id)', {}, 400, undefined],
    ['manager($select=id)', {}, 400, undefined],
    ['directReports', {}, 400, undefined],
  ])('are read with $expand=%s and the headers %p: %d', async (expand, headers, status, manager) => {
    const path = `/users/bob@contoso.example?$select=id&$expand=${expand}`;
    const { statusCode, body } = await tenant.graph(path, { headers });

    expect(statusCode).toBe(status);
    if (manager === undefined) expect(body['manager']).toBeUndefined();
    else
      expect(body['manager']).toMatchObject({
        '@odata.type': '#microsoft.graph.user',
        id: await tenant.idOf('ada'),
        ...manager,
      });
  });

  it('may have a contact as their manager', async () => {
    const { next } = await tenant.round('/users/delta?$select=manager');
    await tenant.admin('/users/ada@contoso.example', { method: 'PATCH', json: { manager: 'Supplier' } });

    const type = '#microsoft.graph.orgContact';
    const { body } = await tenant.graph('/users/ada@contoso.example?$select=id&$expand=manager');
    expect(body['manager']).toMatchObject({ '@odata.type': type, displayName: 'Supplier' });
    expect((await tenant.round(next)).items[0]?.['manager@delta']).toMatchObject([{ '@odata.type': type }]);
  });

  it('lose their manager when that one is gone for good', async () => {
    const { next } = await tenant.round('/users/delta?$select=manager');
    const ada = await tenant.idOf('ada');
    await tenant.admin('/users/ada@contoso.example', { method: 'DELETE' });
    const second = await tenant.round(next);
    await tenant.admin('/deleted/ada@contoso.example', { method: 'DELETE' });
    const third = await tenant.round(second.next);

    expect(second.items.map((item) => item['manager@delta'])).toEqual([undefined]);
    expect(third.items.flatMap((item) => item['manager@delta'] ?? [])).toMatchObject([
      { id: ada, '@removed': { reason: 'deleted' } },
    ]);
  });

  it('have a manager, or 404', async () => {
    const { body } = await tenant.graph('/users/bob@contoso.example/manager?$select=id');
    const none = await tenant.graph('/users/ada@contoso.example/manager?$select=id');
    expect(body['id']).toBe(await tenant.idOf('ada'));
    expect([none.statusCode, none.body.error?.code]).toEqual([404, 'Request_ResourceNotFound']);
  });

  it('are created, changed, deleted, restored and purged the way Graph does it', async () => {
    const json = {
      accountEnabled: true,
      displayName: 'Eve',
      mailNickname: 'eve',
      userPrincipalName: 'eve@contoso.example',
      passwordProfile: { password: 'not kept' },
    };
    const created = await tenant.write('/users', { method: 'POST', json });
    const eve = `/users/${String(created.body['id'])}`;
    const bin = `/directory/deletedItems/${String(created.body['id'])}`;
    const steps = [
      await tenant.write('/users', { method: 'POST', json }),
      await tenant.write(eve, { method: 'PATCH', json: { surname: 'Moneypenny' } }),
      await tenant.write(eve, { method: 'PATCH', json: { shoeSize: 42 } }),
      await tenant.write(eve, { method: 'DELETE' }),
      await tenant.graph(eve),
      await tenant.graph(bin),
      await tenant.write(`${bin}/restore`, { method: 'POST' }),
      await tenant.graph(bin),
      await tenant.write(eve, { method: 'DELETE' }),
      await tenant.write(bin, { method: 'DELETE' }),
      await tenant.graph(bin),
    ];
    expect(created.statusCode).toBe(201);
    expect(steps.map(({ statusCode }) => statusCode)).toEqual([
      400, 204, 400, 204, 404, 200, 200, 404, 204, 204, 404,
    ]);
  });

  it('take a name that a deleted user had, and then the deleted one cannot be restored', async () => {
    const ada = await tenant.idOf('ada');
    await tenant.write(`/users/${ada}`, { method: 'DELETE' });
    const hired = await tenant.admin('/users', {
      method: 'POST',
      json: { userPrincipalName: 'ADA@contoso.example' },
    });
    const restored = await tenant.write(`/directory/deletedItems/${ada}/restore`, { method: 'POST' });
    expect(hired.body['id']).not.toBe(ada);
    expect([hired.statusCode, restored.statusCode]).toEqual([201, 400]);
  });

  it('lie in the recycle bin when deleted', async () => {
    const ada = await tenant.idOf('ada');
    await tenant.write(`/users/${ada}`, { method: 'DELETE' });
    const bin = itemsOf(await tenant.pages('/directory/deletedItems/microsoft.graph.user'));
    expect(bin).toMatchObject([{ id: ada, deletedDateTime: expect.any(String) }]);
  });

  it('get and lose a manager by reference', async () => {
    const ada = await tenant.idOf('ada');
    const manager = `/users/${ada}/manager`;
    const json = { '@odata.id': `https://graph.microsoft.com/v1.0/users/${await tenant.idOf('bob')}` };
    await tenant.write(`${manager}/$ref`, { method: 'PUT', json });
    const has = await tenant.graph(manager);
    await tenant.write(`${manager}/$ref`, { method: 'DELETE' });
    expect([has.statusCode, (await tenant.graph(manager)).statusCode]).toEqual([200, 404]);
  });

  it('are resolved by many ids at once', async () => {
    const ids = [await tenant.idOf('ada'), await tenant.idOf('bob'), '00000000-0000-4000-8000-000000000000'];
    const { body } = await tenant.graph(
      '/directoryObjects/getByIds',
      { method: 'POST', json: { ids, types: ['user'] } },
      writer,
    );
    expect(body.value?.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import type { Quirks } from '../../../../src/emulators/graph/index.js';
import { aPerson, aSeed, Tenant } from './tenant.js';

const selected = '/users/delta?$select=accountEnabled,deletedDateTime,surname,mail,manager';
let tenant: Tenant;

async function started(
  quirks: Partial<Quirks> = {},
  users = ['ada', 'bob', 'cleo'].map((name) => aPerson(name)),
) {
  tenant = await Tenant.start({ seed: aSeed({ users }), quirks, pageSizes: { users: 2 } });
}

const change = (name: string, json: object) =>
  tenant.admin(`/users/${name}@contoso.example`, { method: 'PATCH', json });
const remove = (name: string) => tenant.admin(`/users/${name}@contoso.example`, { method: 'DELETE' });
const restore = (name: string) => tenant.admin(`/users/${name}@contoso.example/restore`, { method: 'POST' });

afterEach(async () => {
  await tenant.stop();
});

describe('a users delta round', () => {
  it('tells nothing when nothing happened, and gives a new link', async () => {
    await started();
    const { next } = await tenant.round(selected);
    expect((await tenant.round(next)).items).toEqual([]);
  });

  it('leaves out what was never set and gives null for what was cleared', async () => {
    await started({}, [aPerson('ada', { mail: 'ada@contoso.example' }), aPerson('bob')]);
    const { items, next } = await tenant.round(selected);
    await change('ada', { mail: null });

    expect(items.find((item) => item.id !== items[0]?.id)).not.toHaveProperty('mail');
    expect((await tenant.round(next)).items).toMatchObject([
      { mail: null, surname: 'Smith', accountEnabled: true },
    ]);
  });

  it('tells only what changed when asked for the minimum', async () => {
    await started();
    const { next } = await tenant.round(selected);
    await change('ada', { surname: 'Byron' });

    const { items } = await tenant.round(next, { prefer: 'return=minimal' });

    expect(items).toEqual([{ id: await tenant.idOf('ada'), surname: 'Byron' }]);
  });

  it('tells of the default properties, without nulls, when none are selected', async () => {
    await started({}, [aPerson('ada', { mail: null, department: 'Sales' })]);
    const { items } = await tenant.round('/users/delta');
    expect(items).toEqual([
      {
        id: expect.any(String),
        displayName: 'ada',
        surname: 'Smith',
        userPrincipalName: 'ada@contoso.example',
      },
    ]);
  });

  it('tells of a soft deletion, its end for good, and a restore', async () => {
    await started();
    const [ada, bob] = [await tenant.idOf('ada'), await tenant.idOf('bob')];
    const { next } = await tenant.round(selected);

    await remove('ada');
    await remove('bob');
    const afterDeletion = await tenant.round(next);
    await tenant.admin('/deleted/ada@contoso.example', { method: 'DELETE' });
    await restore('bob');
    const afterwards = await tenant.round(afterDeletion.next);

    expect(afterDeletion.items).toEqual([
      { id: ada, '@removed': { reason: 'changed' } },
      { id: bob, '@removed': { reason: 'changed' } },
    ]);
    expect(afterwards.items).toEqual([
      { id: ada, '@removed': { reason: 'deleted' } },
      expect.objectContaining({ id: bob, surname: 'Smith', deletedDateTime: null }),
    ]);
  });

  it('hides a restore when told to', async () => {
    await started({ restoreInvisible: true });
    await remove('ada');
    const { next } = await tenant.round(selected);
    await restore('ada');
    expect((await tenant.round(next)).items).toEqual([]);
  });

  it.each([
    [false, 2],
    [true, 3],
  ])('tells of users removed before an initial round: %s', async (removedInInitialRound, count) => {
    await started({ removedInInitialRound });
    await remove('ada');
    expect((await tenant.round(selected)).items).toHaveLength(count);
  });

  it('is fixed at its first page: what happens while paging comes in the next round', async () => {
    await started();
    const { body } = await tenant.graph(selected);
    await change('cleo', { surname: 'Late' });

    const rest = await tenant.round(body['@odata.nextLink'] ?? '');

    expect(rest.items).toMatchObject([{ surname: 'Smith' }]);
    expect((await tenant.round(rest.next)).items).toMatchObject([{ surname: 'Late' }]);
  });

  it('drifts when told to: what happens while paging comes again on a later page', async () => {
    await started({ drift: true });
    const { body } = await tenant.graph(selected);
    await change('ada', { surname: 'Late' });

    const { items } = await tenant.round(body['@odata.nextLink'] ?? '');

    expect(items.map((item) => item['surname'])).toEqual(['Smith', 'Late']);
  });

  it('replays earlier changes when told to', async () => {
    await started({ replays: 1 });
    const first = await tenant.round(selected);
    await change('ada', { surname: 'Byron' });
    const second = await tenant.round(first.next);
    const third = await tenant.round(second.next);
    expect(third.items).toMatchObject([{ surname: 'Byron' }]);
  });

  it('gives the manager in initial rounds and when it changed, the one before as removed', async () => {
    await started({}, [aPerson('ada'), aPerson('bob', { manager: 'ada@contoso.example' }), aPerson('cleo')]);
    const [ada, cleo] = [await tenant.idOf('ada'), await tenant.idOf('cleo')];
    const reference = (id: string) => ({ '@odata.type': '#microsoft.graph.user', id });
    const first = await tenant.round(selected);
    await change('bob', { surname: 'Jones' });
    const second = await tenant.round(first.next);
    await change('bob', { manager: 'cleo@contoso.example' });
    const third = await tenant.round(second.next);
    await change('bob', { manager: null });
    const fourth = await tenant.round(third.next);

    expect(first.items.map((item) => item['manager@delta'])).toEqual([
      undefined,
      [reference(ada)],
      undefined,
    ]);
    expect(second.items).toEqual([expect.not.objectContaining({ 'manager@delta': expect.anything() })]);
    const removed = { '@removed': { reason: 'deleted' } };
    expect(third.items[0]?.['manager@delta']).toEqual([{ ...reference(ada), ...removed }, reference(cleo)]);
    expect(fourth.items[0]?.['manager@delta']).toEqual([{ ...reference(cleo), ...removed }]);
  });

  it('begins now when asked for the latest token', async () => {
    await started();
    const { items, next } = await tenant.round('/users/delta?$select=surname&$deltaToken=latest');
    await change('ada', { surname: 'Byron' });
    expect(items).toEqual([]);
    expect((await tenant.round(next)).items).toMatchObject([{ surname: 'Byron' }]);
  });

  it('keeps to the ids of a filter', async () => {
    await started();
    const ada = await tenant.idOf('ada');
    const { items, next } = await tenant.round(`/users/delta?$select=surname&$filter=id eq '${ada}'`);
    await change('bob', { surname: 'Jones' });
    expect(items).toEqual([{ id: ada, surname: 'Smith' }]);
    expect((await tenant.round(next)).items).toEqual([]);
  });

  it('knows OData spellings of its path', async () => {
    await started();
    for (const path of ['/users/microsoft.graph.delta()', '/users/delta()', '/users/microsoft.graph.delta']) {
      expect((await tenant.round(`${path}?$select=surname`)).items).toHaveLength(3);
    }
  });

  it.each([
    ['an unknown property', '?$select=displayName,shoeSize', 400, 'Request_BadRequest'],
    [
      'an undeclared extension',
      '?$select=extension_0123456789abcdef0123456789abcdef_other',
      400,
      'Request_BadRequest',
    ],
    ['a property in another case', '?$select=DisplayName', 400, 'Request_BadRequest'],
    ['a property that lives elsewhere', '?$select=aboutMe', 501, 'NotImplemented'],
    ['$top', '?$top=5', 400, 'Request_UnsupportedQuery'],
    ['another filter', "?$filter=surname eq 'Smith'", 400, 'Request_UnsupportedQuery'],
    ['an altered token', '?$deltatoken=abc.def', 400, 'Request_BadRequest'],
  ])('refuses %s', async (_name, query, status, code) => {
    await started();
    const { statusCode, body } = await tenant.graph(`/users/delta${query}`);
    expect([statusCode, body.error?.code]).toEqual([status, code]);
  });

  it('names the property it does not know, the way Graph does', async () => {
    await started();
    const { body } = await tenant.graph('/users/delta?$select=shoeSize');
    expect(body.error?.message).toContain(
      "Could not find a property named 'shoeSize' on type 'microsoft.graph.user'.",
    );
  });

  it('refuses $select together with $skiptoken', async () => {
    await started();
    const { body } = await tenant.graph(selected);
    const { statusCode } = await tenant.graph(`${body['@odata.nextLink'] ?? ''}&$select=surname`);
    expect(statusCode).toBe(400);
  });

  it('forgets pages after a while', async () => {
    await started();
    const { body } = await tenant.graph(selected);
    await tenant.admin('/tokens/expire', { method: 'POST', json: { kind: 'page' } });
    const stale = await tenant.graph(body['@odata.nextLink'] ?? '');
    expect([stale.statusCode, stale.body.error?.code]).toEqual([400, 'Directory_ExpiredPageToken']);
  });

  it('tells that a user is gone for good after thirty days in the recycle bin', async () => {
    await started();
    const ada = await tenant.idOf('ada');
    await remove('ada');
    const { next } = await tenant.round(selected);

    await tenant.admin('/clock', { method: 'POST', json: { advance: '31d' } });
    await tenant.admin('/clock', { method: 'POST', json: { set: new Date().toISOString() } });

    expect((await tenant.round(next)).items).toEqual([{ id: ada, '@removed': { reason: 'deleted' } }]);
  });
});

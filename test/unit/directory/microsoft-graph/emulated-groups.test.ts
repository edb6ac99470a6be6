import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createMicrosoftGraphSource,
  WatermarkExpired,
  type ChangePage,
  type GroupChange,
  type Watermark,
} from '../../../../src/directory/index.js';
import { startGraphEmulator, type GraphEmulator } from '../../../../src/emulators/graph/index.js';
import { collected, endOf, failureOf, provisioningFailureOf } from './graph-at-the-wire.js';

const people = Array.from({ length: 250 }, (_, index) => `user${index}@contoso.example`);

let tenant: GraphEmulator;
let source: ReturnType<typeof createMicrosoftGraphSource>;

beforeEach(async () => {
  tenant = await startGraphEmulator({
    pageSizes: { users: 100, groups: 3, membersPerEntry: 20 },
    throttle: false,
    seed: {
      tenant: {
        domain: 'contoso.example',
        clients: [
          { clientSecret: 'secret', roles: ['User.Read.All', 'GroupMember.Read.All', 'Group.Read.All'] },
        ],
        devices: [{ displayName: 'Laptop' }],
        orgContacts: [{ displayName: 'Supplier' }],
      },
      users: people.map((userPrincipalName, index) => ({
        userPrincipalName,
        displayName: `User ${index}`,
        ...(index === 1 ? { manager: person(0) } : {}),
      })),
      groups: [
        { displayName: 'Everyone', members: people },
        { displayName: 'Sales', description: 'They sell.', members: people.slice(0, 150) },
        { displayName: 'Mixed', members: [person(0), 'Sales', 'Laptop', 'Supplier', person(1)] },
        { displayName: 'Party', groupTypes: ['Unified'], securityEnabled: false },
      ],
      apps: [],
    },
  });
  source = createMicrosoftGraphSource({
    tenantId: tenant.tenantId,
    clientId: tenant.clients[0]?.clientId ?? '',
    credential: { type: 'clientSecret', secret: 'secret' },
    graphUrl: tenant.url,
    authorityUrl: tenant.url,
  });
});

afterEach(async () => {
  source.close();
  await tenant.stop();
});

function person(index: number): string {
  return people[index] ?? '';
}

async function admin(method: string, path: string, body?: object): Promise<{ readonly id: string }> {
  const answer = await fetch(tenant.adminUrl + path, {
    method,
    headers: { authorization: `Bearer ${tenant.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as { readonly id: string };
}

const groupId = async (name: string) => (await admin('PATCH', `/groups/${name}`)).id;
const userId = async (index: number) => (await admin('PATCH', `/users/${person(index)}`)).id;
const members = (...names: string[]) => ({ members: names });

async function round(from: Watermark | null = null, groupIds: readonly string[] | null = null) {
  const pages = await collected(source.groupChanges({ attributes: ['description'], groupIds, from }));
  return { pages, changes: pages.flatMap((page) => page.changes), end: await endOf(pages) };
}

/** What a reader ends up with: the members of each group, by its name. */
function folded(pages: readonly ChangePage<GroupChange>[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const change of pages.flatMap((page) => page.changes)) {
    if (change.type === 'removed') continue;
    const name = change.group.attributes['displayName']?.[0] ?? '';
    const held = groups.get(name) ?? new Set<string>();
    groups.set(name, held);
    for (const { userId: id, joined } of change.members) {
      if (joined) held.add(id);
      else held.delete(id);
    }
  }
  return groups;
}

describe('the groups of a tenant', () => {
  it('are read with all their members over many pages, others between', async () => {
    const { pages, changes } = await round();

    const names = changes.map((change) =>
      change.type === 'present' ? change.group.attributes['displayName']?.[0] : null,
    );
    expect(pages.length).toBeGreaterThan(6);
    expect(names.indexOf('Sales')).toBeLessThan(names.lastIndexOf('Everyone'));
    expect(Object.fromEntries([...folded(pages)].map(([name, ids]) => [name, ids.size]))).toEqual({
      Everyone: 250,
      Sales: 150,
      Mixed: 2,
      Party: 0,
    });
  });

  it('come with the attributes asked for', async () => {
    const { changes } = await round(null, [await groupId('Sales')]);

    expect(changes[0]).toMatchObject({
      group: { isSecurityEnabled: true, attributes: { displayName: ['Sales'], description: ['They sell.'] } },
    });
  });

  it('are read on from any page', async () => {
    const { pages } = await round();

    const rest = await round(pages[2]?.continueAt ?? null);

    expect(rest.pages.map(({ changes }) => changes)).toEqual(pages.slice(3).map(({ changes }) => changes));
  });

  it('tell of a member who joined and left and joined within one round', async () => {
    const first = await round();
    for (const method of ['DELETE', 'POST', 'DELETE', 'POST'])
      await admin(method, '/groups/Mixed/members', members(person(0)));
    await admin('DELETE', '/groups/Mixed/members', members(person(1), 'Sales'));

    const { changes, pages } = await round(first.end);

    expect(changes.length).toBeGreaterThan(1);
    expect(folded([...first.pages, ...pages]).get('Mixed')).toEqual(new Set([await userId(0)]));
  });

  it('keep a deleted user until that one is gone for good', async () => {
    const gone = await userId(0);
    const first = await round(null, [await groupId('Mixed')]);
    await admin('DELETE', `/users/${person(0)}`);
    const second = await round(first.end, [await groupId('Mixed')]);
    await admin('DELETE', `/deleted/${person(0)}`);
    const third = await round(second.end, [await groupId('Mixed')]);

    expect(second.changes).toEqual([]);
    expect(third.changes).toMatchObject([{ members: [{ userId: gone, joined: false }] }]);
  });

  it('are renamed, lose their security, and go', async () => {
    const [sales, party, mixed] = [await groupId('Sales'), await groupId('Party'), await groupId('Mixed')];
    const { end } = await round();
    await admin('PATCH', '/groups/Mixed', { displayName: 'Medley', securityEnabled: false });
    await admin('DELETE', '/groups/Sales');
    await admin('DELETE', '/groups/Party');

    const { changes } = await round(end);

    expect(changes).toContainEqual({ type: 'removed', id: sales, reason: 'deleted' });
    expect(changes).toContainEqual({ type: 'removed', id: party, reason: 'changed' });
    expect(changes).toContainEqual({
      type: 'present',
      group: { id: mixed, isSecurityEnabled: false, attributes: { displayName: ['Medley'] } },
      members: [],
    });
    const states = await Promise.all([sales, party, mixed].map((id) => source.group(id, [])));
    expect(states.map(({ type }) => type)).toEqual(['deleted', 'softDeleted', 'present']);
  });

  it('come again when changes drift into a round that is being read', async () => {
    const sales = await groupId('Sales');
    await admin('PATCH', '/quirks', { drift: true });
    const pages: ChangePage<GroupChange>[] = [];
    for await (const page of source.groupChanges({
      attributes: ['description'],
      groupIds: null,
      from: null,
    })) {
      if (pages.length === 1) {
        await admin('DELETE', '/groups/Everyone/members', members(person(7)));
        await admin('DELETE', '/groups/Sales');
      }
      pages.push(page);
    }

    expect(folded(pages).get('Everyone')?.size).toBe(249);
    expect(pages.flatMap((page) => page.changes)).toContainEqual({
      type: 'removed',
      id: sales,
      reason: 'deleted',
    });
  });

  it('are told again by replays without doing harm', async () => {
    const first = await round();
    await admin('DELETE', '/groups/Mixed/members', members(person(0)));
    const second = await round(first.end);
    await admin('PATCH', '/quirks', { replays: 5 });

    const third = await round(second.end);

    const all = [...first.pages, ...second.pages, ...third.pages];
    expect(third.changes.length).toBeGreaterThan(0);
    expect(folded(all).get('Mixed')).toEqual(new Set([await userId(1)]));
  });

  it.each([
    ['the service was reset', '/epoch/bump', {}],
    ['the position is eight days old', '/clock', { advance: '8d' }],
  ])('must be read again when %s', async (_, path, body) => {
    const { end, changes } = await round();
    await admin('POST', path, body);

    const error = await failureOf(round(end));
    if (!(error instanceof WatermarkExpired)) throw error;
    const again = await round(error.resumeAt);

    expect(error.restart).toBe('everything');
    expect(again.changes).toEqual(changes);
  });

  it('are not taken for read when their pages never end', async () => {
    await admin('POST', '/faults', { kind: 'endlessNextLink', match: { path: '/v1.0/groups/delta*' } });

    expect(await provisioningFailureOf(round())).toMatchObject({ type: 'SourceIncompatible' });
  });
});

describe('the managers of a tenant', () => {
  async function managersTold(from: Watermark | null) {
    const pages = await collected(source.userChanges({ attributes: ['manager'], from }));
    const told = pages
      .flatMap((page) => page.changes)
      .flatMap((change) =>
        change.type === 'present' && change.user.managerId !== undefined
          ? [[change.user.attributes['userPrincipalName']?.[0], change.user.managerId]]
          : [],
      );
    return { told, end: await endOf(pages) };
  }

  it('are told in the first round, and later only when they change', async () => {
    const boss = await userId(0);
    const first = await managersTold(null);
    await admin('PATCH', `/users/${person(1)}`, { displayName: 'Renamed' });
    const second = await managersTold(first.end);
    await admin('PATCH', `/users/${person(1)}`, { manager: person(2) });
    await admin('PATCH', `/users/${person(3)}`, { manager: 'Supplier' });
    const third = await managersTold(second.end);
    await admin('PATCH', `/users/${person(1)}`, { manager: null });
    const fourth = await managersTold(third.end);

    expect(first.told).toEqual([[person(1), boss]]);
    expect(second.told).toEqual([]);
    expect(third.told).toEqual([
      [person(1), await userId(2)],
      [person(3), null],
    ]);
    expect(fourth.told).toEqual([[person(1), null]]);
  });

  it.each<[string, number, string | null | undefined, string[]]>([
    ['a user', 1, person(0), ['manager']],
    ['nobody', 2, null, ['manager']],
    ['not told when not asked for', 1, undefined, ['department']],
  ])('are read with one user: %s', async (_, index, manager, attributes) => {
    const state = await source.user(await userId(index), attributes);

    const expected = typeof manager === 'string' ? await userId(people.indexOf(manager)) : manager;
    expect(state.type === 'present' ? state.user.managerId : 'absent').toBe(expected);
  });

  it('are nobody when it is a contact', async () => {
    const { id } = await admin('PATCH', `/users/${person(5)}`, { manager: 'Supplier' });

    expect(await source.user(id, ['manager'])).toMatchObject({ user: { managerId: null } });
  });
});

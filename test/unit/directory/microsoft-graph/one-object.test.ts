import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createMicrosoftGraphSource, type DirectorySource } from '../../../../src/directory/index.js';
import { startGraphEmulator, type GraphEmulator } from '../../../../src/emulators/graph/index.js';

const LEAST = ['User.Read.All', 'GroupMember.Read.All', 'Application.Read.All'];
const ROLE = '18d14569-c3bd-439b-9a66-3a2aee01d14f';
const ids = {
  ann: 'a0000000-0000-4000-8000-000000000001',
  bo: 'b0000000-0000-4000-8000-000000000002',
  cy: 'c0000000-0000-4000-8000-000000000003',
  sales: 'd0000000-0000-4000-8000-000000000004',
};

let tenant: GraphEmulator;

beforeAll(async () => {
  tenant = await startGraphEmulator({
    pageSizes: { assignments: 2, members: 2 },
    throttle: false,
    seed: {
      tenant: {
        domain: 'contoso.example',
        clients: [
          { clientSecret: 'secret', roles: LEAST },
          { clientSecret: 'secret', roles: [...LEAST, 'Directory.Read.All'] },
        ],
      },
      users: [
        {
          id: ids.ann,
          userPrincipalName: 'ann@contoso.example',
          displayName: "Ann O'Hara",
          mail: 'a.ohara@contoso.example',
        },
        { id: ids.bo, userPrincipalName: 'bo@contoso.example', displayName: 'Bo' },
        { id: ids.cy, userPrincipalName: 'cy@contoso.example', displayName: 'Bo' },
      ],
      groups: [
        {
          id: ids.sales,
          displayName: 'Sales',
          members: ['bo@contoso.example', 'cy@contoso.example', 'ann@contoso.example'],
        },
        { displayName: 'Around', members: ['Sales'] },
      ],
      apps: [
        {
          displayName: 'Dialpad',
          appRoles: [{ id: ROLE, displayName: 'User', allowedMemberTypes: ['User'] }],
          assignments: ['bo@contoso.example', 'Around', 'Sales'].map((principal) => ({
            principal,
            role: 'User',
          })),
        },
        { displayName: 'Other', assignments: [{ principal: 'ann@contoso.example' }] },
      ],
    },
  });
});

afterAll(() => tenant.stop());

async function asked<T>(
  question: (source: DirectorySource) => Promise<T>,
  { client = 0 }: { readonly client?: number } = {},
): Promise<T> {
  const source = createMicrosoftGraphSource({
    tenantId: tenant.tenantId,
    clientId: tenant.clients[client]?.clientId ?? '',
    credential: { type: 'clientSecret', secret: 'secret' },
    graphUrl: tenant.url,
    authorityUrl: tenant.url,
  });
  try {
    return await question(source);
  } finally {
    source.close();
  }
}

describe('what somebody may mean by a name', () => {
  it.each([
    ['a user principal name in other letters', 'ANN@contoso.example', ['ann']],
    ['a mail address', 'a.ohara@contoso.example', ['ann']],
    ['a display name with a quote', "Ann O'Hara", ['ann']],
    ['an object id', ids.bo.toUpperCase(), ['bo']],
    ["a group's object id", ids.sales, ['sales']],
    ["a group's name", 'sales', ['sales']],
    ['a name of two', 'Bo', ['bo', 'cy']],
    ['a name of nobody', 'Zed', []],
    ['an object id of nobody', 'e0000000-0000-4000-8000-000000000009', []],
    ['a piece of a filter', "x' or displayName eq 'Bo", []],
  ] as const)('by %s', async (_, text, expected) => {
    const found = await asked((source) => source.find(text));

    expect(new Set(found.map(({ id }) => id))).toEqual(new Set(expected.map((name) => ids[name])));
  });

  it('tells what it is and what it is called', async () => {
    expect(await asked((source) => source.find('ann@contoso.example'))).toEqual([
      {
        id: ids.ann,
        objectName: 'User',
        displayName: "Ann O'Hara",
        userPrincipalName: 'ann@contoso.example',
      },
    ]);
    expect(await asked((source) => source.find('Sales'))).toEqual([
      { id: ids.sales, objectName: 'Group', displayName: 'Sales', userPrincipalName: null },
    ]);
  });
});

describe.each([
  ['with the least permissions', 0],
  ['with Directory.Read.All', 1],
])('the assignments of one object, %s', (_, client) => {
  const assignmentsOf = (object: Parameters<DirectorySource['assignmentsOf']>[1]) =>
    asked((source) => source.assignmentsOf(tenant.apps[0]?.servicePrincipalId ?? '', object), { client });

  it.each([
    ['a user: its own and those of its groups, not of groups around them', 'User', 'bo', ['bo', 'sales']],
    ['a user who is in an assigned group only, and assigned to another app', 'User', 'ann', ['sales']],
    ['a group', 'Group', 'sales', ['sales']],
  ] as const)('of %s', async (_situation, objectName, name, expected) => {
    const found = await assignmentsOf({ id: ids[name], objectName });

    expect(found.map(({ principalId }) => principalId).toSorted()).toEqual(
      expected.map((each) => ids[each]).toSorted(),
    );
    expect(found.every(({ appRoleId }) => appRoleId === ROLE)).toBe(true);
  });

  it('of nobody: none', async () => {
    const id = 'e0000000-0000-4000-8000-000000000009';

    expect(await assignmentsOf({ id, objectName: 'User' })).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WatermarkExpired, type Watermark } from '../../../../src/directory/directory-source.js';
import { all, COMPANY, Folder, groupsOf, usersOf } from './a-folder.js';

const PEOPLE = [
  {
    id: '100',
    accountEnabled: true,
    managerId: null,
    attributes: {
      displayName: ['Ann Lee'],
      userPrincipalName: ['Ann@contoso.example'],
      otherMails: ['ann@home.example', 'lee@home.example'],
      accountEnabled: ['True'],
    },
  },
  {
    id: '101',
    accountEnabled: true,
    managerId: '100',
    attributes: {
      displayName: ['Bo "B" Berg'],
      userPrincipalName: ['bo@contoso.example'],
      accountEnabled: ['True'],
    },
  },
  {
    id: '102',
    accountEnabled: false,
    managerId: '100',
    attributes: {
      displayName: ['Cy Young'],
      userPrincipalName: ['cy@contoso.example'],
      accountEnabled: ['False'],
    },
  },
];

async function positionOf(
  reading: Promise<readonly { readonly continueAt: Watermark }[]>,
): Promise<Watermark | null> {
  return (await reading).at(-1)?.continueAt ?? null;
}

describe('a folder of files as a source', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => {
    folder.remove();
  });

  describe.each(['csv', 'yaml', 'json'] as const)('written in %s', (format) => {
    beforeEach(() => {
      folder.write(COMPANY[format]);
    });

    it('tells of everybody, with attributes and managers', async () => {
      const pages = await usersOf(folder.source());

      expect(pages.flatMap(({ changes }) => changes)).toEqual(
        PEOPLE.map((user) => ({ type: 'present', user })),
      );
      expect(pages.map(({ isLast }) => isLast)).toEqual([true]);
    });

    it('tells of groups, with their members', async () => {
      const [page] = await groupsOf(folder.source());

      expect(page?.changes).toEqual([
        {
          type: 'present',
          group: { id: 'g1', isSecurityEnabled: true, attributes: { displayName: ['Sales'] } },
          members: [
            { userId: '100', joined: true },
            { userId: '101', joined: true },
          ],
        },
      ]);
    });

    it('tells of assignments with roles, and of none with Default Access', async () => {
      const source = folder.source();
      const { id, appRoles } = await source.servicePrincipal('Dialpad');
      const [assignments = []] = await all(source.assignments('dialpad'));

      const valueOf = new Map(appRoles.map((role) => [role.id, role.value]));
      expect(id).toBe('dialpad');
      expect(
        assignments.map(({ principalId, principalType, appRoleId }) => [
          principalType,
          principalId,
          valueOf.get(appRoleId),
        ]),
      ).toEqual([
        ['User', '102', 'admin'],
        ['Group', 'g1', 'User'],
      ]);
      expect(await source.assignmentCount('dialpad')).toBe(2);
      expect(await source.assignmentCount('zoom')).toBe(1);
    });
  });

  it('tells nothing as long as nothing changed, also in another format or another order of columns', async () => {
    const [first] = await usersOf(folder.write(COMPANY.csv).source());
    const from = first?.continueAt ?? null;
    folder.write({ 'users.csv': null, ...COMPANY.json });
    folder.write({ 'groups.csv': null, 'assignments.csv': null });

    expect(await usersOf(folder.source(), { from })).toMatchObject([{ changes: [], isLast: true }]);
  });

  it.each<[string, Record<string, string>]>([
    ['a changed value', { 'users.csv': COMPANY.csv['users.csv'].replace('Cy Young', 'Cy Old') }],
    ['a new manager', { 'users.csv': COMPANY.csv['users.csv'].replace('false,100', 'false,101') }],
    ['a person less', { 'users.csv': COMPANY.csv['users.csv'], 'assignments.csv': 'app,user\nzoom,101\n' }],
  ])('reads everything again after %s', async (_, files) => {
    folder.write(COMPANY.csv);
    const source = folder.source();
    const continueAt = await positionOf(usersOf(source));
    const isLess = Object.keys(files).length === 2;
    folder.write(
      isLess ? { ...files, 'users.csv': COMPANY.csv['users.csv'].replace(/^102.*\n/m, '') } : files,
    );

    await expect(usersOf(source, { from: continueAt })).rejects.toMatchObject({
      name: 'WatermarkExpired',
      restart: 'everything',
    });
    expect(await source.user('102', [])).toMatchObject({ type: isLess ? 'softDeleted' : 'present' });
  });

  it('knows its positions for other attributes and other groups no more', async () => {
    const source = folder.write(COMPANY.csv).source();
    const users = await positionOf(usersOf(source));
    const groups = await positionOf(groupsOf(source));

    await expect(usersOf(source, { from: users, attributes: ['mail'] })).rejects.toThrow(WatermarkExpired);
    await expect(groupsOf(source, { from: groups, groupIds: ['g1'] })).rejects.toThrow(WatermarkExpired);
    await expect(usersOf(source, { from: groups })).rejects.toThrow(WatermarkExpired);
    expect(await groupsOf(source, { from: groups })).toMatchObject([{ changes: [] }]);
  });

  it('tells many page by page, goes on from any of them, and begins again when the files changed meanwhile', async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => `u${index},p${index}@contoso.example`);
    folder.write({ 'users.csv': `id,userPrincipalName\n${rows.join('\n')}\n` });
    const source = folder.source();

    const pages = await usersOf(source);
    const rest = await usersOf(source, { from: pages[0]?.continueAt ?? null });

    expect(pages.map(({ changes, isLast }) => [changes.length, isLast])).toEqual([
      [1_000, false],
      [1_000, false],
      [500, true],
    ]);
    expect(rest).toEqual(pages.slice(1));

    folder.write({ 'users.csv': `id,userPrincipalName\n${rows.slice(1).join('\n')}\n` });
    await expect(usersOf(source, { from: pages[0]?.continueAt ?? null })).rejects.toMatchObject({
      restart: 'round',
    });
  });

  it('tells a large group a chunk of its members at a time', async () => {
    const ids = Array.from({ length: 1_500 }, (_, index) => `u${index}`);
    folder.write({
      'users.csv': `id,userPrincipalName\n${ids.map((id) => `${id},${id}@contoso.example`).join('\n')}\n`,
      'groups.csv': `id,displayName,members\ng1,All,${ids.join(';')}\ng2,None,\n`,
    });
    const source = folder.source();

    const changes = (await groupsOf(source)).flatMap((page) => page.changes);
    const members = (await all(await source.directUserMembers('G1'))).flat();

    expect(
      changes.map((change) =>
        change.type === 'present' ? [change.group.id, change.members.length] : change.id,
      ),
    ).toEqual([
      ['g1', 1_000],
      ['g1', 500],
      ['g2', 0],
    ]);
    expect(members).toEqual(ids);
    expect(await source.directUserMemberCount('g1')).toBe(1_500);
  });

  it('reads the groups that it is asked for, and none when there are none to read', async () => {
    const source = folder.write(COMPANY.csv).source();

    expect((await groupsOf(source, { groupIds: ['G1'] }))[0]?.changes).toHaveLength(1);
    expect((await groupsOf(source, { groupIds: ['g2'] }))[0]?.changes).toEqual([]);
    expect(await groupsOf(source, { groupIds: [] })).toEqual([]);
    await expect(
      groupsOf(source, { groupIds: Array.from({ length: 51 }, (_, index) => `g${index}`) }),
    ).rejects.toThrow(RangeError);
  });

  it('says of a group whether it may carry assignments, and of an unknown one that it is gone', async () => {
    folder.write({
      ...COMPANY.csv,
      'groups.csv': 'id,displayName,securityEnabled,members\ng1,Sales,,\ng2,News,false,\n',
    });
    const source = folder.source();

    expect(await Promise.all(['g1', 'g2', 'g3'].map((id) => source.isSecurityEnabled(id)))).toEqual([
      true,
      false,
      null,
    ]);
    expect(await source.group('g3', [])).toEqual({ type: 'softDeleted' });
    expect(await source.directUserMembers('g3')).toBeNull();
    expect(await source.isInRecycleBin('g3')).toBeNull();
  });

  it.each<[string, string, string[]]>([
    ['an id', '102', ['102']],
    ['a user principal name in other letter case', 'BO@CONTOSO.EXAMPLE', ['101']],
    ['a display name', 'ann lee', ['100']],
    ["a group's display name", 'sales', ['g1']],
    ['nobody', 'nobody', []],
  ])('finds whom %s means', async (_, text, ids) => {
    const found = await folder.write(COMPANY.csv).source().find(text);

    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  it.each<[string, { id: string; objectName: 'User' | 'Group' }, string[]]>([
    ['a user who has one', { id: '102', objectName: 'User' }, ['102']],
    ['a user through a group', { id: '100', objectName: 'User' }, ['g1']],
    ['a group', { id: 'G1', objectName: 'Group' }, ['g1']],
    ['somebody unknown', { id: '999', objectName: 'User' }, []],
  ])('tells which assignments concern %s', async (_, object, principals) => {
    const assignments = await folder.write(COMPANY.csv).source().assignmentsOf('dialpad', object);

    expect(assignments.map(({ principalId }) => principalId)).toEqual(principals);
  });

  it('reads attributes by the names of mappings, of Microsoft Graph, and by what apps declare', async () => {
    folder.write({
      'users.yaml': `- ID: 7
  UserPrincipalName: ann_fabrikam.example#EXT#@contoso.example
  mobile: 0049
  telephoneNumber: 0123
  division: North
  employeeOrgData: { costCenter: 007 }
  onPremisesExtensionAttributes: { extensionAttribute3: three }
  employeeHireDate: 2026-03-18
  extension_0123456789abcdef0123456789abcdef_shoeSize: 43
  badge: b-1
  groups: [a, b]
`,
    });
    const source = folder.source({
      declaredAttributes: [
        { name: 'badge', multivalued: false },
        { name: 'groups', multivalued: true },
      ],
    });
    const names = `mobilePhone businessPhones telephoneNumber division costCenter extensionAttribute3 employeeHireDate
      extension_0123456789abcdef0123456789abcdef_shoeSize badge groups objectId userPrincipalName`;

    const state = await source.user('7', names.split(/\s+/));

    expect(state.type === 'present' && state.user.attributes).toEqual({
      mobilePhone: ['0049'],
      businessPhones: ['0123'],
      telephoneNumber: ['0123'],
      division: ['North'],
      costCenter: ['007'],
      extensionAttribute3: ['three'],
      employeeHireDate: ['3/18/2026 12:00:00 AM'],
      extension_0123456789abcdef0123456789abcdef_shoeSize: ['43'],
      badge: ['b-1'],
      groups: ['a', 'b'],
      objectId: ['7'],
      userPrincipalName: ['ann@fabrikam.example'],
    });
  });

  it('reads CSV with a byte order mark, other line breaks, empty lines and line breaks in cells', async () => {
    folder.write({
      'users.csv':
        '\uFEFFid, userPrincipalName ,streetAddress\r\n\r\n1,a@contoso.example,"Elm St 1\nDoor, 2"\r\n\r\n2,b@contoso.example,\r\n',
    });

    const [page] = await usersOf(folder.source(), { attributes: ['streetAddress'] });

    expect(page?.changes).toMatchObject([
      { user: { id: '1', attributes: { streetAddress: ['Elm St 1\nDoor, 2'] } } },
      { user: { id: '2' } },
    ]);
  });

  it('needs no assignments where everybody is meant', async () => {
    folder.write({ 'users.csv': COMPANY.csv['users.csv'] });
    const source = folder.source({ scope: 'all' });

    expect(await source.servicePrincipal('dialpad')).toEqual({
      id: 'dialpad',
      displayName: 'dialpad',
      appRoles: [],
    });
    expect(await source.assignmentsOf('dialpad', { id: '100', objectName: 'User' })).toEqual([]);
  });
});

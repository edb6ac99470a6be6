import { beforeAll, describe, expect, it } from '@jest/globals';
import { differences } from '../../../../src/cli/demo/comparison.js';
import { expectationOf, type Expectation } from '../../../../src/cli/demo/expectation.js';
import { companyFolder } from '../../../../src/emulators/company/index.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let dialpad: Expectation;
beforeAll(async () => {
  dialpad = await expectationOf(companyFolder, 'Dialpad', new Map());
});

describe('what the demo expects', () => {
  it.each([
    ['Dialpad', 47],
    ['Dynamic Signal', 40],
  ])('are the enabled people in scope of %s: %i', async (app, count) => {
    expect((await expectationOf(companyFolder, app, new Map())).accounts.size).toBe(count);
  });

  it.each([
    ['who is disabled', 'viktor.horvath@contoso.example'],
    ['who has Default Access and nothing else', 'aoife.nimhurchu@contoso.example'],
    ['who is only in a nested group', 'elif.sahin@contoso.example'],
  ])('is no account for somebody %s', (_, userName) => {
    expect(dialpad.accounts.has(userName)).toBe(false);
  });

  it('are the assigned groups with their direct members who have an account, where the app has groups', async () => {
    expect(Object.fromEntries([...dialpad.groups].map(([name, members]) => [name, members.length]))).toEqual({
      'Sales Team': 9,
      'Support Team': 9,
    });
    expect((await expectationOf(companyFolder, 'Dynamic Signal', new Map())).groups.size).toBe(0);
  });

  it('is that a guest has the name of home', () => {
    expect(dialpad.accounts.has('pat.taylor@northwind.example')).toBe(true);
    expect(dialpad.accounts.has('rene_o_neill@woodgrove.example')).toBe(true);
  });
});

describe('the comparison of a target with what is expected', () => {
  const expected = new Map([
    ['a@b', new Map(Object.entries({ userName: 'a@b', active: 'true', department: 'Sales' }))],
  ]);
  const account = { userName: 'a@b', active: true, [ENTERPRISE]: { department: 'Sales' } };

  it.each([
    ['nothing when all is as expected', [account], []],
    ['an account that is missing', [], ['a@b: has no account']],
    ['an account too many', [account, { userName: 'c@d' }], ['c@d: nobody should have this account']],
    ['two accounts of one person', [account, account], ['a@b: there are two accounts']],
    ['a field that differs', [{ ...account, active: false }], ['a@b: active is "false", should be "true"']],
    [
      'a field that is missing',
      [{ userName: 'a@b', active: true }],
      ['a@b: department is absent, should be "Sales"'],
    ],
    ['a field too many', [{ ...account, title: 'X' }], ['a@b: title is "X", should be absent']],
  ])('tells %s', (_, stored, lines) => {
    const users = stored.map((user, index) => ({ id: `id-${index}`, ...user }));

    expect(differences({ accounts: expected, groups: new Map() }, { users, groups: [] })).toEqual(lines);
  });

  it.each([
    ['nothing when the group has its members', [{ displayName: 'Sales', members: [{ value: 'id-0' }] }], []],
    ['a group that is missing', [], ['Sales: there is no such group']],
    [
      'a group too many',
      [{ displayName: 'Sales', members: [{ value: 'id-0' }] }, { displayName: 'Other' }],
      ['Other: this group should not be there'],
    ],
    ['a group without its members', [{ displayName: 'Sales' }], ['Sales: its members are , should be a@b']],
    [
      'a member who stands there twice',
      [{ displayName: 'Sales', members: [{ value: 'id-0' }, { value: 'id-0' }] }],
      ['Sales: its members are a@b, a@b, should be a@b'],
    ],
  ])('tells of groups: %s', (_, groups, lines) => {
    const users = [{ id: 'id-0', ...account }];

    expect(
      differences({ accounts: expected, groups: new Map([['Sales', ['a@b']]]) }, { users, groups }),
    ).toEqual(lines);
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { differences } from '../../../../src/cli/demo/comparison.js';
import { expectedAccounts, type Account } from '../../../../src/cli/demo/expectation.js';
import { companyFolder } from '../../../../src/emulators/company/index.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let dialpad: ReadonlyMap<string, Account>;
beforeAll(async () => {
  dialpad = await expectedAccounts(companyFolder, 'Dialpad', new Map());
});

describe('what the demo expects', () => {
  it.each([
    ['Dialpad', 47],
    ['Dynamic Signal', 40],
  ])('are the enabled people in scope of %s: %i', async (app, count) => {
    expect((await expectedAccounts(companyFolder, app, new Map())).size).toBe(count);
  });

  it.each([
    ['who is disabled', 'viktor.horvath@contoso.example'],
    ['who has Default Access and nothing else', 'aoife.nimhurchu@contoso.example'],
    ['who is only in a nested group', 'elif.sahin@contoso.example'],
  ])('is no account for somebody %s', (_, userName) => {
    expect(dialpad.has(userName)).toBe(false);
  });

  it('is that a guest has the name of home', () => {
    expect(dialpad.has('pat.taylor@northwind.example')).toBe(true);
    expect(dialpad.has('rene_o_neill@woodgrove.example')).toBe(true);
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
    expect(differences(expected, stored)).toEqual(lines);
  });
});

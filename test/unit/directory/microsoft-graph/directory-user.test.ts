import { describe, expect, it } from '@jest/globals';
import { toDirectoryUser } from '../../../../src/directory/microsoft-graph/directory-user.js';
import { aGraphUser } from './graph-at-the-wire.js';

describe('toDirectoryUser', () => {
  const always = { userPrincipalName: ['anna@contoso.example'], displayName: ['Anna Albers'] };

  it.each([
    ['nothing asked: who it is', {}, [], {}],
    [
      'an attribute asked',
      { mail: 'a@contoso.example', city: 'Bonn' },
      ['mail'],
      { mail: ['a@contoso.example'] },
    ],
    ['canonical spelling', { jobTitle: 'Cook' }, ['JOBTITLE', 'jobtitle'], { jobTitle: ['Cook'] }],
    ['null and never set', { mail: null }, ['mail', 'department'], {}],
    ['empty text and empty collection', { mail: '', otherMails: [] }, ['mail', 'otherMails'], {}],
    [
      'the first business phone',
      { businessPhones: ['1', '2'] },
      ['telephoneNumber'],
      { telephoneNumber: ['1'] },
    ],
    ['no business phone', { businessPhones: [] }, ['telephoneNumber'], {}],
    [
      'a collection',
      { proxyAddresses: ['SMTP:a', 'smtp:b'] },
      ['proxyAddresses'],
      { proxyAddresses: ['SMTP:a', 'smtp:b'] },
    ],
    ['a boolean', { onPremisesSyncEnabled: false }, ['dirSyncEnabled'], { dirSyncEnabled: ['False'] }],
    ['an enabled account', {}, ['accountEnabled'], { accountEnabled: ['True'] }],
    [
      'a date in UTC, as mappings know dates',
      { employeeHireDate: '2026-04-09T18:05:04Z' },
      ['employeeHireDate'],
      { employeeHireDate: ['4/9/2026 6:05:04 PM'] },
    ],
    ['a number', { extension_a_level: 7 }, ['extension_a_level'], { extension_a_level: ['7'] }],
    [
      'an extension attribute',
      { onPremisesExtensionAttributes: { extensionAttribute1: null, extensionAttribute3: 'x' } },
      ['extensionattribute3', 'extensionAttribute1'],
      { extensionAttribute3: ['x'] },
    ],
    ['no extension attributes at all', { onPremisesExtensionAttributes: null }, ['extensionAttribute3'], {}],
    [
      'organisation data',
      { employeeOrgData: { division: 'South' } },
      ['division', 'costCenter'],
      { division: ['South'] },
    ],
    ['computed attributes', {}, ['IsSoftDeleted', 'appRoleAssignments'], {}],
    ['a whole object', { employeeOrgData: { division: 'South' } }, ['employeeOrgData'], {}],
    ['the object id', { id: 'ABCD' }, ['objectid'], { objectId: ['abcd'] }],
  ])('delivers %s', (_, properties, asked, expected) => {
    expect(toDirectoryUser(aGraphUser(properties), asked).attributes).toEqual({ ...always, ...expected });
  });

  it("gives a guest the name it has at home, and the tenant's as the original", () => {
    const guest = aGraphUser({
      userPrincipalName: 'bo_fabrikam.example#EXT#@contoso.example',
      userType: 'Guest',
    });

    expect(toDirectoryUser(guest, ['originalUserPrincipalName', 'userType']).attributes).toEqual({
      userPrincipalName: ['bo@fabrikam.example'],
      originalUserPrincipalName: ['bo_fabrikam.example#EXT#@contoso.example'],
      displayName: ['Anna Albers'],
      userType: ['Guest'],
    });
  });

  it('compares ids in lower case and tells whether the account is enabled', () => {
    expect(toDirectoryUser(aGraphUser({ id: 'ABC-1', accountEnabled: false }), [])).toMatchObject({
      id: 'abc-1',
      accountEnabled: false,
    });
  });
});

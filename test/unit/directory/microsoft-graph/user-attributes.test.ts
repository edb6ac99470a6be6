import { describe, expect, it } from '@jest/globals';
import {
  homeUserPrincipalName,
  userAttributes as readable,
  userDeltaSelect,
} from '../../../../src/directory/microsoft-graph/user-attributes.js';
import { initialUsersUrl } from '../../../../src/directory/microsoft-graph/user-changes.js';
import { userAttributes } from '../../../../src/schema/source-attributes.js';

const ALWAYS = ['accountEnabled', 'deletedDateTime', 'displayName', 'id', 'userPrincipalName', 'userType'];

describe('what is selected of a user', () => {
  it.each([
    ['nothing beyond what is always read', [], []],
    ['the same name', ['mail'], ['mail']],
    ['objectId', ['objectId'], []],
    ['telephoneNumber', ['telephoneNumber'], ['businessPhones']],
    ['mobile', ['mobile'], ['mobilePhone']],
    ['facsimileTelephoneNumber', ['facsimileTelephoneNumber'], ['faxNumber']],
    ['physicalDeliveryOfficeName', ['physicalDeliveryOfficeName'], ['officeLocation']],
    ['originalUserPrincipalName', ['originalUserPrincipalName'], []],
    [
      'two with the same parent',
      ['extensionAttribute1', 'extensionAttribute15'],
      ['onPremisesExtensionAttributes'],
    ],
    ['division and costCenter', ['division', 'costCenter'], ['employeeOrgData']],
    ['dirSyncEnabled', ['dirSyncEnabled'], ['onPremisesSyncEnabled']],
    ['computed ones', ['IsSoftDeleted', 'appRoleAssignments', 'manager'], []],
    [
      'another spelling',
      ['TELEPHONENUMBER', 'Department', 'issoftdeleted'],
      ['businessPhones', 'department'],
    ],
    ['a directory extension', ['extension_0a1B_costCode'], ['extension_0a1B_costCode']],
    ['an unknown name', ['shoeSize'], ['shoeSize']],
  ])('selects for %s', (_, names, added) => {
    expect(readable.selectFor(names)).toEqual([...ALWAYS, ...added].sort());
  });

  it('does not depend on the order or the number of mappings', () => {
    expect(readable.selectFor(['surname', 'mail', 'surname'])).toEqual(
      readable.selectFor(['mail', 'surname']),
    );
  });

  it('is the manager, too, when a delta query tracks it', () => {
    expect(userDeltaSelect(['MANAGER', 'manager', 'mail'])).toEqual([...ALWAYS, 'mail', 'manager'].sort());
    expect(userDeltaSelect(['mail'])).not.toContain('manager');
  });
});

describe('initialUsersUrl', () => {
  it('asks for the selected properties in sorted order', () => {
    const url = initialUsersUrl(new URL('https://graph.microsoft.com'), ['mail', 'telephoneNumber']);

    expect(url.href).toBe(
      'https://graph.microsoft.com/v1.0/users/delta?$select=accountEnabled,businessPhones,deletedDateTime,displayName,id,mail,userPrincipalName,userType',
    );
  });

  it('lets no name break out of the query', () => {
    const url = initialUsersUrl(new URL('http://127.0.0.1:8080/graph/'), ['x&$filter=y']);

    expect(url.href).toBe(
      'http://127.0.0.1:8080/graph/v1.0/users/delta?$select=accountEnabled,deletedDateTime,displayName,id,userPrincipalName,userType,x%26%24filter%3Dy',
    );
  });
});

describe('homeUserPrincipalName', () => {
  it.each([
    ['anna@contoso.example', 'anna@contoso.example'],
    ['anna_fabrikam.example#EXT#@contoso.example', 'anna@fabrikam.example'],
    ['anna_maria_fabrikam.example#EXT#@contoso.example', 'anna_maria@fabrikam.example'],
    ['anna#EXT#@con_toso.example', 'anna#EXT#@con_toso.example'],
    ['', ''],
  ])('turns %p into %p', (userPrincipalName, expected) => {
    expect(homeUserPrincipalName(userPrincipalName)).toBe(expected);
  });
});

describe('what mappings may read', () => {
  it.each(userAttributes.map(({ name }) => [name]))('%s is spelled as Microsoft Graph is read', (name) => {
    expect(readable.attribute(name.toUpperCase()).name).toBe(name);
  });
});

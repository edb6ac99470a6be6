import { describe, expect, it } from '@jest/globals';
import { toDirectoryGroup } from '../../../../src/directory/microsoft-graph/directory-group.js';
import { groupAttributes } from '../../../../src/directory/microsoft-graph/group-attributes.js';
import { initialGroupsUrl } from '../../../../src/directory/microsoft-graph/group-changes.js';
import { aGraphGroup } from './graph-at-the-wire.js';

const ALWAYS = ['deletedDateTime', 'displayName', 'id', 'securityEnabled'];

describe('what is selected of a group', () => {
  it.each([
    ['nothing beyond what is always read', [], []],
    ['the same name in another spelling', ['MailNickname', 'MAIL'], ['mailNickname', 'mail']],
    ['objectId', ['objectId'], []],
    ['dirSyncEnabled', ['dirSyncEnabled'], ['onPremisesSyncEnabled']],
    ['relations and computed ones', ['members', 'IsSoftDeleted', 'appRoleAssignments'], []],
    ['a directory extension', ['extension_0a1B_costCode'], ['extension_0a1B_costCode']],
    ['an unknown name', ['shoeSize'], ['shoeSize']],
  ])('for %s', (_, names, added) => {
    expect(groupAttributes.selectFor(names)).toEqual([...ALWAYS, ...added].sort());
  });
});

describe('toDirectoryGroup', () => {
  it.each<[string, object, string[], object]>([
    ['nothing asked: its name', { description: 'x' }, [], {}],
    ['an attribute asked', { description: 'x' }, ['Description'], { description: ['x'] }],
    ['the object id', { id: 'ABC' }, ['objectid'], { objectId: ['abc'] }],
    ['a boolean', { mailEnabled: false }, ['mailEnabled'], { mailEnabled: ['False'] }],
    [
      'a list',
      { groupTypes: ['Unified', 'DynamicMembership'] },
      ['groupTypes'],
      { groupTypes: ['Unified', 'DynamicMembership'] },
    ],
    ['an empty list and null', { groupTypes: [], mail: null }, ['groupTypes', 'mail'], {}],
    [
      'a date',
      { createdDateTime: '2026-04-09T18:05:04Z' },
      ['createdDateTime'],
      { createdDateTime: ['4/9/2026 6:05:04 PM'] },
    ],
    ['members', { members: [{ id: 'u1' }] }, ['members'], {}],
  ])('delivers %s', (_, properties, asked, expected) => {
    expect(toDirectoryGroup(aGraphGroup(properties), asked).attributes).toEqual({
      displayName: ['Sales'],
      ...expected,
    });
  });

  it.each([
    [true, true],
    [false, false],
    [null, false],
  ])('tells securityEnabled %p as %p', (securityEnabled, expected) => {
    expect(toDirectoryGroup(aGraphGroup({ securityEnabled }), []).isSecurityEnabled).toBe(expected);
  });
});

describe('initialGroupsUrl', () => {
  const graph = new URL('https://graph.microsoft.com');

  it('tracks the members of all groups', () => {
    expect(initialGroupsUrl(graph, ['mail'], null).href).toBe(
      'https://graph.microsoft.com/v1.0/groups/delta?$select=deletedDateTime,displayName,id,mail,members,securityEnabled',
    );
  });

  it('filters by id, each once, in an order of its own', () => {
    const { searchParams } = initialGroupsUrl(graph, [], ['B', 'a', 'b']);

    expect(searchParams.get('$filter')).toBe("id eq 'a' or id eq 'b'");
  });

  it('lets no id break out of the filter', () => {
    const { searchParams } = initialGroupsUrl(graph, [], ["x' or id ne '&$top=1"]);

    expect([...searchParams.keys()]).toEqual(['$select', '$filter']);
    expect(searchParams.get('$filter')).toBe("id eq 'x'' or id ne ''&$top=1'");
  });

  it('takes fifty groups and not one more', () => {
    const ids = Array.from({ length: 51 }, (_, index) => `g${index}`);

    expect(() => initialGroupsUrl(graph, [], ids)).toThrow(RangeError);
    expect(() => initialGroupsUrl(graph, [], ids.slice(1))).not.toThrow();
  });
});

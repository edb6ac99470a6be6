import { describe, expect, it } from '@jest/globals';
import type { CannedAnswer } from '../canned-server.js';
import {
  aGraphGroup,
  aGraphUser,
  ALWAYS_SELECTED,
  collected,
  GROUPS_SELECTED,
  graphError,
  provisioningFailureOf,
  sourceReading,
  TOKEN_LINE,
} from './graph-at-the-wire.js';

const ID = '0a1b2c3d-0000-4000-8000-000000000001';
const NOT_FOUND = { status: 404, json: graphError('Request_ResourceNotFound') };
const FORBIDDEN = { status: 403, json: graphError('Authorization_RequestDenied') };

describe('one user', () => {
  const userLine = `GET /v1.0/users/${ID}?$select=${ALWAYS_SELECTED}`;
  const deletedLine = `GET /v1.0/directory/deletedItems/${ID}`;

  it.each<[string, Record<string, CannedAnswer>, unknown]>([
    [
      'present',
      { [userLine]: { json: aGraphUser() } },
      {
        type: 'present',
        user: {
          id: ID,
          accountEnabled: true,
          attributes: { userPrincipalName: ['anna@contoso.example'], displayName: ['Anna Albers'] },
        },
      },
    ],
    ['soft-deleted', { [userLine]: NOT_FOUND, [deletedLine]: { json: { id: ID } } }, { type: 'softDeleted' }],
    ['deleted', { [userLine]: NOT_FOUND, [deletedLine]: NOT_FOUND }, { type: 'deleted' }],
  ])('is %s', async (_, answers, expected) => {
    const { source } = await sourceReading(answers);

    await expect(source.user(ID, [])).resolves.toEqual(expected);
  });

  it.each<[string, object, string | null]>([
    ['the user who is', { manager: { '@odata.type': '#microsoft.graph.user', id: 'BOSS' } }, 'boss'],
    ['nobody when there is none', {}, null],
    ['nobody when it is null', { manager: null }, null],
    [
      'nobody when it is a contact',
      { manager: { '@odata.type': '#microsoft.graph.orgContact', id: 'c' } },
      null,
    ],
  ])('comes with the manager when asked: %s', async (_, properties, managerId) => {
    const { source } = await sourceReading({
      [`${userLine}&$expand=manager`]: { json: aGraphUser(properties) },
    });

    const state = await source.user(ID, ['manager']);

    if (state.type !== 'present') throw new Error('The user is there.');
    expect(state.user.managerId).toBe(managerId);
    expect(state.user.attributes).not.toHaveProperty('manager');
  });

  it('is not gone because something on the way says 404', async () => {
    const { source } = await sourceReading({ [userLine]: { status: 404, text: '<html>nginx</html>' } });

    expect(await provisioningFailureOf(source.user(ID, []))).toMatchObject({ type: 'SourceIncompatible' });
  });

  it('is not gone because the recycle bin may not be read', async () => {
    const { source } = await sourceReading({ [userLine]: NOT_FOUND, [deletedLine]: FORBIDDEN });

    expect(await provisioningFailureOf(source.user(ID, []))).toMatchObject({
      type: 'SourcePermissionMissing',
    });
  });

  it('is asked for safely by any id, and the message does not tell an address', async () => {
    const line = `GET /v1.0/users/bo%40contoso.example%2F..?$select=${ALWAYS_SELECTED}`;
    const { source, server } = await sourceReading({ [line]: FORBIDDEN });

    const failure = await provisioningFailureOf(source.user('bo@contoso.example/..', []));

    expect(server.lines()).toEqual([TOKEN_LINE, line]);
    expect(failure.message).toMatch(/^Reading user: /);
  });
});

describe('one group', () => {
  const groupLine = `GET /v1.0/groups/${ID}?$select=${GROUPS_SELECTED}`;
  const deletedLine = `GET /v1.0/directory/deletedItems/${ID}`;

  it.each<[string, Record<string, CannedAnswer>, unknown]>([
    [
      'present',
      { [groupLine]: { json: { ...aGraphGroup({ id: ID.toUpperCase() }), description: 'x' } } },
      {
        type: 'present',
        group: { id: ID, isSecurityEnabled: true, attributes: { displayName: ['Sales'] } },
      },
    ],
    [
      'soft-deleted',
      { [groupLine]: NOT_FOUND, [deletedLine]: { json: { id: ID } } },
      { type: 'softDeleted' },
    ],
    ['deleted', { [groupLine]: NOT_FOUND, [deletedLine]: NOT_FOUND }, { type: 'deleted' }],
    [
      'gone, where we may not look into the recycle bin',
      { [groupLine]: NOT_FOUND, [deletedLine]: FORBIDDEN },
      { type: 'softDeleted' },
    ],
  ])('is %s', async (_, answers, expected) => {
    const { source } = await sourceReading(answers);

    await expect(source.group(ID, [])).resolves.toEqual(expected);
  });

  it('is not gone because something on the way says 404', async () => {
    const { source } = await sourceReading({ [groupLine]: { status: 404, text: '<html>nginx</html>' } });

    expect(await provisioningFailureOf(source.group(ID, []))).toMatchObject({ type: 'SourceIncompatible' });
  });

  it('needs a permission', async () => {
    const { source } = await sourceReading({ [groupLine]: FORBIDDEN });

    const failure = await provisioningFailureOf(source.group(ID, []));

    expect(failure.type).toBe('SourcePermissionMissing');
    expect(failure.remedy).toContain(' GroupMember.Read.All ');
  });

  it('names the attribute that Graph refuses', async () => {
    const refusal = graphError('BadRequest', "Could not find a property named 'colour' on type 'group'.");
    const { source } = await sourceReading({
      [`GET /v1.0/groups/${ID}?$select=colour,${GROUPS_SELECTED}`]: { status: 400, json: refusal },
    });

    expect((await provisioningFailureOf(source.group(ID, ['colour']))).remedy).toContain("'colour'");
  });
});

describe('the service principal', () => {
  const line = `GET /v1.0/servicePrincipals/${ID}?$select=appRoles,displayName,id`;

  it('comes with its roles', async () => {
    const roles = [
      {
        id: 'R1',
        value: 'agent',
        displayName: 'Agent',
        isEnabled: true,
        allowedMemberTypes: ['User', 'Application'],
      },
      {
        id: 'r2',
        value: null,
        displayName: 'msiam_access',
        isEnabled: false,
        allowedMemberTypes: ['Application'],
      },
    ];
    const { source } = await sourceReading({
      [line]: { json: { id: ID.toUpperCase(), displayName: 'Dialpad', appRoles: roles } },
    });

    await expect(source.servicePrincipal(ID)).resolves.toEqual({
      id: ID,
      displayName: 'Dialpad',
      appRoles: [
        { id: 'r1', value: 'agent', displayName: 'Agent', isEnabled: true, allowsUsers: true },
        { id: 'r2', value: null, displayName: 'msiam_access', isEnabled: false, allowsUsers: false },
      ],
    });
  });

  it.each<[string, CannedAnswer]>([
    ['does not exist', NOT_FOUND],
    ['cannot exist', { status: 400, json: graphError('Request_BadRequest', 'Invalid object identifier.') }],
  ])('that %s is a mistake in servicePrincipalId', async (_, answer) => {
    const { source } = await sourceReading({ [line]: answer });

    const failure = await provisioningFailureOf(source.servicePrincipal(ID));

    expect(failure.type).toBe('ConfigurationInvalid');
    expect(failure.message).toMatch(/^servicePrincipalId: .*0a1b2c3d/);
  });

  it('needs Application.Read.All', async () => {
    const { source } = await sourceReading({ [line]: FORBIDDEN });

    const failure = await provisioningFailureOf(source.servicePrincipal(ID));

    expect(failure.remedy).toContain('Application.Read.All');
  });
});

describe('assignments', () => {
  const line = `GET /v1.0/servicePrincipals/${ID}/appRoleAssignedTo?$top=999`;
  const next = {
    '@odata.nextLink': `{origin}/v1.0/servicePrincipals/${ID}/appRoleAssignedTo?$top=999&$skiptoken=s1`,
  };
  const nextLine = `${line}&$skiptoken=s1`;
  const anAssignment = (id: string, more = {}) => ({
    id,
    appRoleId: 'R1',
    principalId: 'P1',
    principalType: 'User',
    ...more,
  });

  it('are read to the end of the list, with kinds of principals that nobody knew', async () => {
    const { source } = await sourceReading({
      [line]: {
        json: { value: [anAssignment('Aa'), anAssignment('Bb', { principalType: 'Agent' })], ...next },
      },
      [nextLine]: { json: { value: [anAssignment('Cc', { principalType: 'Group' })] } },
    });

    await expect(collected(source.assignments(ID))).resolves.toEqual([
      [
        { id: 'Aa', appRoleId: 'r1', principalId: 'p1', principalType: 'User' },
        { id: 'Bb', appRoleId: 'r1', principalId: 'p1', principalType: 'Other' },
      ],
      [{ id: 'Cc', appRoleId: 'r1', principalId: 'p1', principalType: 'Group' }],
    ]);
  });

  it.each<[string, CannedAnswer, string]>([
    ['the service principal does not exist', NOT_FOUND, 'ConfigurationInvalid'],
    ['the list has no value', { json: {} }, 'SourceIncompatible'],
    ['they may not be read', FORBIDDEN, 'SourcePermissionMissing'],
    [
      'the list leads back to where it began',
      { json: { value: [anAssignment('Aa')], '@odata.nextLink': `{origin}${line.slice('GET '.length)}` } },
      'SourceIncompatible',
    ],
    [
      'the list leads to another origin',
      { json: { value: [anAssignment('Aa')], '@odata.nextLink': 'https://evil.example/v1.0/next' } },
      'SourceIncompatible',
    ],
    ['an assignment has no principal', { json: { value: [{ id: 'Aa' }] } }, 'SourceIncompatible'],
  ])('are not read when %s', async (_, answer, type) => {
    const { source } = await sourceReading({ [line]: answer });

    expect(await provisioningFailureOf(collected(source.assignments(ID)))).toMatchObject({ type });
  });

  it.each<[string, CannedAnswer]>([
    ['expired', { status: 400, json: graphError('Directory_ExpiredPageToken') }],
    ['gone', NOT_FOUND],
  ])('must be read again when a page on the way is %s', async (_, answer) => {
    const { source } = await sourceReading({
      [line]: { json: { value: [anAssignment('Aa')], ...next } },
      [nextLine]: answer,
    });

    expect(await provisioningFailureOf(collected(source.assignments(ID)))).toMatchObject({
      type: 'SourceUnavailable',
    });
  });
});

describe('a group', () => {
  const membersLine = `GET /v1.0/groups/${ID}/members/microsoft.graph.user?$select=id&$top=999`;
  const groupLine = `GET /v1.0/groups/${ID}?$select=id,securityEnabled`;

  it('has direct members, page by page', async () => {
    const next = {
      '@odata.nextLink': `{origin}/v1.0/groups/${ID}/members/microsoft.graph.user?$skiptoken=s1`,
    };
    const { source } = await sourceReading({
      [membersLine]: {
        json: { value: [{ id: 'U1' }, { '@odata.type': '#microsoft.graph.user', id: 'U2' }], ...next },
      },
      [`GET /v1.0/groups/${ID}/members/microsoft.graph.user?$skiptoken=s1`]: {
        json: { value: [{ id: 'U3' }] },
      },
    });

    const members = await source.directUserMembers(ID);

    await expect(collected(members ?? [])).resolves.toEqual([['u1', 'u2'], ['u3']]);
  });

  it.each<[boolean | null, CannedAnswer]>([
    [true, { json: { id: ID, securityEnabled: true } }],
    [false, { json: { id: ID, securityEnabled: null } }],
    [null, NOT_FOUND],
  ])('is security-enabled: %p', async (expected, answer) => {
    const { source } = await sourceReading({ [groupLine]: answer });

    await expect(source.isSecurityEnabled(ID)).resolves.toBe(expected);
  });

  it('is not said to be insecure by an answer that does not speak of it', async () => {
    const { source } = await sourceReading({ [groupLine]: { json: { id: ID } } });

    expect(await provisioningFailureOf(source.isSecurityEnabled(ID))).toMatchObject({
      type: 'SourceIncompatible',
    });
  });

  it.each<[string, boolean | null, CannedAnswer]>([
    ['shows it', true, { json: { id: ID } }],
    ['does not know it', false, NOT_FOUND],
    ['may not be read', null, FORBIDDEN],
  ])('that is not there: the recycle bin %s', async (_, expected, answer) => {
    const { source } = await sourceReading({ [`GET /v1.0/directory/deletedItems/${ID}`]: answer });

    await expect(source.isInRecycleBin(ID)).resolves.toBe(expected);
  });

  it('that does not exist has no members to read', async () => {
    const { source } = await sourceReading({ [membersLine]: NOT_FOUND });

    await expect(source.directUserMembers(ID)).resolves.toBeNull();
  });

  it('needs GroupMember.Read.All', async () => {
    const { source } = await sourceReading({ [membersLine]: FORBIDDEN });

    const failure = await provisioningFailureOf(source.directUserMembers(ID));

    expect(failure.remedy).toContain('GroupMember.Read.All');
  });
});

describe('a count of Graph', () => {
  const of = {
    assignments: `GET /v1.0/servicePrincipals/${ID}/appRoleAssignedTo/$count`,
    members: `GET /v1.0/groups/${ID}/members/microsoft.graph.user/$count`,
  };
  const asText = { 'content-type': 'text/plain' };

  it('is asked for with the header without which Graph counts nothing', async () => {
    const answer = { headers: asText, text: '1234' };
    const { source, server } = await sourceReading({ [of.assignments]: answer, [of.members]: answer });

    expect(await source.assignmentCount(ID)).toBe(1234);
    expect(await source.directUserMemberCount(ID)).toBe(1234);
    expect(server.requests.slice(1).map(({ headers }) => headers['consistencylevel'])).toEqual([
      'eventual',
      'eventual',
    ]);
  });

  it('is not asked for where it is not to be relied on', async () => {
    const { source, server } = await sourceReading({}, { compareCounts: false });

    expect(await source.assignmentCount(ID)).toBeNull();
    expect(await source.directUserMemberCount(ID)).toBeNull();
    expect(server.requests).toEqual([]);
  });

  it.each<[string, CannedAnswer, number | null]>([
    ['behind a byte order mark', { headers: asText, text: '\uFEFF7' }, 7],
    ['not supported', { status: 400, json: graphError('Request_UnsupportedQuery') }, null],
    ['not permitted', FORBIDDEN, null],
    ['not there', NOT_FOUND, null],
    ['not implemented', { status: 501, json: graphError('NotImplemented') }, null],
  ])('may be %s', async (_, answer, expected) => {
    const { source } = await sourceReading({ [of.members]: answer });

    await expect(source.directUserMemberCount(ID)).resolves.toBe(expected);
  });

  it.each<[string, CannedAnswer]>([
    ['a page for people', { headers: { 'content-type': 'text/html' }, text: '<html>12</html>' }],
    ['nothing', { headers: asText, text: '' }],
    ['a service that is not well', { status: 500, json: graphError('InternalServerError') }],
  ])('is not %s', async (_, answer) => {
    const { source } = await sourceReading({ [of.members]: answer }, { retryBudgetMs: 0 });

    expect(await provisioningFailureOf(source.directUserMemberCount(ID))).toMatchObject({
      type: 'SourceUnavailable',
    });
  });
});

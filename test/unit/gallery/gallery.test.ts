import { describe, expect, it } from '@jest/globals';
import { groupSchemaFor, objectSchemaFor } from '../../../src/config/app-schema.js';
import type { AppConfiguration } from '../../../src/config/configuration.js';
import { groupFlowTypes, userFlowTypes } from '../../../src/gallery/flow-types.js';
import { connectors, findConnector } from '../../../src/gallery/index.js';
import { compileObjectMapping } from '../../../src/schema/compile.js';
import { formatScimPath, parseScimPath } from '../../../src/schema/scim-path.js';
import { dialectOf, quirks } from '../../../src/scim/quirks/index.js';

const anApp: AppConfiguration = {
  id: 'an-app',
  connector: 'any',
  servicePrincipalId: '1f0e',
  tenantUrl: 'https://app.example/scim',
  secretToken: { env: 'TOKEN' },
  provisioningStatus: 'on',
  scope: 'assigned',
  interval: '40m',
};
const options = { scope: 'assigned', regexMatch: 'whole' } as const;
const usersOf = (id: string) => compileObjectMapping(objectSchemaFor(anApp, findConnector(id)), options);
const groupsOf = (id: string) => {
  const schema = groupSchemaFor(anApp, findConnector(id));
  return schema === null ? null : compileObjectMapping(schema, options);
};
const isFrozen = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (Object.isFrozen(value) && Object.values(value).every((part) => isFrozen(part)));

describe.each(Object.entries(connectors))('%s', (id, connector) => {
  it('stands in the gallery under its own id', () => {
    expect(connector.id).toBe(id);
  });

  it('has mappings of users that compile, match and can disable', () => {
    const { matching, mappings } = usersOf(id);

    expect(matching.length).toBeGreaterThan(0);
    expect(mappings.filter(({ readsIsSoftDeleted }) => readsIsSoftDeleted).map(({ path }) => path)).toEqual([
      'active',
    ]);
  });

  it('has mappings of groups that compile, match and bring members, exactly where the app has groups', () => {
    const groups = groupsOf(id);

    expect(groups === null).toBe(connector.capabilities.groups === null);
    expect(connector.mappings.group === null).toBe(connector.capabilities.groups === null);
    expect(groups?.matching.length ?? 1).toBeGreaterThan(0);
    expect(groups?.references.map(({ path }) => path) ?? ['members']).toEqual(['members']);
  });

  it('asks for what the app can do, and no more', () => {
    const { capabilities, mappings } = connector;

    expect(mappings.user.flowTypes).toEqual(userFlowTypes(capabilities));
    expect(mappings.group?.flowTypes ?? []).toEqual(groupFlowTypes(capabilities));
  });

  it('keeps the name of groups that cannot be renamed', () => {
    const name = groupsOf(id)?.mappings.find(({ path }) => path === 'displayName');

    expect(name?.flowType).toBe(
      connector.capabilities.groups === null
        ? undefined
        : connector.capabilities.groups.rename
          ? 'Always'
          : 'ObjectAddOnly',
    );
  });

  it('first asks for an attribute that the app can filter by', () => {
    const { filterableUsers, filterableGroups } = dialectOf(connector.quirks, connector.dialect);

    expect(filterableUsers ?? [usersOf(id).matching[0]?.path]).toContain(usersOf(id).matching[0]?.path);
    expect(filterableGroups ?? [groupsOf(id)?.matching[0]?.path]).toContain(groupsOf(id)?.matching[0]?.path);
  });

  it('maps one element of what the app takes one of', () => {
    const { singleElementAttributes } = dialectOf(connector.quirks, connector.dialect);
    const elements = usersOf(id).mappings.map(({ attribute: { target } }) => [
      target.attribute,
      JSON.stringify(target.filter),
    ]);

    for (const single of singleElementAttributes) {
      const written = elements.filter(([attribute]) => attribute === single).map(([, element]) => element);
      expect(new Set(written).size).toBeLessThanOrEqual(1);
    }
  });

  it('names existing quirks, and rules under canonical paths', () => {
    const paths = connector.valueRules.flatMap(({ path }) => path ?? []);

    expect(Object.keys(quirks)).toEqual(expect.arrayContaining([...connector.quirks]));
    expect(paths.map((path) => formatScimPath(parseScimPath(path)))).toEqual(paths);
  });

  it('is plain data that nobody can change', () => {
    expect(isFrozen(connector)).toBe(true);
    expect(structuredClone(connector)).toEqual(connector);
  });

  it('asks to have derived mappings checked', () => {
    const notes = connector.guidance.notes.join(' ');
    const knowsItsMappings = ['atlassian-cloud', 'generic-scim', 'gitlab-groups'].includes(id);

    expect(notes.includes('Check the mappings in your tenant')).toBe(!knowsItsMappings);
  });
});

describe('the gallery', () => {
  it.each([
    ['dialpad', 'skip', 'https://dialpad.com/scim'],
    ['dynamic-signal', 'skip', null],
    ['generic-scim', 'include', null],
    ['slack', 'include', 'https://api.slack.com/scim/v2'],
    ['zoom', 'include', 'https://api.zoom.us/scim2'],
  ])('%s: Default Access %s, tenant URL %s', (id, defaultAccessRole, fixedTenantUrl) => {
    expect(findConnector(id)).toMatchObject({ id, defaultAccessRole, fixedTenantUrl });
  });

  it.each([
    ['dialpad', { rename: false, create: true, members: true, delete: true }],
    ['atlassian-cloud', { rename: false, create: true, members: true, delete: true }],
    ['dynamic-signal', null],
    ['firstup', null],
    ['gitlab-groups', null],
    ['zoom', null],
    ['generic-scim', { rename: true, create: true, members: true, delete: true }],
  ])('%s can do with groups: %j', (id, abilities) => {
    expect(findConnector(id).capabilities.groups).toEqual(abilities);
  });

  it.each([
    ['dynamic-signal', { create: true, update: true, disable: true, delete: false }],
    ['gitlab-groups', { create: true, update: false, disable: true, delete: false }],
  ])('%s can do with users: %j', (id, abilities) => {
    expect(findConnector(id).capabilities.users).toEqual(abilities);
  });

  it('knows that GitHub deletes irreversibly, and nobody else', () => {
    const irreversible = Object.values(connectors).filter(({ deletesIrreversibly }) => deletesIrreversibly);

    expect(irreversible.map(({ id }) => id)).toEqual(['github-enterprise-managed-users']);
  });

  it.each([
    ['slack', { deletion: 'disables', untypedAttributes: ['addresses'] }],
    ['atlassian-cloud', { deletion: 'disables', hidesDisabled: true }],
    ['zoom', { updateUsers: 'putExceptActive', accept: 'application/scim+json' }],
    ['github-enterprise-managed-users', { filterableUsers: ['externalId'], membersPerRequest: 1 }],
    [
      'aws-iam-identity-center',
      {
        paging: 'cursor',
        excludesMembers: false,
        membersPerRequest: 100,
        singleElementAttributes: ['emails', 'phoneNumbers', 'addresses'],
      },
    ],
  ])('%s is spoken to in its own way', (id, dialect) => {
    const { quirks: names, dialect: fields } = findConnector(id);

    expect(dialectOf(names, fields)).toMatchObject(dialect);
  });

  it('stays within what GitHub allows an hour', () => {
    const { limits, quirks: names, dialect } = findConnector('github-enterprise-managed-users');

    expect(limits.requestsPerSecond * 3600).toBeLessThanOrEqual(1000);
    expect(limits.requestsPerSecond * 3600 * dialectOf(names, dialect).membersPerRequest).toBeLessThanOrEqual(
      1000,
    );
  });

  it.each([
    ['dialpd', 'did you mean "dialpad"?'],
    ['DynamicSignal', 'did you mean "dynamic-signal"?'],
    ['salesforce', 'There is no connector "salesforce" in the gallery'],
    ['constructor', 'There is no connector "constructor" in the gallery'],
  ])('%s is unknown: %s', (id, message) => {
    expect(() => findConnector(id)).toThrow(message);
  });
});

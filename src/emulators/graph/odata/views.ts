import type { Directory } from '../directory/directory.js';
import type { AssignmentRecord } from '../directory/assignments.js';
import type {
  GroupRecord,
  Member,
  PropertyValue,
  ServicePrincipalRecord,
  UserRecord,
} from '../directory/records.js';
import { defaultUserProperties, propertiesElsewhere, userProperties } from '../directory/user-properties.js';
import { badRequest, GraphError } from './errors.js';

export type View = Readonly<Record<string, PropertyValue>>;

const groupProperties: readonly string[] = [
  'classification',
  'createdDateTime',
  'deletedDateTime',
  'description',
  'displayName',
  'groupTypes',
  'id',
  'mail',
  'mailEnabled',
  'mailNickname',
  'membershipRule',
  'onPremisesDomainName',
  'onPremisesLastSyncDateTime',
  'onPremisesNetBiosName',
  'onPremisesSamAccountName',
  'onPremisesSecurityIdentifier',
  'onPremisesSyncEnabled',
  'proxyAddresses',
  'securityEnabled',
  'securityIdentifier',
  'visibility',
];

/** @throws {GraphError} naming the property, as Graph does, when users have none of that name. */
export function checkUserSelect(
  select: readonly string[],
  extensions: ReadonlySet<string>,
  options: { readonly isCollection: boolean; readonly relations?: readonly string[] },
): void {
  for (const name of select) {
    if (name in userProperties || extensions.has(name) || options.relations?.includes(name) === true)
      continue;
    if (!propertiesElsewhere.has(name)) throw unknownProperty(name, 'user');
    if (options.isCollection) {
      throw new GraphError(501, 'NotImplemented', `The property '${name}' is not supported in collections.`);
    }
  }
}

/** @throws {GraphError} naming the property when groups have none of that name. */
export function checkGroupSelect(select: readonly string[], relations: readonly string[] = []): void {
  const unknown = select.find((name) => !groupProperties.includes(name) && !relations.includes(name));
  if (unknown !== undefined) throw unknownProperty(unknown, 'group');
}

export function userView(user: UserRecord, select: readonly string[] | null): View {
  return picked(user, select ?? defaultUserProperties);
}

export function groupView(group: GroupRecord, select: readonly string[] | null): View {
  return picked(group, select ?? groupProperties);
}

export function servicePrincipalView(app: ServicePrincipalRecord, select: readonly string[] | null): View {
  const whole: Record<string, unknown> = { ...app, servicePrincipalType: 'Application' };
  const unknown = select?.find((name) => !(name in whole));
  if (unknown !== undefined) throw unknownProperty(unknown, 'servicePrincipal');
  const names = select ?? Object.keys(whole);
  return Object.fromEntries([...new Set(['id', ...names])].map((name) => [name, whole[name]])) as View;
}

/** An assignment with the names of those it joins. `null` when the principal is not there (any more). */
export function assignmentView(directory: Directory, assignment: AssignmentRecord): View | null {
  const principal = directory.principal(assignment.principalId);
  if (principal === undefined) return null;
  return {
    id: assignment.id,
    deletedDateTime: null,
    appRoleId: assignment.appRoleId,
    createdDateTime: assignment.createdDateTime,
    principalDisplayName: principal.displayName,
    principalId: assignment.principalId,
    principalType: assignment.principalType,
    resourceDisplayName: directory.findServicePrincipal(assignment.resourceId)?.displayName ?? null,
    resourceId: assignment.resourceId,
  };
}

/** Any object that a group may hold. `null` when it is not there (any more). */
export function memberView(
  directory: Directory,
  member: Member,
  select: readonly string[] | null,
): View | null {
  const type = { '@odata.type': `#microsoft.graph.${member.type}` };
  switch (member.type) {
    case 'user': {
      const user = directory.users.find(member.id);
      return user === undefined ? null : { ...type, ...userView(user, select) };
    }
    case 'group': {
      const group = directory.groups.find(member.id);
      return group === undefined ? null : { ...type, ...groupView(group, knownOf(select)) };
    }
    case 'servicePrincipal': {
      const app = directory.findServicePrincipal(member.id);
      return app === undefined ? null : { ...type, id: app.id, displayName: app.displayName };
    }
    case 'device':
    case 'orgContact': {
      const object = directory.object(member.id);
      return object === undefined ? null : { ...type, id: member.id, displayName: object.displayName };
    }
  }
}

const knownOf = (select: readonly string[] | null) =>
  select === null ? null : select.filter((name) => groupProperties.includes(name));

function picked(object: UserRecord | GroupRecord, names: readonly string[]): View {
  const view: Record<string, PropertyValue> = { id: object.id };
  for (const name of names) if (name !== 'id') view[name] = object.properties[name] ?? emptyOf(name);
  return view;
}

/** Collections are never null on the wire. */
function emptyOf(name: string): PropertyValue {
  return userProperties[name]?.type === 'texts' || name === 'groupTypes' ? [] : null;
}

function unknownProperty(name: string, type: string): GraphError {
  return badRequest(
    `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`,
  );
}

import { isObject, without, type Json, type JsonObject } from '../json.js';
import type { ResourceType } from '../schema/resource-type.js';
import { enterpriseUserUrn } from '../schema/enterprise-user.js';
import type { Switches } from '../switches.js';
import type { Resources } from './resources.js';
import type { StoredResource } from './stored-resource.js';

export interface RepresentationContext {
  readonly resources: Resources;
  readonly switches: Switches;
  /** The SCIM base URL as the client sees it. */
  readonly baseUrl: string;
}

/** The whole resource, with what only the server knows: locations, the groups of a user, names of members and managers. */
export function represent(
  resource: StoredResource,
  type: ResourceType,
  context: RepresentationContext,
): JsonObject {
  const { id, meta, ...attributes } = resource;
  const location = locationOf(id, type.endpoint, context);
  const { version, ...dates } = meta;
  return {
    schemas: [type.core.urn, ...type.extensions.map(({ urn }) => urn).filter((urn) => urn in attributes)],
    id,
    ...(type.name === 'User' ? userView(id, attributes, context) : groupView(attributes, context)),
    meta: {
      ...dates,
      ...(context.switches.sendsLocation ? { location } : {}),
      ...(context.switches.etags ? { version } : {}),
    },
  };
}

export function locationOf(id: string, endpoint: string, { baseUrl }: RepresentationContext): string {
  return `${baseUrl}/${endpoint}/${encodeURIComponent(id)}`;
}

function userView(id: string, attributes: JsonObject, context: RepresentationContext): JsonObject {
  const told = without(attributes, 'password');
  const groups = context.switches.hasGroups ? context.resources.groupsOf(id) : [];
  const enterprise = told[enterpriseUserUrn];
  return {
    ...told,
    ...(groups.length === 0
      ? {}
      : {
          groups: groups.map((group) => ({
            value: group.id,
            $ref: locationOf(group.id, 'Groups', context),
            display: group['displayName'] ?? null,
            type: 'direct',
          })),
        }),
    ...(isObject(enterprise) ? { [enterpriseUserUrn]: withManager(enterprise, context) } : {}),
  };
}

function withManager(enterprise: JsonObject, context: RepresentationContext): JsonObject {
  const { manager } = enterprise;
  if (!isObject(manager) || typeof manager['value'] !== 'string') return enterprise;
  const user = context.resources.store('User').get(manager['value']);
  const name = user?.['displayName'];
  return {
    ...enterprise,
    manager: {
      ...manager,
      $ref: locationOf(manager['value'], 'Users', context),
      ...(typeof name === 'string' ? { displayName: name } : {}),
    },
  };
}

function groupView(attributes: JsonObject, context: RepresentationContext): JsonObject {
  const { members, ...told } = attributes;
  if (!Array.isArray(members) || !context.switches.listsMembers) return told;
  return { ...told, members: (members as readonly Json[]).map((member) => memberView(member, context)) };
}

function memberView(member: Json, context: RepresentationContext): Json {
  if (!isObject(member) || typeof member['value'] !== 'string') return member;
  const { value, type } = member;
  const known = context.switches.namesMembers ? context.resources.find(value) : undefined;
  const display = known?.['displayName'] ?? known?.['userName'];
  return {
    value,
    $ref: locationOf(value, type === 'Group' ? 'Groups' : 'Users', context),
    type: type ?? 'User',
    ...(typeof display === 'string' ? { display } : {}),
  };
}

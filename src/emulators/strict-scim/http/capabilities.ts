import { isEqual, without, type JsonObject } from '../json.js';
import { attributesOf } from '../resources/resources.js';
import type { StoredResource } from '../resources/stored-resource.js';
import type { ResourceType } from '../schema/resource-type.js';
import { badRequest, ScimError } from '../scim-error.js';
import type { Switches } from '../switches.js';

/** @throws {ScimError} 405 or 501 for methods that the app does not have. */
export function refuseMissingMethod(method: string, type: ResourceType, switches: Switches): void {
  const isUser = type.name === 'User';
  const isMissing =
    (method === 'DELETE' && isUser && switches.userDeletion === 'refused') ||
    (method === 'PATCH' && (isUser ? switches.userPatch : switches.groupPatch) === 'refused') ||
    (method === 'PUT' && !(isUser ? switches.userPut : switches.groupPut));
  if (isMissing) {
    throw new ScimError(switches.missingMethodStatus, null, `${method} of a ${type.name} is not supported.`);
  }
}

/**
 * The attributes that the app really takes of a change.
 * @throws {ScimError} 400 for changes that it refuses.
 */
export function permittedChange(
  existing: StoredResource,
  attributes: JsonObject,
  change: {
    readonly type: ResourceType;
    readonly method: 'PUT' | 'PATCH' | 'DELETE';
    readonly switches: Switches;
  },
): JsonObject {
  const { type, method, switches } = change;
  return type.name === 'Group'
    ? renamed(existing, attributes, switches)
    : changedUser(existing, attributes, method, switches);
}

function renamed(existing: StoredResource, attributes: JsonObject, { groupRename }: Switches): JsonObject {
  const held = existing['displayName'];
  if (groupRename === 'applied' || isEqual(attributes['displayName'], held)) return attributes;
  if (groupRename === 'refused') throw badRequest('mutability', 'Groups cannot be renamed.');
  return held === undefined ? attributes : { ...attributes, displayName: held };
}

function changedUser(
  existing: StoredResource,
  attributes: JsonObject,
  method: 'PUT' | 'PATCH' | 'DELETE',
  { userPatch, userChanges }: Switches,
): JsonObject {
  const held = attributesOf(existing);
  const onlyActive =
    attributes['active'] === undefined ? without(held, 'active') : { ...held, active: attributes['active'] };
  if (method === 'PATCH' && userPatch === 'activeOnly' && !isEqual(attributes, onlyActive)) {
    throw badRequest('invalidPath', 'PATCH changes active alone.');
  }
  return userChanges === 'ignored' ? onlyActive : attributes;
}

import type { DirectoryUser } from '../directory-source.js';
import { userAttributes } from './user-attributes.js';
import type { GraphUser } from './wire.js';

/**
 * A user of Graph's as mappings see it: the attributes asked for, in canonical spelling, and always `userPrincipalName`
 * and `displayName`; of each, only what has a value.
 * @param managerId as `managerToldOf` or `expandedManager` read it.
 */
export function toDirectoryUser(
  user: GraphUser,
  attributes: readonly string[],
  managerId?: string | null,
): DirectoryUser {
  return {
    id: user.id.toLowerCase(),
    accountEnabled: user.accountEnabled !== false,
    attributes: userAttributes.valuesOf(user, attributes),
    ...(managerId === undefined ? {} : { managerId }),
  };
}

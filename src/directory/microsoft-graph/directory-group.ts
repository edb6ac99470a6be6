import type { DirectoryGroup, MembershipChange } from '../directory-source.js';
import { groupAttributes } from './group-attributes.js';
import { isRemoved, isUserReference, type GraphGroup, type GroupDeltaEntry } from './wire.js';

/** A group of Graph's as mappings see it: the attributes asked for, in canonical spelling, and always `displayName`. */
export function toDirectoryGroup(group: GraphGroup, attributes: readonly string[]): DirectoryGroup {
  return {
    id: group.id.toLowerCase(),
    isSecurityEnabled: group.securityEnabled === true,
    attributes: groupAttributes.valuesOf(group, attributes),
  };
}

/**
 * The users among the members that an entry tells of, in its order. An annotation on a member means that it left, whatever
 * the reason given.
 * @see Microsoft Graph, "Get incremental changes for groups": `members@delta`.
 */
export function membershipChanges(entry: GroupDeltaEntry): readonly MembershipChange[] {
  return (entry['members@delta'] ?? [])
    .filter(isUserReference)
    .map((member) => ({ userId: member.id.toLowerCase(), joined: !isRemoved(member) }));
}

import type { AttributeDefinition } from '../schema/model.js';

const OTHER_OBJECT =
  'another object is behind it, which filters do not look at; use an attribute of the object itself';
const ASSIGNMENT = 'who has which app role is a matter of assignment; assign the app to whom it is meant for';

/** Attributes that no filter can use whatever their definition says, by lower-case name. */
const BY_NAME: ReadonlyMap<string, string> = new Map([
  ['members', 'the members of a group cannot be filtered by; assign the app to the groups that are meant'],
  ['approleassignments', ASSIGNMENT],
  [
    'usertype',
    'filters do not tell guests from members by it; use originalUserPrincipalName, which has #EXT# in it for guests',
  ],
  ['manager', OTHER_OBJECT],
]);

/**
 * Why filters cannot use an attribute, and what to do; null when they can, or when nothing is known of it.
 * @see Microsoft Entra, "Scoping users or groups to be provisioned with scoping filters", on what is not supported.
 */
export function limitOf(name: string, definition: AttributeDefinition | null): string | null {
  const byName = BY_NAME.get(name.toLowerCase());
  if (byName !== undefined) return byName;
  if (definition === null) return null;
  if (definition.type === 'Reference') return OTHER_OBJECT;
  if (definition.type === 'DateTime') return 'filters do not compare dates; use an attribute that is a text';
  if (definition.multivalued)
    return 'it holds several values and filters compare one; use an attribute that holds one';
  return null;
}

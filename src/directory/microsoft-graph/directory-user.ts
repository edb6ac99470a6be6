import type { DirectoryUser } from '../directory-source.js';
import { attributesToRead } from './source-attributes.js';
import type { GraphUser } from './wire.js';

/**
 * A user of Graph's as mappings see it: the attributes asked for, in canonical spelling, and always `userPrincipalName`
 * and `displayName`; of each, only what has a value.
 */
export function toDirectoryUser(user: GraphUser, attributes: readonly string[]): DirectoryUser {
  const values = attributesToRead(attributes).map(({ name, read }) => [name, valuesOf(read(user))] as const);
  return {
    id: user.id.toLowerCase(),
    accountEnabled: user.accountEnabled !== false,
    attributes: Object.fromEntries(values.filter(([, list]) => list.length > 0)),
  };
}

/** Objects have no form that a mapping could use, and so no value. */
function valuesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(valuesOf);
  if (typeof value === 'boolean') return [value ? 'True' : 'False'];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'string' && value !== '' ? [value] : [];
}

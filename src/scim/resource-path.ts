import { ProvisioningFailure } from '../failures.js';
import type { ResourceType } from './scim-target.js';

/** Exactly so: some servers read paths letter by letter. */
export function endpointOf(resourceType: ResourceType): 'Users' | 'Groups' {
  return resourceType === 'User' ? 'Users' : 'Groups';
}

/**
 * `/Users/<id>`. Ids are the target's own and may hold anything.
 * @throws {ProvisioningFailure} when the id would lead to another resource: `.` and `..` cannot be quoted in a URL.
 */
export function resourcePath(resourceType: ResourceType, id: string): string {
  if (id === '' || id === '.' || id === '..') {
    throw new ProvisioningFailure('TargetNotScim', `The target issued an id that no URL can hold: "${id}".`);
  }
  return `/${endpointOf(resourceType)}/${encodeURIComponent(id)}`;
}

/** The id in a `Location` header, if it points to a resource of this type. @see RFC 7644, section 3.3. */
export function idFromLocation(resourceType: ResourceType, location: string | undefined): string | null {
  const segments = location?.replace(/[?#].*$/, '').split('/') ?? [];
  const [endpoint, id] = segments.slice(-2);
  if (endpoint !== endpointOf(resourceType) || id === undefined || id === '') return null;
  try {
    return decodeURIComponent(id);
  } catch {
    return null;
  }
}

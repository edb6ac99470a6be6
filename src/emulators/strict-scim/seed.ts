import type { Emulation } from './emulation.js';
import type { Json, JsonObject } from './json.js';
import type { StoredResource } from './resources/stored-resource.js';
import { acceptResource } from './schema/accept-resource.js';

/** Resources as they would be posted; `schemas` may be missing, and `id` may be told. */
export interface Seed {
  readonly users?: readonly JsonObject[] | undefined;
  readonly groups?: readonly JsonObject[] | undefined;
}

export interface Seeded {
  readonly users: readonly StoredResource[];
  readonly groups: readonly StoredResource[];
}

/**
 * Puts resources there as if they had always been: no limits, no uniqueness, no requests.
 * @throws {ScimError} when a resource breaks its schema.
 */
export function seedResources(emulation: Emulation, { users = [], groups = [] }: Seed): Seeded {
  const put = (kind: 'User' | 'Group') => (resource: JsonObject) => {
    const type = emulation.types[kind];
    const schemas: Json = [type.core.urn, ...type.extensions.map(({ urn }) => urn)];
    const { id } = resource;
    const attributes = acceptResource({ ...resource, schemas }, type, {
      ...emulation.switches,
      booleans: 'both',
      enforcesCanonicalValues: false,
    });
    return emulation.resources.seed(type, attributes, typeof id === 'string' ? id : null);
  };
  return { users: users.map(put('User')), groups: groups.map(put('Group')) };
}

import { isPrimary } from '../schema/accept-value.js';
import { isObject, type Json } from '../json.js';
import type { StoredResource } from '../resources/stored-resource.js';
import { resolvePath, splitPath, type ResolvedPath } from '../schema/attribute-path.js';
import type { ResourceType } from '../schema/resource-type.js';

/**
 * Resources by one attribute; those without a value come last when ascending. RFC 7644, 3.4.2.3.
 * @throws {ScimError} 400 `invalidPath`.
 */
export function sorted(
  resources: readonly StoredResource[],
  sortBy: string,
  sortOrder: string | undefined,
  type: ResourceType,
): readonly StoredResource[] {
  const path = resolvePath(splitPath(sortBy), type, 'invalidPath');
  const direction = sortOrder?.toLowerCase() === 'descending' ? -1 : 1;
  const keyed = resources.map((resource) => ({ resource, key: sortKey(resource, path) }));
  return keyed.sort((a, b) => direction * compare(a.key, b.key)).map(({ resource }) => resource);
}

function compare(a: Json, b: Json): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}

/** Of several values the primary one counts, or the first. */
function sortKey(resource: StoredResource, { extension, attribute, sub }: ResolvedPath): Json {
  const container = extension === null ? resource : resource[extension];
  const held = isObject(container) ? (container[attribute.name] ?? null) : null;
  const element = Array.isArray(held)
    ? ((held as readonly Json[]).find(isPrimary) ?? (held[0] as Json | undefined) ?? null)
    : held;
  const value = isObject(element) ? (element[sub?.name ?? 'value'] ?? null) : element;
  return typeof value === 'string' && !(sub ?? attribute).caseExact ? value.toLowerCase() : value;
}

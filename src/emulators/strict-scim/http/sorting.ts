import { isPrimary } from '../schema/accept-value.js';
import { isObject, type Json } from '../json.js';
import type { StoredResource } from '../resources/stored-resource.js';
import { findPath, resolvePath, splitPath, type ResolvedPath } from '../schema/attribute-path.js';
import type { ResourceType } from '../schema/resource-type.js';

/** A resource and what it is. */
export interface Typed {
  readonly resource: StoredResource;
  readonly type: ResourceType;
}

/**
 * Resources by one attribute; those without a value come last when ascending. RFC 7644, 3.4.2.3.
 * @throws {ScimError} 400 `invalidPath` where none of the types has it.
 */
export function sorted(
  resources: readonly Typed[],
  sortBy: string,
  sortOrder: string | undefined,
  types: readonly ResourceType[],
): readonly Typed[] {
  const path = splitPath(sortBy);
  const paths = new Map(types.map((type) => [type.name, findPath(path, type)]));
  const [first] = types;
  if (first !== undefined && [...paths.values()].every((found) => found === undefined)) {
    resolvePath(path, first, 'invalidPath');
  }
  const direction = sortOrder?.toLowerCase() === 'descending' ? -1 : 1;
  const keyed = resources.map((typed) => {
    const found = paths.get(typed.type.name);
    return { typed, key: found === undefined ? null : sortKey(typed.resource, found) };
  });
  return keyed.sort((a, b) => direction * compare(a.key, b.key)).map(({ typed }) => typed);
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

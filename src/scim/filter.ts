import { isCaseExact } from '../schema/attribute-types.js';
import { readValues } from '../schema/resource.js';
import { formatScimPath, parseScimPath } from '../schema/scim-path.js';
import type { Dialect } from './quirks/index.js';
import type { ResourceType, ScimResource } from './scim-target.js';

type FilterDialect = Pick<Dialect, 'filterableUsers' | 'filterableGroups'>;

/** The paths that a target can filter by; null when it can by any. */
export function filterableBy(resourceType: ResourceType, dialect: FilterDialect): readonly string[] | null {
  return resourceType === 'User' ? dialect.filterableUsers : dialect.filterableGroups;
}

/** Whether a target can be asked for resources by their attribute at `path`. */
export function canFilterBy(resourceType: ResourceType, path: string, dialect: FilterDialect): boolean {
  const filterable = filterableBy(resourceType, dialect);
  const folded = (text: string): string => formatScimPath(parseScimPath(text)).toLowerCase();
  return filterable === null || filterable.some((one) => folded(one) === folded(path));
}

/**
 * `path eq "value"`, quoted as JSON, not yet percent-encoded.
 * @see RFC 7644, section 3.4.2.2.
 */
export function equalityFilter(path: string, value: string): string {
  return `${formatScimPath(parseScimPath(path))} eq ${JSON.stringify(value)}`;
}

/**
 * Whether the resource really has the value it was asked for. Letter case counts only where the attribute is caseExact.
 * @see RFC 7643, section 2.4, for what lists mean: one equal value is enough.
 */
export function hasValue(resource: ScimResource, path: string, wanted: string): boolean {
  const found = readValues(resource, [path])[path];
  if (found === undefined) return false;
  const fold = mayDifferInCase(path) ? (text: string) => text.toLowerCase() : (text: string) => text;
  if (typeof found !== 'object') return fold(String(found)) === fold(wanted);
  return found.some((value) => typeof value === 'string' && fold(value) === fold(wanted));
}

/** Whether "Ann" and "ann" are the same value of this attribute. */
export function mayDifferInCase(path: string): boolean {
  return !isCaseExact(parseScimPath(path));
}

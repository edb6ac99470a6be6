import { ENTERPRISE_USER_SCHEMA } from '../../schema/attribute-types.js';
import type { JsonObject } from '../../schema/json-object.js';
import type { TargetValues } from '../../schema/model.js';
import { buildResource } from '../../schema/resource.js';
import type { Dialect } from '../quirks/index.js';
import type { ResourceType } from '../scim-target.js';
import { shapedElements } from './element-shape.js';
import { spelledBooleans, wireValue } from './wire-values.js';

const CORE_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:';

/**
 * The whole resource that `values` are, as a target of this dialect takes it.
 * @throws {ScimPathError} when a key of `values` is not a path.
 */
export function writeResource(
  values: TargetValues,
  resourceType: ResourceType,
  dialect: Dialect,
): Record<string, unknown> {
  return inDialect(buildUnshaped(values, resourceType, dialect), dialect);
}

/** The resource with one array element a filter, each with its type: as it is before the dialect shapes lists. */
export function buildUnshaped(
  values: TargetValues,
  resourceType: ResourceType,
  dialect: Dialect,
): JsonObject {
  return buildResource(values, resourceType, {
    toJson: (path, value) => wireValue(path, value, dialect, 'resource'),
    marksPrimaryEmail: dialect.marksPrimaryEmail,
  });
}

/** A complete resource in the forms of the dialect: `schemas`, elements of lists, Booleans. */
export function inDialect(resource: JsonObject, dialect: Dialect): Record<string, unknown> {
  const shaped = Object.entries(resource).map(([name, value]) => [name, shapedValue(name, value, dialect)]);
  const spelled = spelledBooleans(Object.fromEntries(shaped), dialect, 'resource');
  return spelled as Record<string, unknown>; // an object in, an object out
}

function shapedValue(name: string, value: unknown, dialect: Dialect): unknown {
  if (!Array.isArray(value)) return value;
  if (name.toLowerCase() === 'schemas') return dialect.listsCustomSchemas ? value : value.filter(isStandard);
  return shapedElements(name, value, dialect);
}

function isStandard(urn: unknown): boolean {
  if (typeof urn !== 'string') return false;
  const lower = urn.toLowerCase();
  return lower.startsWith(CORE_SCHEMA) || lower === ENTERPRISE_USER_SCHEMA.toLowerCase();
}

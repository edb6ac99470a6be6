import { isObject, type Json, type JsonObject } from '../json.js';
import { named } from '../schema/attribute.js';
import { resolvePath, splitPath } from '../schema/attribute-path.js';
import type { ResourceType } from '../schema/resource-type.js';
import { badRequest } from '../scim-error.js';
import type { Switches, ValueLimit } from '../switches.js';

/**
 * Checks a resource as it is about to be stored: what is required, and what the app limits.
 * @throws {ScimError} 400 `invalidValue`.
 */
export function checkValues(resource: JsonObject, type: ResourceType, switches: Switches): void {
  for (const path of requiredPaths(type)) {
    const isThere = valuesAt(resource, path, type).some((value) => value !== '' && value !== null);
    if (!isThere) throw badRequest('invalidValue', `${path} is required.`);
  }
  for (const name of switches.singleValuedAttributes) {
    const value = resource[name];
    if (Array.isArray(value) && value.length > 1) {
      throw badRequest('invalidValue', `${name} takes one value.`);
    }
  }
  for (const limit of switches.valueLimits) {
    if (limit.resourceType === type.name) checkLimit(limit, valuesAt(resource, limit.path, type));
  }
}

function requiredPaths(type: ResourceType): readonly string[] {
  const required = type.core.attributes.filter((attribute) => attribute.required);
  return [...required.map(({ name }) => name), ...type.requiredPaths];
}

function checkLimit(limit: ValueLimit, values: readonly Json[]): void {
  for (const value of values) {
    if (typeof value !== 'string') continue;
    if (limit.maxLength !== undefined && value.length > limit.maxLength) {
      throw badRequest('invalidValue', `${limit.path} is longer than ${limit.maxLength} characters.`);
    }
    if (limit.forbidden?.some((character) => value.includes(character)) === true) {
      throw badRequest('invalidValue', `${limit.path} has a character that is not allowed.`);
    }
    if (limit.oneOf?.includes(value) === false) {
      throw badRequest('invalidValue', `${limit.path} must be one of ${limit.oneOf.join(', ')}.`);
    }
  }
}

function valuesAt(resource: JsonObject, path: string, type: ResourceType): readonly Json[] {
  const { extension, attribute, sub } = resolvePath(splitPath(path), type, 'invalidPath');
  const container = extension === null ? resource : resource[extension];
  const held = isObject(container) ? container[attribute.name] : undefined;
  if (held === undefined) return [];
  const elements = Array.isArray(held) ? (held as readonly Json[]) : [held];
  const implied = attribute.multiValued ? named(attribute.subAttributes ?? [], 'value') : undefined;
  const part = sub ?? implied;
  if (part === undefined) return elements;
  return elements.flatMap((element) => (isObject(element) ? (element[part.name] ?? []) : []));
}

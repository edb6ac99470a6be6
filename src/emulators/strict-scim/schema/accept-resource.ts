import { isObject, type Json, type JsonObject } from '../json.js';
import { badRequest } from '../scim-error.js';
import type { Switches } from '../switches.js';
import { acceptValue, refuseUndeclared } from './accept-value.js';
import { named, type Attribute } from './attribute.js';
import { extensionOf, firstLevel, type ResourceType, type Schema } from './resource-type.js';

/**
 * The attributes of a POST or PUT as they are to be stored. What is read-only is left out (RFC 7644, 3.3).
 * @throws {ScimError} 400 when the body breaks a schema.
 */
export function acceptResource(body: Json, type: ResourceType, switches: Switches): JsonObject {
  if (!isObject(body)) throw badRequest('invalidSyntax', 'The body must be an object.');
  const listed = listedSchemas(body, type, switches);
  const accepted: Record<string, Json> = {};
  for (const [key, value] of Object.entries(body)) {
    if (key.toLowerCase() === 'schemas') continue;
    const extension = extensionOf(type, key);
    const acceptedValue =
      extension === undefined
        ? acceptAttribute(firstLevel(type), key, value, switches)
        : acceptExtension(extension, value, switches);
    if (acceptedValue === undefined) continue;
    if (extension !== undefined && switches.requiresListedExtensions && !listed.has(extension.urn)) {
      throw badRequest('invalidSyntax', `schemas must list ${extension.urn}, of which there are attributes.`);
    }
    accepted[extension?.urn ?? acceptedName(type, key)] = acceptedValue;
  }
  return accepted;
}

/** Attributes of an extension; undefined where there are none. */
export function acceptExtension(extension: Schema, value: Json, switches: Switches): JsonObject | undefined {
  if (value === null && !switches.refusesNulls) return undefined;
  if (!isObject(value)) throw badRequest('invalidValue', `${extension.urn} must be an object.`);
  const accepted: Record<string, Json> = {};
  for (const [key, part] of Object.entries(value)) {
    const acceptedPart = acceptAttribute(extension.attributes, key, part, switches);
    const name = named(extension.attributes, key)?.name;
    if (acceptedPart !== undefined && name !== undefined) accepted[name] = acceptedPart;
  }
  return Object.keys(accepted).length === 0 ? undefined : accepted;
}

function acceptAttribute(
  attributes: readonly Attribute[],
  key: string,
  value: Json,
  switches: Switches,
): Json | undefined {
  const attribute = named(attributes, key);
  if (attribute === undefined) refuseUndeclared(key, switches);
  if (attribute === undefined || attribute.mutability === 'readOnly') return undefined;
  return acceptValue(attribute, value, switches);
}

function acceptedName(type: ResourceType, key: string): string {
  return named(firstLevel(type), key)?.name ?? key;
}

/** RFC 7643, section 3: every resource says which schemas it keeps to. */
function listedSchemas(body: JsonObject, type: ResourceType, switches: Switches): ReadonlySet<string> {
  const schemas = Object.entries(body).find(([key]) => key.toLowerCase() === 'schemas')?.[1];
  if (!Array.isArray(schemas) || schemas.length === 0) {
    throw badRequest('invalidSyntax', 'schemas must be an array of the URNs of the schemas that are used.');
  }
  const listed = new Set<string>();
  for (const urn of schemas as readonly Json[]) {
    const text = typeof urn === 'string' ? urn.toLowerCase() : '';
    const known = [type.core, ...type.extensions].find((schema) => schema.urn.toLowerCase() === text);
    const isIgnored = switches.ignoredSchemas.some((ignored) => ignored.toLowerCase() === text);
    if (known === undefined && !isIgnored && switches.undeclaredAttributes === 'refused') {
      throw badRequest('invalidSyntax', `${type.name} knows no schema ${JSON.stringify(urn)}.`);
    }
    if (known !== undefined) listed.add(known.urn);
  }
  if (!listed.has(type.core.urn)) throw badRequest('invalidSyntax', `schemas must hold ${type.core.urn}.`);
  return listed;
}

import { isObject, type Json, type JsonObject } from '../json.js';
import { findPath, splitPath, type ResolvedPath } from '../schema/attribute-path.js';
import { extensionOf, type ResourceType } from '../schema/resource-type.js';
import { badRequest } from '../scim-error.js';

/** Which attributes of a resource an answer holds. RFC 7644, 3.9. */
export type Selection = (resource: JsonObject) => JsonObject;

interface Named {
  readonly paths: readonly ResolvedPath[];
  readonly extensions: readonly string[];
}

/**
 * Reads `attributes` and `excludedAttributes`. Names that nothing declares select nothing.
 * @throws {ScimError} 400 `invalidValue` when both are given.
 */
export function selection(
  attributes: readonly string[],
  excluded: readonly string[],
  type: ResourceType,
): Selection {
  if (attributes.length > 0 && excluded.length > 0) {
    throw badRequest('invalidValue', 'attributes and excludedAttributes exclude each other.');
  }
  if (attributes.length > 0) {
    const wanted = named(attributes, type);
    return (resource) => picked(resource, wanted);
  }
  const unwanted = named(excluded, type);
  return (resource) => dropped(resource, unwanted);
}

function named(names: readonly string[], type: ResourceType): Named {
  return {
    paths: names.flatMap((name) => findPath(splitPath(name), type) ?? []),
    extensions: names.flatMap((name) => extensionOf(type, name)?.urn ?? []),
  };
}

function picked(resource: JsonObject, { paths, extensions }: Named): JsonObject {
  const chosen: Record<string, Json> = {};
  for (const always of ['schemas', 'id']) if (always in resource) chosen[always] = resource[always] ?? null;
  for (const urn of extensions) if (urn in resource) chosen[urn] = resource[urn] ?? null;
  for (const { extension, attribute, sub } of paths) {
    const container = extension === null ? resource : resource[extension];
    const value = isObject(container) ? container[attribute.name] : undefined;
    if (value === undefined) continue;
    const part = sub === null ? value : mapElements(value, (element) => only(element, sub.name));
    const holder = extension === null ? chosen : { ...(chosen[extension] as JsonObject | undefined) };
    holder[attribute.name] = merged(holder[attribute.name], part);
    if (extension !== null) chosen[extension] = holder;
  }
  return chosen;
}

function dropped(resource: JsonObject, { paths, extensions }: Named): JsonObject {
  const kept: Record<string, Json> = { ...resource };
  for (const urn of extensions) Reflect.deleteProperty(kept, urn);
  for (const { extension, attribute, sub } of paths) {
    if (attribute.returned === 'always') continue;
    const container = extension === null ? kept : { ...(kept[extension] as JsonObject | undefined) };
    const value = container[attribute.name];
    if (value === undefined) continue;
    if (sub === null) Reflect.deleteProperty(container, attribute.name);
    else container[attribute.name] = mapElements(value, (element) => allBut(element, sub.name));
    if (extension !== null) kept[extension] = container;
  }
  return kept;
}

function mapElements(value: Json, change: (element: Json) => Json): Json {
  return Array.isArray(value) ? (value as readonly Json[]).map(change) : change(value);
}

function only(element: Json, name: string): Json {
  if (!isObject(element)) return element;
  return name in element ? { [name]: element[name] ?? null } : {};
}

function allBut(element: Json, name: string): Json {
  return isObject(element)
    ? Object.fromEntries(Object.entries(element).filter(([one]) => one !== name))
    : element;
}

/** `name.givenName,name.familyName`: two selections of one attribute. */
function merged(held: Json | undefined, part: Json): Json {
  if (Array.isArray(held) && Array.isArray(part)) {
    return (held as readonly Json[]).map((element, at) =>
      merged(element, (part as readonly Json[])[at] ?? element),
    );
  }
  return isObject(held) && isObject(part) ? { ...held, ...part } : part;
}

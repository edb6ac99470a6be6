import { isMultiValuedComplex } from '../../schema/attribute-types.js';
import { isObject, keyOf, valueOf, type JsonObject } from '../../schema/json-object.js';
import type { AttributeChange, TargetValue, TargetValues } from '../../schema/model.js';
import { isSelected, placeJson } from '../../schema/resource.js';
import { parseScimPath, type ScimPath } from '../../schema/scim-path.js';
import type { Dialect } from '../quirks/index.js';
import type { ResourceType } from '../scim-target.js';
import { addedBy, realChanges } from './attribute-changes.js';
import { wholeLists } from './whole-lists.js';
import { wireValue } from './wire-values.js';
import { inDialect } from './write-resource.js';

/** What the server alone writes. @see RFC 7643, sections 3.1 and 4.1.2. */
const READ_ONLY: Readonly<Record<ResourceType, readonly string[]>> = {
  User: ['id', 'meta', 'groups'],
  Group: ['id', 'meta'],
};

/**
 * The resource as the target returned it, for sending it back: without what is the server's and without null, with the URN of
 * every schema that it uses, in the dialect's forms.
 */
export function writable(resource: JsonObject, resourceType: ResourceType, dialect: Dialect): JsonObject {
  const own = Object.entries(resource).filter(
    ([name]) => !READ_ONLY[resourceType].includes(name.toLowerCase()) && name.toLowerCase() !== 'schemas',
  );
  const kept = withoutNulls(Object.fromEntries(own)) as JsonObject; // an object in, an object out
  return inDialect({ schemas: schemasOf(resource, kept, resourceType), ...kept }, dialect);
}

/**
 * A copy of the resource with `changes` carried out, and everything else as it is.
 * @param known as in `buildPatch`.
 * @throws {ScimPathError} when a path is none.
 */
export function merged(
  resource: JsonObject,
  changes: readonly AttributeChange[],
  known: TargetValues,
  dialect: Dialect,
): JsonObject {
  const result = structuredClone(resource);
  const { lists, others } = wholeLists(realChanges(changes), known, dialect);
  for (const { attribute, elements } of lists) result[keyOf(result, attribute) ?? attribute] = elements;
  // What takes an element's value takes the element, also what another change would give it.
  for (const change of others.filter(sets)) carryOut(result, change, dialect);
  for (const { path } of others.filter((change) => !sets(change))) unset(result, parseScimPath(path));
  return result;
}

/** The JSON without names and elements whose value is null. */
function withoutNulls(json: unknown): unknown {
  if (Array.isArray(json)) return json.filter((element) => element !== null).map(withoutNulls);
  if (!isObject(json)) return json;
  const given = Object.entries(json).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, withoutNulls(value)]));
}

type Setting = AttributeChange & { readonly newValue: TargetValue };

function sets(change: AttributeChange): change is Setting {
  return change.newValue !== null;
}

function carryOut(resource: JsonObject, change: Setting, dialect: Dialect): void {
  const path = parseScimPath(change.path);
  const adds = change.adds === true;
  const json = wireValue(path, adds ? addedBy(change) : change.newValue, dialect, 'resource');
  if (!adds) {
    if (isMultiValuedComplex(path)) unset(resource, path);
    placeJson(resource, path, json);
    return;
  }
  const held = valueOf(containerOf(resource, path), path.attribute);
  placeJson(resource, path, isMultiValuedComplex(path) || !Array.isArray(held) ? json : [held, json].flat());
}

function unset(resource: JsonObject, path: ScimPath): void {
  const container = containerOf(resource, path);
  if (!isObject(container)) return;
  const name = keyOf(container, path.attribute);
  if (name === undefined) return;
  const { filter, subAttribute } = path;
  const held = container[name];
  if (filter === null && subAttribute === null) Reflect.deleteProperty(container, name);
  else if (filter === null) deletePart(held, subAttribute ?? 'value');
  else if (Array.isArray(held)) container[name] = withoutPart(held, filter, subAttribute ?? 'value');
}

/** An element without its `value` is nothing, and one that nothing is left of but what selects it neither. */
function withoutPart(
  elements: readonly unknown[],
  filter: NonNullable<ScimPath['filter']>,
  part: string,
): readonly unknown[] {
  return elements.filter((element) => {
    if (!isObject(element) || !isSelected(element, filter)) return true;
    deletePart(element, part);
    return part !== 'value' && Object.keys(element).length > 1;
  });
}

function deletePart(container: unknown, name: string): void {
  if (!isObject(container)) return;
  const key = keyOf(container, name);
  if (key !== undefined) Reflect.deleteProperty(container, key);
}

function containerOf(resource: JsonObject, path: ScimPath): unknown {
  return path.schema === null ? resource : valueOf(resource, path.schema);
}

function schemasOf(resource: JsonObject, kept: JsonObject, resourceType: ResourceType): readonly string[] {
  const told = valueOf(resource, 'schemas');
  const listed = Array.isArray(told) ? told.filter((urn) => typeof urn === 'string') : [];
  const core = `urn:ietf:params:scim:schemas:core:2.0:${resourceType}`;
  const used = Object.keys(kept).filter((name) => /^urn:/i.test(name));
  const urns = new Map([core, ...listed, ...used].map((urn) => [urn.toLowerCase(), urn]));
  return [...urns.values()];
}

import { isObject, without, withValue, type Json, type JsonObject } from '../json.js';
import { acceptExtension } from '../schema/accept-resource.js';
import { refuseUndeclared } from '../schema/accept-value.js';
import { named } from '../schema/attribute.js';
import { findPath, pathText, splitPath } from '../schema/attribute-path.js';
import { extensionOf, firstLevel, type ResourceType } from '../schema/resource-type.js';
import { badRequest, ScimError } from '../scim-error.js';
import type { Switches } from '../switches.js';
import { changeElements } from './change-elements.js';
import { changeSingle } from './change-single.js';
import type { PatchOperation } from './operations.js';
import { patchTarget, type Target } from './patch-path.js';

/**
 * The resource after all operations, one after the other; the one that was given stays as it is, so that nothing is
 * changed when one of them fails. RFC 7644, 3.5.2.
 * @throws {ScimError} 400.
 */
export function applyPatch(
  resource: JsonObject,
  operations: readonly PatchOperation[],
  type: ResourceType,
  switches: Switches,
): JsonObject {
  return operations.reduce((draft, operation) => applyOperation(draft, operation, type, switches), resource);
}

function applyOperation(
  resource: JsonObject,
  operation: PatchOperation,
  type: ResourceType,
  switches: Switches,
): JsonObject {
  if (operation.path === null) return applyPathless(resource, operation, type, switches);
  const target = declaredTarget(operation.path, type, switches);
  return target === null ? resource : applyAt(resource, operation, target, switches);
}

function applyPathless(
  resource: JsonObject,
  operation: PatchOperation,
  type: ResourceType,
  switches: Switches,
): JsonObject {
  if (!isObject(operation.value)) {
    throw badRequest('invalidValue', 'An operation without path must have an object as its value.');
  }
  const entries = Object.entries(operation.value).filter(([key]) => key.toLowerCase() !== 'schemas');
  const { pathlessOperations } = switches;
  if (pathlessOperations === 'refused' || (pathlessOperations === 'oneAttribute' && entries.length > 1)) {
    throw badRequest('invalidPath', 'An operation must have a path.');
  }
  return entries.reduce((draft, [key, value]) => {
    const target = keyTarget(key, type, switches);
    return target === null ? draft : applyAt(draft, { ...operation, value }, target, switches);
  }, resource);
}

/** A key names an attribute or an extension; only Entra writes paths there. */
function keyTarget(key: string, type: ResourceType, switches: Switches): Target | null {
  const isName = named(firstLevel(type), key) !== undefined || extensionOf(type, key) !== undefined;
  if (isName || switches.acceptsDottedKeys) return declaredTarget(key, type, switches);
  refuseUndeclared(key, switches);
  return null;
}

/** Null for an attribute that nothing declares, where those are dropped. */
function declaredTarget(path: string, type: ResourceType, switches: Switches): Target | null {
  if (switches.undeclaredAttributes === 'dropped') {
    const plain = path.split('[', 1)[0] ?? '';
    if (extensionOf(type, path) === undefined && findPath(splitPath(plain), type) === undefined) return null;
  }
  return patchTarget(path, type, switches);
}

function applyAt(
  resource: JsonObject,
  operation: PatchOperation,
  target: Target,
  switches: Switches,
): JsonObject {
  if (target.type === 'extension') return applyToExtension(resource, operation, target, switches);
  const { extension, attribute, sub } = target.path;
  if (attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly') {
    if (switches.readOnlyInPatch === 'ignored') return resource;
    throw badRequest('mutability', `${pathText(target.path)} is read-only.`);
  }
  const held = extension === null ? resource : resource[extension];
  const container = isObject(held) ? held : {};
  const current = container[attribute.name];
  const changed = attribute.multiValued
    ? changeElements(asElements(current), operation, target, switches)
    : changeSingle(current, operation, target, switches);
  const next = withValue(container, attribute.name, changed);
  if (extension === null) return next;
  return Object.keys(next).length === 0 ? without(resource, extension) : { ...resource, [extension]: next };
}

function applyToExtension(
  resource: JsonObject,
  { op, value }: PatchOperation,
  { schema }: Target & { readonly type: 'extension' },
  switches: Switches,
): JsonObject {
  if (op === 'remove') return without(resource, schema.urn);
  if (!isObject(value)) throw badRequest('invalidValue', `${schema.urn} must be an object.`);
  // Some clients repeat `schemas` in there.
  const entries = Object.entries(value).filter(([key]) => key.toLowerCase() !== 'schemas');
  return entries.reduce((draft, [key, part]) => {
    const attribute = named(schema.attributes, key);
    if (attribute === undefined) {
      acceptExtension(schema, { [key]: part }, switches);
      return draft;
    }
    const path = { extension: schema.urn, attribute, sub: null };
    return applyAt(
      draft,
      { op, path: null, value: part },
      { type: 'attribute', path, selection: null },
      switches,
    );
  }, resource);
}

function asElements(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as readonly Json[];
  throw new ScimError(500, null, 'A multi-valued attribute is stored as a single value.');
}

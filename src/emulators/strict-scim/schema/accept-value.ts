import { isObject, type Json, type JsonObject } from '../json.js';
import { badRequest } from '../scim-error.js';
import type { Switches } from '../switches.js';
import { named, type Attribute } from './attribute.js';

const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * A value as it is to be stored: names spelt as in the schema, without what is read-only.
 * @returns undefined for "no value": null, an empty array, an object of nothing (RFC 7643, 2.5).
 * @throws {ScimError} 400 `invalidValue` or `invalidSyntax`.
 */
export function acceptValue(attribute: Attribute, value: Json, switches: Switches): Json | undefined {
  if (value === null) {
    refuseNull(attribute, switches);
    return undefined;
  }
  return attribute.multiValued
    ? acceptElements(attribute, value, switches)
    : acceptSingle(attribute, value, switches);
}

/** The elements of a multi-valued attribute. A value must be an array; PATCH wraps what comes alone. */
export function acceptElements(
  attribute: Attribute,
  value: Json,
  switches: Switches,
): readonly Json[] | undefined {
  if (!Array.isArray(value)) throw invalid(attribute, 'must be an array');
  const elements = (value as readonly Json[]).flatMap((element) => {
    if (element === null) refuseNull(attribute, switches);
    const accepted = element === null ? undefined : acceptSingle(attribute, element, switches);
    return accepted === undefined ? [] : [accepted];
  });
  if (elements.filter(isPrimary).length > 1) throw invalid(attribute, 'must have one primary value at most');
  return elements.length === 0 ? undefined : elements;
}

export function isPrimary(element: Json): boolean {
  return isObject(element) && element['primary'] === true;
}

/** One value, or one element of a multi-valued attribute. */
export function acceptSingle(attribute: Attribute, value: Json, switches: Switches): Json | undefined {
  switch (attribute.type) {
    case 'boolean':
      return acceptBoolean(attribute, value, switches);
    case 'integer':
      if (!Number.isInteger(value)) throw invalid(attribute, 'must be an integer');
      return value;
    case 'decimal':
      if (typeof value !== 'number') throw invalid(attribute, 'must be a number');
      return value;
    case 'dateTime':
      if (typeof value !== 'string' || !dateTime.test(value)) throw invalid(attribute, 'must be a dateTime');
      return value;
    case 'complex':
      return acceptComplex(attribute, value, switches);
    case 'string':
    case 'reference':
    case 'binary':
      return acceptString(attribute, value, switches);
  }
}

function refuseNull(attribute: Attribute, { refusesNulls }: Switches): void {
  if (refusesNulls) throw invalid(attribute, 'must not be null');
}

function acceptBoolean(attribute: Attribute, value: Json, { booleans }: Switches): boolean {
  if (typeof value === 'boolean' && booleans !== 'text') return value;
  const text = typeof value === 'string' && booleans !== 'json' ? value.toLowerCase() : null;
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalid(attribute, `must be ${booleans === 'text' ? '"True" or "False"' : 'true or false'}`);
}

function acceptString(attribute: Attribute, value: Json, switches: Switches): string {
  if (typeof value !== 'string') throw invalid(attribute, 'must be a string');
  if (!switches.enforcesCanonicalValues || attribute.canonicalValues === undefined) return value;
  const canonical = attribute.canonicalValues.find((one) => one.toLowerCase() === value.toLowerCase());
  if (canonical === undefined) {
    throw invalid(attribute, `must be one of ${attribute.canonicalValues.join(', ')}`);
  }
  return canonical;
}

function acceptComplex(attribute: Attribute, value: Json, switches: Switches): JsonObject | undefined {
  const object = switches.acceptsLooseReferences ? tightened(attribute, value) : value;
  if (!isObject(object)) throw invalid(attribute, 'must be an object');
  const accepted: Record<string, Json> = {};
  for (const [key, part] of Object.entries(unwrapped(object, switches))) {
    const sub = named(attribute.subAttributes ?? [], key);
    if (sub === undefined) refuseUndeclared(`${attribute.name}.${key}`, switches);
    if (sub === undefined || sub.mutability === 'readOnly') continue;
    const acceptedPart = acceptValue(sub, part, switches);
    if (acceptedPart !== undefined) accepted[sub.name] = acceptedPart;
  }
  return Object.keys(accepted).length === 0 ? undefined : accepted;
}

/** @throws {ScimError} 400 `invalidSyntax` unless undeclared attributes are dropped. */
export function refuseUndeclared(path: string, { undeclaredAttributes }: Switches): void {
  if (undeclaredAttributes === 'refused') throw badRequest('invalidSyntax', `No schema declares ${path}.`);
}

/** Entra writes a reference as a plain id, or as an array of one object. */
function tightened(attribute: Attribute, value: Json): Json {
  const isReference = !attribute.multiValued && named(attribute.subAttributes ?? [], '$ref') !== undefined;
  if (!isReference) return value;
  if (typeof value === 'string') return { value };
  return Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value;
}

/** `{"value": "{\"id\": …, \"value\": …, \"displayName\": …}"}`: Entra's complex role assignments. */
function unwrapped(object: JsonObject, { unwrapsJsonText }: Switches): JsonObject {
  const text = object['value'];
  if (!unwrapsJsonText || typeof text !== 'string' || !text.startsWith('{')) return object;
  try {
    const inner = JSON.parse(text) as Json;
    if (!isObject(inner) || typeof inner['value'] !== 'string') return object;
    const { value, displayName } = inner;
    return { ...object, value, ...(typeof displayName === 'string' ? { display: displayName } : {}) };
  } catch {
    return object;
  }
}

function invalid(attribute: Attribute, rule: string): Error {
  return badRequest('invalidValue', `${attribute.name} ${rule}.`);
}

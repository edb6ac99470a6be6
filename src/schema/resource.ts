import { attributeTypeOf, isBooleanDiscriminator, isMultiValuedComplex } from './attribute-types.js';
import { childArray, childObject, isObject, keyOf, valueOf, type JsonObject } from './json-object.js';
import type { AttributeType, ComplexValue, TargetValue, TargetValues } from './model.js';
import { parseScimPath, type ScimPath } from './scim-path.js';
import { targetAttributeLookup, type TargetAttribute } from './target-attributes.js';

/** Where targets want the same resource written differently. */
export interface ResourceForm {
  /** A mapping's value as the JSON at its path; for a list's path a list. */
  readonly toJson: (path: ScimPath, value: TargetValue) => unknown;
  /** Whether the work e-mail is primary unless a path says which one is. */
  readonly marksPrimaryEmail: boolean;
}

/**
 * The body that creates a resource: nested sub-attributes, one array element a filter, extension attributes under their
 * URN, and `schemas` naming exactly what is used.
 * @throws {ScimPathError} when a key of `values` is not a path.
 * @see RFC 7643, section 3.3.
 */
export function buildResource(
  values: TargetValues,
  resourceType: 'User' | 'Group' = 'User',
  form: ResourceForm = { toJson, marksPrimaryEmail: true },
): Record<string, unknown> {
  const entries = Object.entries(values).map(([text, value]) => ({ path: parseScimPath(text), value }));
  const schemas = [`urn:ietf:params:scim:schemas:core:2.0:${resourceType}`];
  const resource: JsonObject = { schemas };

  for (const { path, value } of entries) {
    if (path.schema !== null && keyOf(resource, path.schema) === undefined) schemas.push(path.schema);
    placeJson(resource, path, form.toJson(path, value));
  }
  if (form.marksPrimaryEmail && !entries.some(({ path }) => setsPrimaryEmail(path)))
    markWorkEmailAsPrimary(resource);
  return resource;
}

/**
 * Writes `json` into `resource` at `path`: in place of what is there, but behind the elements of a list that is named without
 * a filter. An array element that is missing is made.
 */
export function placeJson(resource: Record<string, unknown>, path: ScimPath, json: unknown): void {
  const container = path.schema === null ? resource : childObject(resource, path.schema);
  if (path.filter !== null) {
    const element = elementFor(container, path.attribute, path.filter);
    const name = path.subAttribute ?? 'value';
    element[keyOf(element, name) ?? name] = json;
  } else if (isMultiValuedComplex(path)) {
    childArray(container, path.attribute).push(...(json as unknown[])); // a list's path has a list: ResourceForm
  } else if (path.subAttribute !== null) {
    const complex = childObject(container, path.attribute);
    complex[keyOf(complex, path.subAttribute) ?? path.subAttribute] = json;
  } else {
    container[keyOf(container, path.attribute) ?? path.attribute] = json;
  }
}

/** A place to read: an attribute, and whether its elements are read whole. */
export interface ReadableAttribute {
  readonly attribute: TargetAttribute;
  readonly isComplex: boolean;
}

/**
 * What a resource says at `paths`, by the core schemas alone.
 * @throws {ScimPathError} when one of `paths` is not a path.
 */
export function readValues(resource: unknown, paths: readonly string[]): TargetValues {
  const attributeOf = targetAttributeLookup();
  const values: Record<string, TargetValue> = {};
  for (const text of paths) {
    const value = read(resource, { attribute: attributeOf(parseScimPath(text)), isComplex: false });
    if (value !== undefined) values[text] = value;
  }
  return values;
}

/**
 * Reads what resources say of `attributes`, in the form in which mappings yield values. Names and URNs are found whatever
 * their letter case; Boolean attributes are Booleans even where a server answers "True", and Integer ones numbers; what is
 * missing is absent.
 */
export function resourceReader(
  attributes: readonly ReadableAttribute[],
): (resource: unknown) => TargetValues {
  return (resource) => {
    const values: Record<string, TargetValue> = {};
    for (const readable of attributes) {
      const value = read(resource, readable);
      if (value !== undefined) values[readable.attribute.path] = value;
    }
    return values;
  };
}

/** A mapping's value as the JSON that a target expects at `path`. */
export function toJson(path: ScimPath, value: TargetValue): unknown {
  const type = attributeTypeOf(path);
  const isList = isMultiValuedComplex(path);
  if (type === 'Reference' && !isList) return { value };
  if (type === 'Boolean' && typeof value === 'string') return asBoolean(value) ?? value;
  if (!isList) return value;
  const elements = typeof value === 'object' ? value : [value];
  return elements.map((element) =>
    typeof element === 'object' ? element : { [path.subAttribute ?? 'value']: element },
  );
}

function elementFor(
  container: JsonObject,
  attribute: string,
  filter: NonNullable<ScimPath['filter']>,
): JsonObject {
  const elements = childArray(container, attribute);
  const existing = elements.filter(isObject).find((element) => isSelected(element, filter));
  if (existing !== undefined) return existing;
  const created: JsonObject = {
    [filter.attribute]: isBooleanDiscriminator(filter.attribute)
      ? (asBoolean(filter.value) ?? filter.value)
      : filter.value,
  };
  elements.push(created);
  return created;
}

function setsPrimaryEmail(path: ScimPath): boolean {
  if (path.schema !== null || path.attribute.toLowerCase() !== 'emails') return false;
  return [path.subAttribute, path.filter?.attribute].some((name) => name?.toLowerCase() === 'primary');
}

function markWorkEmailAsPrimary(resource: JsonObject): void {
  const emails = valueOf(resource, 'emails');
  if (!Array.isArray(emails)) return;
  const work = emails
    .filter(isObject)
    .find((email) => isSelected(email, { attribute: 'type', value: 'work' }));
  if (work !== undefined) work['primary'] = true;
}

function read(resource: unknown, { attribute, isComplex }: ReadableAttribute): TargetValue | undefined {
  const { target: path, type } = attribute;
  const container = path.schema === null ? resource : valueOf(resource, path.schema);
  const found = valueOf(container, path.attribute);
  if (path.filter !== null) {
    const { filter, subAttribute } = path;
    const elements: unknown[] = Array.isArray(found) ? found : [found];
    const element = elements.filter(isObject).find((candidate) => isSelected(candidate, filter));
    return scalar(valueOf(element, subAttribute ?? 'value'), type);
  }
  if (type === 'Reference' && path.subAttribute === null) return scalar(referredId(found), type);
  const { subAttribute } = path;
  if (!Array.isArray(found))
    return scalar(subAttribute === null ? found : valueOf(found, subAttribute), type);
  if (isComplex) return noneOrMore(found.filter(isObject).map(complexValueOf));

  const texts = found
    .map((element: unknown) =>
      scalar(isObject(element) ? valueOf(element, subAttribute ?? 'value') : element, 'String'),
    )
    .filter((text) => typeof text === 'string');
  return noneOrMore(texts);
}

/** Servers answer a reference as the object that it is, as the bare id, or as a list of one. */
function referredId(found: unknown): unknown {
  const reference: unknown = Array.isArray(found) ? found[0] : found;
  return isObject(reference) ? valueOf(reference, 'value') : reference;
}

function noneOrMore<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** The sub-attributes of RFC 7643, section 2.4; a server may add others of its own. */
const COMPLEX_PARTS = ['value', 'display', 'type', 'primary'];

function complexValueOf(element: JsonObject): ComplexValue {
  const parts = COMPLEX_PARTS.map(
    (name) => [name, scalar(valueOf(element, name), typeOfPart(name))] as const,
  );
  return Object.fromEntries(
    parts.flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'boolean' ? [[name, value]] : [],
    ),
  );
}

function typeOfPart(name: string): AttributeType {
  return name === 'primary' ? 'Boolean' : 'String';
}

/** Whether a filter of a path means this element. */
export function isSelected(element: JsonObject, filter: NonNullable<ScimPath['filter']>): boolean {
  const value = scalar(valueOf(element, filter.attribute), 'String');
  return typeof value === 'string' && value.toLowerCase() === filter.value.toLowerCase();
}

/** One JSON value as mappings know it; objects, lists and null are no value. */
function scalar(value: unknown, type: AttributeType): string | number | boolean | undefined {
  if (typeof value === 'number') return type === 'Integer' ? value : String(value);
  if (typeof value === 'string') return fromText(value, type);
  if (typeof value !== 'boolean') return undefined;
  if (type === 'Boolean') return value;
  return value ? 'True' : 'False';
}

/** Servers answer Booleans and numbers as text, too. */
function fromText(text: string, type: AttributeType): string | number | boolean {
  if (type === 'Boolean') return asBoolean(text) ?? text;
  return type === 'Integer' && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

function asBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

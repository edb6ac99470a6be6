import { isObject, type Json, type JsonObject } from '../json.js';
import { named, type Attribute } from '../schema/attribute.js';
import { findPath, resolvePath, type AttributePath } from '../schema/attribute-path.js';
import type { ResourceType } from '../schema/resource-type.js';
import { badRequest } from '../scim-error.js';
import type { Switches } from '../switches.js';
import type { Comparison, Filter } from './filter.js';

/** Whether a resource, or an element of a multi-valued attribute, is meant. */
export type Predicate = (candidate: JsonObject) => boolean;

/** What a path leads to: the attribute that is compared, and how its values are got at. */
interface Operand {
  readonly attribute: Attribute;
  /** What stands there; objects where the attribute is complex. */
  readonly elementsOf: (candidate: JsonObject) => readonly Json[];
  /**
   * What is compared. A complex attribute that has a `value` is compared by it (RFC 7643, 2.4): `members eq "id"`, and
   * `manager eq "id"`, as Entra asks.
   */
  readonly compared: Attribute;
  readonly valuesOf: (candidate: JsonObject) => readonly Json[];
}

/** Null: an attribute without a value, whatever it is compared with. */
type Scope = (path: AttributePath) => Operand | null;

/**
 * A filter over resources of one type.
 * @param isOneOfSeveral takes attributes that there are not for ones without a value (RFC 7644, 3.4.2.1).
 * @throws {ScimError} 400 `invalidFilter` for attributes that there are not, and comparisons that make no sense.
 */
export function compileFilter(
  filter: Filter,
  type: ResourceType,
  switches: Switches,
  isOneOfSeveral = false,
): Predicate {
  const scope: Scope = (path) =>
    isOneOfSeveral && findPath(path, type) === undefined ? null : resourceOperand(path, type);
  return compile(filter, scope, switches);
}

/** A filter over elements of one multi-valued attribute, as in `emails[type eq "work"]`. */
export function compileElementFilter(filter: Filter, attribute: Attribute, switches: Switches): Predicate {
  return compile(filter, elementScope(attribute), switches);
}

function compile(filter: Filter, scope: Scope, switches: Switches): Predicate {
  switch (filter.type) {
    case 'and': {
      const operands = filter.operands.map((one) => compile(one, scope, switches));
      return (candidate) => operands.every((matches) => matches(candidate));
    }
    case 'or': {
      const operands = filter.operands.map((one) => compile(one, scope, switches));
      return (candidate) => operands.some((matches) => matches(candidate));
    }
    case 'not': {
      const matches = compile(filter.operand, scope, switches);
      return (candidate) => !matches(candidate);
    }
    case 'present': {
      const operand = scope(filter.path);
      return (candidate) => operand?.elementsOf(candidate).some(isPresent) === true;
    }
    case 'elements':
      return compileElements(filter, scope, switches);
    case 'comparison':
      return compileComparison(filter, scope(filter.path), switches);
  }
}

function compileElements(
  { path, filter, within }: Filter & { readonly type: 'elements' },
  scope: Scope,
  switches: Switches,
): Predicate {
  const held = scope(path);
  if (held === null) return () => false;
  const { attribute, elementsOf } = held;
  if (attribute.subAttributes === undefined) {
    throw badRequest('invalidFilter', `${attribute.name} has no sub-attributes to filter by.`);
  }
  const inner = elementScope(attribute);
  const matches = compile(filter, inner, switches);
  const matchesWithin = within === null ? () => true : compile(within, inner, switches);
  return (candidate) =>
    elementsOf(candidate).some((element) => isObject(element) && matches(element) && matchesWithin(element));
}

function compileComparison(
  { operator, value }: Filter & { readonly type: 'comparison' },
  operand: Operand | null,
  switches: Switches,
): Predicate {
  if (operand === null) return () => operator === 'ne';
  const { compared: attribute, valuesOf } = operand;
  if (value === null) {
    if (operator !== 'eq' && operator !== 'ne') throw nonsense(attribute, operator, 'null');
    return (candidate) => valuesOf(candidate).some(isPresent) === (operator === 'ne');
  }
  const target = comparable(attribute, value, switches);
  const isExact = attribute.caseExact || (attribute.name === 'userName' && switches.filtersUserNameExactly);
  const test = comparison(attribute, operator, target, isExact);
  // RFC 7644 leaves `ne` on several values open; here it is the opposite of `eq`.
  if (operator === 'ne') return (candidate) => !valuesOf(candidate).some(test);
  return (candidate) => valuesOf(candidate).some(test);
}

/** The filter's value, if it is of the attribute's type. */
function comparable(
  attribute: Attribute,
  value: string | number | boolean,
  { booleans, acceptsUnquotedFilterValues }: Switches,
): string | number | boolean {
  const isLoose = acceptsUnquotedFilterValues;
  switch (attribute.type) {
    case 'boolean': {
      if (typeof value === 'boolean') return value;
      const text = booleans === 'json' ? '' : String(value).toLowerCase();
      if (text === 'true' || text === 'false') return text === 'true';
      throw badRequest('invalidFilter', `${attribute.name} is a Boolean.`);
    }
    case 'integer':
    case 'decimal':
      if (typeof value !== 'number') throw badRequest('invalidFilter', `${attribute.name} is a number.`);
      return value;
    case 'dateTime': {
      const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
      if (Number.isNaN(time)) throw badRequest('invalidFilter', `${attribute.name} is a dateTime.`);
      return time;
    }
    case 'complex':
      throw badRequest('invalidFilter', `${attribute.name} is complex: name one of its sub-attributes.`);
    case 'string':
    case 'reference':
    case 'binary':
      if (typeof value === 'string') return value;
      if (isLoose) return String(value);
      throw badRequest('invalidFilter', `${attribute.name} is a string: its value stands in double quotes.`);
  }
}

function comparison(
  attribute: Attribute,
  operator: Comparison,
  target: string | number | boolean,
  isExact: boolean,
): (value: Json) => boolean {
  const folded = (value: string): string => (isExact ? value : value.toLowerCase());
  const wanted = typeof target === 'string' ? folded(target) : target;
  const actual = (value: Json): string | number | boolean | null => {
    if (typeof value === 'string') return attribute.type === 'dateTime' ? Date.parse(value) : folded(value);
    return typeof value === 'number' || typeof value === 'boolean' ? value : null;
  };
  switch (operator) {
    case 'eq':
    case 'ne':
      return (value) => actual(value) === wanted;
    case 'co':
    case 'sw':
    case 'ew': {
      if (typeof wanted !== 'string') throw nonsense(attribute, operator, attribute.type);
      const test = { co: 'includes', sw: 'startsWith', ew: 'endsWith' } as const;
      return (value) => typeof value === 'string' && folded(value)[test[operator]](wanted);
    }
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      if (typeof wanted === 'boolean' || attribute.type === 'binary') {
        throw nonsense(attribute, operator, attribute.type);
      }
      return (value) => {
        const found = actual(value);
        if (found === null || typeof found !== typeof wanted) return false;
        if (found === wanted) return operator === 'ge' || operator === 'le';
        return found > wanted === (operator === 'gt' || operator === 'ge');
      };
  }
}

function resourceOperand(path: AttributePath, type: ResourceType): Operand {
  const { extension, attribute, sub } = resolvePath(path, type, 'invalidFilter');
  const container = (resource: JsonObject): JsonObject => {
    const held = extension === null ? resource : resource[extension];
    return isObject(held) ? held : {};
  };
  return operandOf(attribute, sub, (resource) => container(resource)[attribute.name]);
}

function elementScope(attribute: Attribute): Scope {
  return (path) => {
    const sub =
      path.urn === null && path.sub === null ? named(attribute.subAttributes ?? [], path.name) : undefined;
    if (sub === undefined) {
      throw badRequest('invalidFilter', `${attribute.name} has no sub-attribute ${path.name}.`);
    }
    return operandOf(sub, null, (element) => element[sub.name]);
  };
}

function operandOf(
  attribute: Attribute,
  sub: Attribute | null,
  held: (candidate: JsonObject) => Json | undefined,
): Operand {
  const listed = (candidate: JsonObject): readonly Json[] => {
    const value = held(candidate);
    if (value === undefined) return [];
    return Array.isArray(value) ? (value as readonly Json[]) : [value];
  };
  const partsOf = (part: Attribute) => (candidate: JsonObject) =>
    listed(candidate).flatMap((element) => partOf(element, part));
  if (sub !== null) {
    return { attribute: sub, compared: sub, elementsOf: partsOf(sub), valuesOf: partsOf(sub) };
  }
  const implied = named(attribute.subAttributes ?? [], 'value');
  return {
    attribute,
    compared: implied ?? attribute,
    elementsOf: listed,
    valuesOf: implied === undefined ? listed : partsOf(implied),
  };
}

function partOf(element: Json, { name }: Attribute): readonly Json[] {
  const part = isObject(element) ? element[name] : undefined;
  return part === undefined ? [] : [part];
}

function isPresent(value: Json): boolean {
  return value !== null && value !== '' && (!isObject(value) || Object.keys(value).length > 0);
}

function nonsense({ name }: Attribute, operator: string, type: string): Error {
  return badRequest('invalidFilter', `${operator} compares no ${type}, as ${name} is.`);
}

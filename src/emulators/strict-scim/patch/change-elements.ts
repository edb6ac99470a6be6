import { isEqual, isObject, withValue, type Json, type JsonObject } from '../json.js';
import { acceptElements, acceptSingle, acceptValue, isPrimary } from '../schema/accept-value.js';
import type { Attribute } from '../schema/attribute.js';
import { pathText } from '../schema/attribute-path.js';
import { badRequest } from '../scim-error.js';
import type { Switches } from '../switches.js';
import { orNothing } from './change-single.js';
import { describedElement } from './described-element.js';
import { isIgnoredRemoval, refuseMemberChange } from './member-rules.js';
import type { PatchOperation } from './operations.js';
import type { Target } from './patch-path.js';

type AttributeTarget = Target & { readonly type: 'attribute' };

/**
 * The elements of a multi-valued attribute after an operation; undefined where there are none.
 * @throws {ScimError} 400.
 */
export function changeElements(
  current: readonly Json[],
  operation: PatchOperation,
  target: AttributeTarget,
  switches: Switches,
): readonly Json[] | undefined {
  const { attribute, sub } = target.path;
  refuseMemberChange(current, operation, target, switches);
  if (isIgnoredRemoval(operation, target, switches)) return current;
  const isWhole = target.selection === null && sub === null;
  const changed = isWhole
    ? changeWhole(current, operation, attribute, switches)
    : changeSelected(current, operation, target, switches);
  return changed.length === 0 ? undefined : changed;
}

function changeWhole(
  current: readonly Json[],
  { op, value }: PatchOperation,
  attribute: Attribute,
  switches: Switches,
): readonly Json[] {
  if (op === 'remove') {
    if (value === undefined || switches.rfcLiteralRemoval) return [];
    const gone = acceptElements(attribute, asArray(value), switches) ?? [];
    const goneKeys = new Set(gone.map((element) => identity(attribute, element)));
    return current.filter((element) => !goneKeys.has(identity(attribute, element)));
  }
  const given =
    value === undefined || value === null
      ? acceptValue(attribute, null, switches)
      : acceptElements(attribute, asArray(value), switches);
  const elements = (given ?? []) as readonly Json[];
  return op === 'replace'
    ? unique(elements, attribute, switches)
    : added(current, elements, attribute, switches);
}

/** What is there already is not added again (RFC 7644, 3.5.2.1); what it says more is merged. */
function added(
  current: readonly Json[],
  given: readonly Json[],
  attribute: Attribute,
  switches: Switches,
): readonly Json[] {
  if (attribute.name === 'members' && switches.doublesMembers) return [...current, ...given];
  const byIdentity = new Map(current.map((element) => [identity(attribute, element), element]));
  for (const element of given) {
    const key = identity(attribute, element);
    const known = byIdentity.get(key);
    byIdentity.set(key, isObject(known) && isObject(element) ? { ...known, ...element } : element);
  }
  const merged = [...byIdentity.values()];
  const primary = given.find(isPrimary);
  return primary === undefined ? merged : withOnePrimary(merged, attribute, identity(attribute, primary));
}

function changeSelected(
  current: readonly Json[],
  { op, value }: PatchOperation,
  { path, selection }: AttributeTarget,
  switches: Switches,
): readonly Json[] {
  const { attribute, sub } = path;
  const isMeant = (element: Json): boolean =>
    selection === null || (isObject(element) && selection.matches(element));
  const meant = current.filter(isMeant);
  if (meant.length === 0) {
    if (op === 'remove' && switches.removalWithoutMatch === 'accepted') return current;
    const made = op === 'remove' || !switches.valuePathsCreateElements ? null : describedElement(selection);
    if (made === null) throw badRequest('noTarget', `${pathText(path)} has no such element.`);
    return [...current, changedElement(made, value ?? null, path, op, switches)].flatMap((one) => one ?? []);
  }
  if (op === 'remove' && sub === null) return current.filter((element) => !isMeant(element));
  const changed = current.map((element) =>
    isMeant(element) && isObject(element)
      ? changedElement(element, op === 'remove' ? undefined : (value ?? null), path, op, switches)
      : element,
  );
  const kept = changed.filter((element) => element !== undefined);
  const primary = changed.find(
    (element, at) => isPrimary(element ?? null) && !isPrimary(current[at] ?? null),
  );
  if (primary === undefined) return refuseTwoPrimaries(kept, attribute);
  return withOnePrimary(kept, attribute, identity(attribute, primary));
}

function changedElement(
  element: JsonObject,
  value: Json | undefined,
  { attribute, sub }: AttributeTarget['path'],
  op: PatchOperation['op'],
  switches: Switches,
): Json | undefined {
  if (sub !== null) {
    const accepted = value === undefined ? undefined : acceptValue(sub, value, switches);
    refuseImmutable(sub, element, accepted);
    return orNothing(withValue(element, sub.name, accepted));
  }
  const accepted = acceptSingle(attribute, value ?? null, switches);
  if (!isObject(accepted)) return accepted;
  for (const part of attribute.subAttributes ?? []) refuseImmutable(part, element, accepted[part.name]);
  return op === 'replace' ? accepted : { ...element, ...accepted };
}

function refuseImmutable(sub: Attribute, element: JsonObject, value: Json | undefined): void {
  const held = element[sub.name];
  if (sub.mutability !== 'immutable' || held === undefined || value === undefined || isEqual(held, value))
    return;
  throw badRequest('mutability', `${sub.name} cannot be changed, only its element be removed.`);
}

function refuseTwoPrimaries(elements: readonly Json[], attribute: Attribute): readonly Json[] {
  if (elements.filter(isPrimary).length < 2) return elements;
  throw badRequest('invalidValue', `${attribute.name} must have one primary value at most.`);
}

/** RFC 7644, 3.5.2: a new primary makes the others false. */
function withOnePrimary(elements: readonly Json[], attribute: Attribute, key: string): readonly Json[] {
  return elements.map((element) =>
    isObject(element) && isPrimary(element) && identity(attribute, element) !== key
      ? { ...element, primary: false }
      : element,
  );
}

function unique(
  elements: readonly Json[],
  attribute: Attribute,
  { doublesMembers }: Switches,
): readonly Json[] {
  if (doublesMembers && attribute.name === 'members') return elements;
  return [...new Map(elements.map((one) => [identity(attribute, one), one])).values()];
}

/** RFC 7643, 2.4: no two elements have one type and value. Members are told apart by their ids alone. */
function identity({ name }: Attribute, element: Json): string {
  if (!isObject(element) || element['value'] === undefined) return JSON.stringify(element);
  return JSON.stringify([element['value'], name === 'members' ? null : (element['type'] ?? null)]);
}

function asArray(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

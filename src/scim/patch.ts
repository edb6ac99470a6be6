import { isBooleanDiscriminator } from '../schema/attribute-types.js';
import type { AttributeChange, ComplexValue, TargetValue, TargetValues } from '../schema/model.js';
import { buildResource, toJson } from '../schema/resource.js';
import { formatScimPath, parseScimPath, type ScimPath } from '../schema/scim-path.js';
import type { Dialect } from './quirks/index.js';

export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

type ElementPath = ScimPath & { readonly filter: NonNullable<ScimPath['filter']> };

/** A change of one sub-attribute of one array element: `emails[type eq "work"].value`. */
interface ElementChange {
  readonly path: ElementPath;
  readonly text: string;
  readonly isKnown: boolean;
  readonly newValue: TargetValue | null;
}

/**
 * The operations that carry out `changes`: lower-case names, real Booleans, an explicit path each, one operation an
 * attribute. An array element that the target lacks is added as a whole, because strict servers answer a path that
 * selects nothing with `noTarget`.
 * @param known the target's values, before or after: what does not change proves that its element exists.
 * @throws {ScimPathError} when a path is none.
 * @see RFC 7644, section 3.5.2.
 */
export function buildPatch(
  changes: readonly AttributeChange[],
  known: TargetValues = {},
): readonly PatchOperation[] {
  const real = changes.filter(({ oldValue, newValue }) => oldValue !== null || newValue !== null);
  const changed = new Set(real.map(({ path }) => path));
  const lasting = Object.keys(known).filter((path) => !changed.has(path));
  const existing = new Set(lasting.map(parseScimPath).filter(isElementPath).map(selection));
  const setsPrimary = [...changed, ...lasting].map(parseScimPath).filter((path) => names(path, 'primary'));

  const operations: PatchOperation[] = [];
  const elements = new Map<string, ElementChange[]>();
  for (const change of real) {
    const { path: text, oldValue, newValue } = change;
    const path = parseScimPath(text);
    if (change.adds === true) {
      operations.push({ op: 'add', path: formatScimPath(path), value: toJson(path, addedBy(change)) });
      continue;
    }
    if (!isElementPath(path)) {
      operations.push(setOrRemove(formatScimPath(path), path, newValue));
      continue;
    }
    const key = selection(path);
    const element = elements.get(key) ?? [];
    element.push({ path, text, isKnown: oldValue !== null || existing.has(key), newValue });
    elements.set(key, element);
  }
  for (const element of elements.values()) {
    operations.push(
      ...(element.some(({ isKnown }) => isKnown) ? changeElement(element) : addElement(element, setsPrimary)),
    );
  }
  return operations;
}

const operationNames: Readonly<Record<Dialect['operationNames'], (op: PatchOperation['op']) => string>> = {
  lowerCase: (op) => op,
  capitalized: (op) => `${op.charAt(0).toUpperCase()}${op.slice(1)}`,
};

/** The body of a PATCH request. */
export function patchMessage(
  operations: readonly PatchOperation[],
  dialect: Pick<Dialect, 'operationNames'>,
): Record<string, unknown> {
  const nameOf = operationNames[dialect.operationNames];
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: operations.map((operation) => ({ ...operation, op: nameOf(operation.op) })),
  };
}

/** Whether a target that carries out `operations` twice has what carrying them out once leaves. */
export function isRepeatable(
  operations: readonly PatchOperation[],
  { repeatedAdditions }: Pick<Dialect, 'repeatedAdditions'>,
): boolean {
  const addsElements = operations.some(({ op, value }) => op === 'add' && Array.isArray(value));
  return repeatedAdditions === 'ignored' || !addsElements;
}

function setOrRemove(text: string, path: ScimPath, value: TargetValue | null): PatchOperation {
  return value === null
    ? { op: 'remove', path: text }
    : { op: 'replace', path: text, value: toJson(path, value) };
}

/** What a change that only adds does not find there yet: the target may hold more, and keeps it. */
function addedBy({ oldValue, newValue }: AttributeChange): TargetValue {
  const known = new Set(elementsOf(oldValue).map((element) => JSON.stringify(element)));
  const added = elementsOf(newValue).filter((element) => !known.has(JSON.stringify(element)));
  return added as readonly string[]; // of one kind, as the attribute is: texts, or complex values
}

function elementsOf(value: TargetValue | null): readonly (string | ComplexValue)[] {
  if (value === null) return [];
  return typeof value === 'object' ? value : [String(value)];
}

/** An element without its `value` is nothing: it goes as a whole, whatever else changes in it. */
function changeElement(element: readonly ElementChange[]): readonly PatchOperation[] {
  const emptied = element.find(({ path, newValue }) => newValue === null && subAttributeOf(path) === 'value');
  if (emptied !== undefined) return [{ op: 'remove', path: selection(emptied.path) }];
  return element.map(({ path, newValue }) =>
    setOrRemove(`${selection(path)}.${subAttributeOf(path)}`, path, newValue),
  );
}

function addElement(
  element: readonly ElementChange[],
  setsPrimary: readonly ScimPath[],
): readonly PatchOperation[] {
  const [first] = element;
  if (first === undefined) return [];
  const values: Record<string, TargetValue> = {};
  for (const { text, newValue } of element) if (newValue !== null) values[text] = newValue;

  const { schema, attribute } = first.path;
  const resource = buildResource(values);
  const container = schema === null ? resource : resource[schema];
  const built = (container as Record<string, unknown>)[attribute] as Record<string, unknown>[]; // built from these paths
  const isPrimaryElsewhere =
    setsPrimary.some((path) => path.attribute === attribute) &&
    !element.some(({ path }) => names(path, 'primary'));
  if (isPrimaryElsewhere) for (const one of built) delete one['primary'];
  return [{ op: 'add', path: schema === null ? attribute : `${schema}:${attribute}`, value: built }];
}

function isElementPath(path: ScimPath): path is ElementPath {
  return path.filter !== null;
}

/** `emails[type eq "work"]`: which element. Booleans are bare, as in every SCIM filter. */
function selection({ schema, attribute, filter }: ElementPath): string {
  const { attribute: discriminator, value } = filter;
  const literal = isBooleanDiscriminator(discriminator) ? value.toLowerCase() : JSON.stringify(value);
  return `${schema === null ? '' : `${schema}:`}${attribute}[${discriminator} eq ${literal}]`;
}

function subAttributeOf(path: ElementPath): string {
  return path.subAttribute ?? 'value';
}

function names(path: ScimPath, subAttribute: string): boolean {
  return path.subAttribute === subAttribute || path.filter?.attribute === subAttribute;
}

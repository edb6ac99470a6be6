import { valueOf } from '../../schema/json-object.js';
import type { AttributeChange, TargetValue, TargetValues } from '../../schema/model.js';
import { parseScimPath } from '../../schema/scim-path.js';
import type { Dialect } from '../quirks/index.js';
import { isWrittenWhole, shapedElements } from './element-shape.js';
import { buildUnshaped } from './write-resource.js';

/** A core attribute with all its elements as they shall be. */
export interface WholeList {
  readonly attribute: string;
  readonly elements: readonly unknown[];
}

/**
 * Divides changes into lists that the dialect writes as a whole and changes that go by their own paths. What of a list does
 * not change is taken from `known`, which must therefore be complete.
 */
export function wholeLists(
  changes: readonly AttributeChange[],
  known: TargetValues,
  dialect: Dialect,
): { readonly lists: readonly WholeList[]; readonly others: readonly AttributeChange[] } {
  const byAttribute = new Map<string, AttributeChange[]>();
  const others: AttributeChange[] = [];
  for (const change of changes) {
    const name = change.adds === true ? null : listNameOf(change.path, dialect);
    if (name === null) others.push(change);
    else byAttribute.set(name, [...(byAttribute.get(name) ?? []), change]);
  }
  const lists = [...byAttribute].map(([name, own]) => listOf(name, own, known, dialect));
  return { lists, others };
}

/** The attribute's name in lower case; null when it is not written as a whole. */
function listNameOf(text: string, dialect: Dialect): string | null {
  const { schema, attribute } = parseScimPath(text);
  return schema === null && isWrittenWhole(attribute, dialect) ? attribute.toLowerCase() : null;
}

function listOf(
  name: string,
  changes: readonly AttributeChange[],
  known: TargetValues,
  dialect: Dialect,
): WholeList {
  const values: Record<string, TargetValue | null> = {};
  for (const [path, value] of Object.entries(known))
    if (listNameOf(path, dialect) === name) values[path] = value;
  for (const { path, newValue } of changes) values[path] = newValue;

  // An element without its `value` is nothing, whatever else is known of it.
  const emptied = new Set(changes.filter(takesValue).map(({ path }) => elementOf(path)));
  const given = Object.entries(values).flatMap(([path, value]) =>
    value === null || emptied.has(elementOf(path)) ? [] : [[path, value] as const],
  );
  const built = valueOf(buildUnshaped(Object.fromEntries(given), 'User', dialect), name);
  const elements = Array.isArray(built) ? (built as unknown[]) : [];
  const attribute = parseScimPath(changes[0]?.path ?? name).attribute;
  return { attribute, elements: shapedElements(attribute, elements, dialect) };
}

function takesValue({ path, newValue }: AttributeChange): boolean {
  return newValue === null && (parseScimPath(path).subAttribute ?? 'value') === 'value';
}

/** Which element a path is about. */
function elementOf(path: string): string {
  return JSON.stringify(parseScimPath(path).filter);
}

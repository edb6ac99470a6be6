import type { CompiledMapping } from '../schema/compile-mapping.js';
import { isSameValue, withAdditions } from '../schema/same-value.js';
import type { AttributeChange, TargetValue, TargetValues } from '../schema/model.js';

/** What the mappings yield for one object. */
export interface FlowingValues {
  readonly values: TargetValues;
  /** Paths whose source has no value. Null is not provisioned; where a mapping clears, it empties the target. */
  readonly empty: ReadonlySet<string>;
}

/** What creates an account: every value, and the default where the source has none. */
export function creation(
  { values, empty }: FlowingValues,
  mappings: readonly CompiledMapping[],
): TargetValues {
  const all: Record<string, TargetValue> = {};
  for (const { path, defaultValue } of mappings) {
    const value = values[path] ?? (empty.has(path) ? defaultValue : null);
    if (value !== null) all[path] = value;
  }
  return all;
}

/**
 * What must change for an existing account, by each mapping's flow type and behaviour. What has no value is left alone:
 * null is never provisioned, unless the mapping clears.
 * @see Microsoft Graph, attributeMapping: flowType, flowBehavior.
 */
export function changesTo(
  current: TargetValues,
  flowing: FlowingValues,
  mappings: readonly CompiledMapping[],
): readonly AttributeChange[] {
  return mappings.flatMap((mapping): readonly AttributeChange[] => {
    if (mapping.flowType === 'ObjectAddOnly') return [];
    const oldValue = current[mapping.path] ?? null;
    const newValue = valueFor(mapping, flowing, oldValue);
    if (newValue === undefined) return [];
    return [{ path: mapping.path, oldValue, newValue, ...marksOf(mapping, newValue) }];
  });
}

/** The changes that a new account is, seen from nothing. */
export function changesOfCreation(
  values: TargetValues,
  { empty }: Pick<FlowingValues, 'empty'>,
  mappings: readonly CompiledMapping[],
): readonly AttributeChange[] {
  return mappings.flatMap(({ path, isRedacted }): readonly AttributeChange[] => {
    const newValue = values[path];
    if (newValue === undefined) return [];
    return [
      {
        path,
        oldValue: null,
        newValue,
        ...(empty.has(path) ? { isDefault: true } : {}),
        ...(isRedacted ? { isRedacted } : {}),
      },
    ];
  });
}

/** What flows to an account of which it turns out that it exists, from the changes that would have created it. */
export function flowOfCreation(changes: readonly AttributeChange[]): FlowingValues {
  const values: Record<string, TargetValue> = {};
  for (const { path, newValue, isDefault } of changes)
    if (newValue !== null && isDefault !== true) values[path] = newValue;
  return { values, empty: new Set(changes.filter(({ isDefault }) => isDefault).map(({ path }) => path)) };
}

/** `current` after `changes`. */
export function applyChanges(current: TargetValues, changes: readonly AttributeChange[]): TargetValues {
  const values: Record<string, TargetValue> = { ...current };
  for (const { path, newValue } of changes) {
    if (newValue === null) Reflect.deleteProperty(values, path);
    else values[path] = newValue;
  }
  return values;
}

/** What the attribute is to become: null to clear it, undefined to leave it alone. */
function valueFor(
  mapping: CompiledMapping,
  { values, empty }: FlowingValues,
  current: TargetValue | null,
): TargetValue | null | undefined {
  const value = values[mapping.path];
  if (current === null) return value ?? defaultForEmpty(mapping, empty);
  if (value === undefined) return mapping.clears && empty.has(mapping.path) ? null : undefined;
  if (mapping.flowType === 'AttributeAddOnly') return undefined;
  if (mapping.adds && isList(current, value))
    return withAdditions(mapping.attribute, current, value) ?? undefined;
  if (mapping.flowType === 'ValueAddOnly') return undefined;
  const isWritten = mapping.flowBehavior === 'FlowAlways' || !isSameValue(mapping.attribute, current, value);
  return isWritten ? value : undefined;
}

/** Of an attribute of which nobody said whether it holds several values, the values themselves tell. */
function isList(...values: readonly TargetValue[]): boolean {
  return values.some((value) => typeof value === 'object');
}

/** Only a mapping without source gives its default to accounts that exist already. */
function defaultForEmpty(mapping: CompiledMapping, empty: ReadonlySet<string>): TargetValue | undefined {
  if (mapping.expression !== null || !empty.has(mapping.path)) return undefined;
  return mapping.defaultValue ?? undefined;
}

/** What is added is said to be so even where nothing is known to be there: the target may hold more than we know of. */
function marksOf(
  { adds, isRedacted }: CompiledMapping,
  newValue: TargetValue | null,
): Pick<AttributeChange, 'adds' | 'isRedacted'> {
  return {
    ...(adds && newValue !== null && isList(newValue) ? { adds: true } : {}),
    ...(isRedacted ? { isRedacted: true } : {}),
  };
}

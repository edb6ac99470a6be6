import { isCaseExact } from '../schema/attribute-types.js';
import type { AttributeChange, TargetValue, TargetValues } from '../schema/model.js';
import { parseScimPath } from '../schema/scim-path.js';

/**
 * What must change for `current` to hold all of `desired`. What `desired` leaves out is left alone: null is never
 * provisioned. Letter case counts only where the attribute is `caseExact`; the order of a list never does.
 */
export function differences(current: TargetValues, desired: TargetValues): AttributeChange[] {
  return Object.entries(desired).flatMap(([path, newValue]) => {
    const oldValue = current[path] ?? null;
    return oldValue !== null && isSame(path, oldValue, newValue) ? [] : [{ path, oldValue, newValue }];
  });
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

function isSame(path: string, one: TargetValue, other: TargetValue): boolean {
  if (one === other) return true;
  if (typeof one === 'boolean' || typeof other === 'boolean') return false;
  const fold = isCaseExact(parseScimPath(path))
    ? (text: string) => text
    : (text: string) => text.toLowerCase();
  const [left, right] = [one, other].map((value) => [value].flat().map(fold).sort());
  return left?.length === right?.length && (left?.every((text, index) => text === right?.[index]) ?? false);
}

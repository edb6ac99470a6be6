import type { AttributeChange, ComplexValue, TargetValue } from '../../schema/model.js';

/** Without those that lead from nothing to nothing. */
export function realChanges(changes: readonly AttributeChange[]): readonly AttributeChange[] {
  return changes.filter(({ oldValue, newValue }) => oldValue !== null || newValue !== null);
}

/** What a change that only adds does not find there yet: the target may hold more, and keeps it. */
export function addedBy({ oldValue, newValue }: AttributeChange): TargetValue {
  const known = new Set(elementsOf(oldValue).map((element) => JSON.stringify(element)));
  const added = elementsOf(newValue).filter((element) => !known.has(JSON.stringify(element)));
  return added as readonly string[]; // of one kind, as the attribute is: texts, or complex values
}

function elementsOf(value: TargetValue | null): readonly (string | ComplexValue)[] {
  if (value === null) return [];
  return typeof value === 'object' ? value : [String(value)];
}

import { objectFlowTypes, type ObjectFlowType } from '../model.js';

/** Reads `"Add, Update, Delete"`, which may name any of the three, or be `"None"`. Null for anything else. */
export function parseFlowTypes(text: string): readonly ObjectFlowType[] | null {
  if (text.trim() === 'None') return [];
  const names = text.split(',').map((name) => name.trim());
  const known = objectFlowTypes.filter((flowType) => names.includes(flowType));
  return known.length === names.length ? known : null;
}

export function formatFlowTypes(flowTypes: readonly ObjectFlowType[]): string {
  return flowTypes.length === 0 ? 'None' : flowTypes.join(', ');
}

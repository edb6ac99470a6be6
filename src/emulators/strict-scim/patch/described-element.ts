import type { Filter } from '../filter/filter.js';
import type { Json, JsonObject } from '../json.js';
import type { Selection } from './patch-path.js';

/** The element that `type eq "work" and primary eq true` describes; null for filters that describe none. */
export function describedElement(selection: Selection | null): JsonObject | null {
  const described: Record<string, Json> = {};
  return selection !== null && describe(selection.filter, described) ? described : null;
}

function describe(filter: Filter, into: Record<string, Json>): boolean {
  if (filter.type === 'and') return filter.operands.every((operand) => describe(operand, into));
  if (filter.type !== 'comparison' || filter.operator !== 'eq') return false;
  const isText = filter.path.name === 'primary' && typeof filter.value === 'string';
  into[filter.path.name] = isText ? filter.value.toLowerCase() === 'true' : filter.value;
  return true;
}

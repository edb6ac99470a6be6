import { findPath, pathText, type AttributePath } from '../schema/attribute-path.js';
import type { ResourceType } from '../schema/resource-type.js';
import type { Switches } from '../switches.js';
import type { Filter } from './filter.js';

/** Why the app does not take a filter that is well formed; null when it does. */
export function refusedParts(filter: Filter, type: ResourceType, switches: Switches): string | null {
  const filterable = type.name === 'User' ? switches.filterableUsers : switches.filterableGroups;
  const parts = partsOf(filter);
  const operator = parts.operators.find((one) => switches.filterOperators?.includes(one) === false);
  if (operator !== undefined) return `Filters with ${operator} are not supported.`;
  const allowed = filterable?.map((path) => path.toLowerCase());
  const path = parts.paths
    .map((one) => spelt(one, type))
    .find((one) => allowed?.includes(one.toLowerCase()) === false);
  return path === undefined ? null : `Filters by ${path} are not supported.`;
}

/** Whether a filter asks by an attribute that does not find everybody. */
export function usesBlindAttribute(filter: Filter, type: ResourceType, { blindFilters }: Switches): boolean {
  const blind = new Set(blindFilters.map((path) => path.toLowerCase()));
  return (
    type.name === 'User' && partsOf(filter).paths.some((path) => blind.has(spelt(path, type).toLowerCase()))
  );
}

interface Parts {
  readonly operators: readonly string[];
  /** Those on the first level; what stands in brackets belongs to the attribute before them. */
  readonly paths: readonly AttributePath[];
}

function partsOf(filter: Filter): Parts {
  switch (filter.type) {
    case 'comparison':
      return { operators: [filter.operator], paths: [filter.path] };
    case 'present':
      return { operators: ['pr'], paths: [filter.path] };
    case 'not':
      return withOperator('not', [partsOf(filter.operand)]);
    case 'and':
    case 'or':
      return withOperator(filter.type, filter.operands.map(partsOf));
    case 'elements': {
      const { operators } = withOperator(
        '[]',
        [filter.filter, filter.within].flatMap((one) => (one === null ? [] : partsOf(one))),
      );
      return { operators, paths: [filter.path] };
    }
  }
}

function withOperator(operator: string, parts: readonly Parts[]): Parts {
  return {
    operators: [operator, ...parts.flatMap(({ operators }) => operators)],
    paths: parts.flatMap(({ paths }) => paths),
  };
}

function spelt(path: AttributePath, type: ResourceType): string {
  const found = findPath(path, type);
  return found === undefined ? path.name : pathText(found);
}

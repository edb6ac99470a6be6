import type { MappingProblem } from '../schema/mapping-error.js';
import type { InlineMapping } from '../schema/inline-mappings.js';
import { inlineFilterPath } from '../scoping/index.js';
import type { Finding } from './issues.js';

/** Where the mappings and filters of one kind of objects are written. */
export interface WrittenMappings {
  /** What `mappings` and `scopingFilters` stand in. */
  readonly path: Finding['path'];
  readonly mappings?: readonly InlineMapping[] | undefined;
  readonly scopingFilters?: readonly unknown[] | undefined;
  /** Where a mistake is told of that neither holds, because they come from somewhere else. */
  readonly otherwise: Finding['path'];
}

const PARTS = {
  target: 'target',
  defaultValue: 'default',
  matchingPriority: 'matching',
  flowType: 'apply',
  flowNullValues: 'flowNullValues',
} as const;

/** Where the problem is written. */
export function placeOf({ place }: MappingProblem, written: WrittenMappings): Finding['path'] {
  const { path, mappings, scopingFilters, otherwise } = written;
  switch (place.type) {
    case 'scope':
      return scopingFilters === undefined
        ? otherwise
        : [...path, 'scopingFilters', ...inlineFilterPath(place.path)];
    case 'objectMapping':
      return mappings === undefined ? otherwise : [...path, 'mappings'];
    case 'attributeMapping': {
      const mapping = mappings?.[place.index];
      if (mapping === undefined) return otherwise;
      const sources = (['expression', 'source', 'constant'] as const).filter(
        (key) => mapping[key] !== undefined,
      );
      const part = place.part === 'source' ? (sources[0] ?? 'target') : PARTS[place.part];
      return [...path, 'mappings', place.index, part];
    }
  }
}

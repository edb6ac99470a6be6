import type { AttributeMapping, AttributeMappingSource, ObjectFlowType, ObjectMapping } from './model.js';

/** A mapping as people write it: a target and exactly one of `source`, `constant`, `expression`. */
export interface InlineMapping {
  readonly target: string;
  readonly source?: string | undefined;
  readonly constant?: string | undefined;
  readonly expression?: string | undefined;
  /** Used on creation only, when there is no value. */
  readonly default?: string | undefined;
  /** Matching priority, 1 first. */
  readonly matching?: number | undefined;
  readonly apply?: 'always' | 'create' | undefined;
}

/** The object mapping that a list of inline mappings stands for. */
export function toObjectMapping(
  mappings: readonly InlineMapping[],
  flowTypes: readonly ObjectFlowType[] = ['Add', 'Update', 'Delete'],
): ObjectMapping {
  return {
    sourceObjectName: 'User',
    targetObjectName: 'User',
    enabled: true,
    flowTypes,
    attributeMappings: mappings.map(toAttributeMapping),
  };
}

function toAttributeMapping(mapping: InlineMapping): AttributeMapping {
  return {
    targetAttributeName: mapping.target,
    source: sourceOf(mapping),
    defaultValue: mapping.default,
    matchingPriority: mapping.matching ?? 0,
    flowType: mapping.apply === 'create' ? 'ObjectAddOnly' : 'Always',
  };
}

function sourceOf(mapping: InlineMapping): AttributeMappingSource {
  if (mapping.source !== undefined) return { type: 'Attribute', name: mapping.source };
  if (mapping.constant !== undefined) return { type: 'Constant', value: mapping.constant };
  if (mapping.expression !== undefined) return { type: 'Function', expression: mapping.expression };
  throw new Error(`The mapping to "${mapping.target}" needs one of source, constant, expression`);
}

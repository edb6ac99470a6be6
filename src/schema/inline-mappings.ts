import type {
  AttributeFlowBehavior,
  AttributeFlowType,
  AttributeMapping,
  AttributeMappingSource,
  ObjectFlowType,
  ObjectMapping,
} from './model.js';
import type { Filter } from '../scoping/model.js';

/** When a mapping applies, as people write it. */
export const applications = {
  always: 'Always',
  create: 'ObjectAddOnly',
  'when-empty': 'AttributeAddOnly',
  'add-values': 'ValueAddOnly',
  'add-multi-values': 'MultiValueAddOnly',
} as const satisfies Readonly<Record<string, AttributeFlowType>>;

/** A mapping as people write it: a target and one of `source`, `constant`, `expression`; or none, and a default. */
export interface InlineMapping {
  readonly target: string;
  readonly source?: string | undefined;
  readonly constant?: string | undefined;
  readonly expression?: string | undefined;
  /** Used on creation only, when there is no value. Without any source: for accounts whose attribute is empty. */
  readonly default?: string | undefined;
  /** Matching priority, 1 first. */
  readonly matching?: number | undefined;
  readonly apply?: keyof typeof applications | undefined;
  readonly flowBehavior?: AttributeFlowBehavior | undefined;
  readonly flowNullValues?: boolean | undefined;
}

const ALL_FLOW_TYPES: readonly ObjectFlowType[] = ['Add', 'Update', 'Delete'];

/** The object mapping that a list of inline mappings stands for. */
export function toObjectMapping(
  mappings: readonly InlineMapping[],
  {
    objectName = 'User',
    flowTypes = ALL_FLOW_TYPES,
    scope = null,
  }: {
    readonly objectName?: 'User' | 'Group';
    readonly flowTypes?: readonly ObjectFlowType[];
    readonly scope?: Filter | null;
  } = {},
): ObjectMapping {
  return {
    sourceObjectName: objectName,
    targetObjectName: objectName,
    enabled: true,
    flowTypes,
    scope,
    attributeMappings: mappings.map(toAttributeMapping),
  };
}

function toAttributeMapping(mapping: InlineMapping): AttributeMapping {
  return {
    targetAttributeName: mapping.target,
    source: sourceOf(mapping),
    defaultValue: mapping.default,
    matchingPriority: mapping.matching ?? 0,
    flowType: applications[mapping.apply ?? 'always'],
    flowBehavior: mapping.flowBehavior ?? 'FlowWhenChanged',
    flowNullValues: mapping.flowNullValues ?? false,
  };
}

function sourceOf(mapping: InlineMapping): AttributeMappingSource | null {
  if (mapping.source !== undefined) return { type: 'Attribute', name: mapping.source };
  if (mapping.constant !== undefined) return { type: 'Constant', value: mapping.constant };
  if (mapping.expression !== undefined) return { type: 'Function', expression: mapping.expression };
  return null;
}

import { formatExpression } from '../../expressions/format.js';
import { filterFrom } from '../../scoping/index.js';
import {
  objectFlowTypes,
  type AttributeDefinition,
  type AttributeMapping,
  type AttributeMappingSource,
  type ObjectMapping,
  type ObjectSchema,
} from '../model.js';
import { parseFlowTypes } from './flow-types.js';
import type {
  DocumentAttributeDefinition,
  DocumentAttributeMapping,
  DocumentObjectMapping,
  SourceNode,
  SynchronizationSchemaDocument,
} from './model.js';
import type { DocumentPath } from '../../document-path.js';
import { meaningOf, UnreadableSource } from './source-meaning.js';

export interface DocumentObjectSchema {
  readonly schema: ObjectSchema;
  /** Where the object mapping stands. */
  readonly path: DocumentPath;
  /** Where each attribute mapping of the schema stands. */
  readonly attributeMappingPaths: readonly DocumentPath[];
}

/**
 * The engine's model of the first enabled mapping from `objectName` to the resource of that name, `User` or a SCIM schema
 * that ends in it. Rules are asked in ascending priority. Null when no mapping provisions such objects.
 * @param document one in which {@link structureProblems} found nothing.
 */
export function objectSchemaOf(
  document: SynchronizationSchemaDocument,
  objectName: 'User' | 'Group',
): DocumentObjectSchema | null {
  const rules = document.synchronizationRules
    .map((rule, index) => ({ rule, index }))
    .sort((one, other) => priorityOf(one.rule) - priorityOf(other.rule));
  for (const { rule, index } of rules) {
    for (const [at, object] of (rule.objectMappings ?? []).entries()) {
      if (object.enabled === false || !isMappingOf(object, objectName)) continue;
      const path = ['synchronizationRules', index, 'objectMappings', at];
      return {
        schema: {
          mapping: toObjectMapping(object),
          sourceAttributes: definitionsOf(document, rule.sourceDirectoryName, object.sourceObjectName),
          targetAttributes: definitionsOf(document, rule.targetDirectoryName, object.targetObjectName),
        },
        path,
        attributeMappingPaths: (object.attributeMappings ?? []).map((_, mapping) => [
          ...path,
          'attributeMappings',
          mapping,
        ]),
      };
    }
  }
  return null;
}

function priorityOf({ priority }: { readonly priority?: number | null | undefined }): number {
  return priority ?? Number.MAX_SAFE_INTEGER;
}

function isMappingOf(
  { sourceObjectName, targetObjectName }: DocumentObjectMapping,
  objectName: 'User' | 'Group',
): boolean {
  const resource = targetObjectName.slice(targetObjectName.lastIndexOf(':') + 1);
  return sourceObjectName === objectName && resource.toLowerCase() === objectName.toLowerCase();
}

function toObjectMapping(object: DocumentObjectMapping): ObjectMapping {
  const { flowTypes, scope } = object;
  return {
    sourceObjectName: object.sourceObjectName,
    targetObjectName: object.targetObjectName,
    enabled: true,
    flowTypes:
      flowTypes === null || flowTypes === undefined ? objectFlowTypes : (parseFlowTypes(flowTypes) ?? []),
    scope: scope === null || scope === undefined ? null : filterFrom(scope),
    attributeMappings: (object.attributeMappings ?? []).map(toAttributeMapping),
  };
}

/** An empty default value, which exports write for none, is none. */
function toAttributeMapping(mapping: DocumentAttributeMapping): AttributeMapping {
  const { source, defaultValue } = mapping;
  return {
    targetAttributeName: mapping.targetAttributeName,
    source: source === null || source === undefined ? null : toSource(source),
    ...(defaultValue === null || defaultValue === undefined || defaultValue === '' ? {} : { defaultValue }),
    matchingPriority: mapping.matchingPriority ?? 0,
    flowType: mapping.flowType ?? 'Always',
    flowBehavior: mapping.flowBehavior ?? 'FlowWhenChanged',
    flowNullValues: mapping.flowNullValues ?? false,
  };
}

function toSource(node: SourceNode): AttributeMappingSource {
  const meaning = meaningOrNull(node);
  if (meaning === null) return { type: 'Function', expression: node.expression ?? '' };
  if (meaning.type === 'attribute') return { type: 'Attribute', name: meaning.name };
  if (meaning.type === 'constant' && meaning.value !== null)
    return { type: 'Constant', value: meaning.value[0] ?? '' };
  const text = node.expression ?? '';
  return { type: 'Function', expression: text.trim() === '' ? formatExpression(meaning) : text };
}

/** A source that cannot be read is left to whoever compiles the mapping. */
function meaningOrNull(node: SourceNode): ReturnType<typeof meaningOf> | null {
  try {
    return meaningOf(node);
  } catch (error) {
    if (error instanceof UnreadableSource) return null;
    throw error;
  }
}

function definitionsOf(
  { directories }: SynchronizationSchemaDocument,
  directoryName: string,
  objectName: string,
): readonly AttributeDefinition[] {
  const directory = directories.find(({ name }) => name === directoryName);
  const object = directory?.objects?.find(({ name }) => name === objectName);
  return (object?.attributes ?? []).map(toDefinition);
}

function toDefinition(attribute: DocumentAttributeDefinition): AttributeDefinition {
  return {
    name: attribute.name,
    type: attribute.type ?? 'String',
    required: attribute.required ?? false,
    multivalued: attribute.multivalued ?? false,
    caseExact: attribute.caseExact ?? false,
    mutability: attribute.mutability ?? 'ReadWrite',
    flowNullValues: attribute.flowNullValues ?? false,
  };
}

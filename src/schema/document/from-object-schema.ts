import type { AttributeMapping, AttributeMappingSource, ObjectSchema } from '../model.js';
import { sourceAttributesOf, targetAttributesOf, type DescribedAttribute } from './described-attributes.js';
import { expressionOf } from '../expression-of.js';
import { formatFlowTypes } from './flow-types.js';
import type {
  DocumentAttributeDefinition,
  DocumentAttributeMapping,
  SourceNode,
  SynchronizationSchemaDocument,
} from './model.js';
import { normalizeSynchronizationSchema } from './normalize.js';
import { sourceNodeOf } from './source-node.js';

const SOURCE_DIRECTORY = 'Azure Active Directory';

/**
 * The document of an app whose mappings are the gallery's or written inline. Its directories hold the attributes that are
 * declared, read or written. Imported again it yields the same mappings.
 * @throws {ExpressionError} for an expression that cannot be read.
 */
export function toSynchronizationSchema(
  { user }: { readonly user: ObjectSchema },
  { appId, appName }: { readonly appId: string; readonly appName: string },
): SynchronizationSchemaDocument {
  const { mapping } = user;
  return normalizeSynchronizationSchema({
    id: appId,
    directories: [
      directory(SOURCE_DIRECTORY, mapping.sourceObjectName, sourceAttributesOf(user)),
      directory(appName, mapping.targetObjectName, targetAttributesOf(user)),
    ],
    synchronizationRules: [
      {
        name: 'USER_OUTBOUND_USER',
        priority: 1,
        editable: true,
        sourceDirectoryName: SOURCE_DIRECTORY,
        targetDirectoryName: appName,
        objectMappings: [
          {
            name: `Provision ${SOURCE_DIRECTORY} Users`,
            enabled: mapping.enabled,
            flowTypes: formatFlowTypes(mapping.flowTypes),
            sourceObjectName: mapping.sourceObjectName,
            targetObjectName: mapping.targetObjectName,
            scope: mapping.scope as WritableScope, // normalizing copies it
            attributeMappings: mapping.attributeMappings.map(toDocumentMapping),
          },
        ],
      },
    ],
  });
}

type Rule = SynchronizationSchemaDocument['synchronizationRules'][number];
type WritableScope = NonNullable<Rule['objectMappings']>[number]['scope'];

function directory(name: string, object: string, attributes: readonly DescribedAttribute[]) {
  return {
    name,
    objects: [
      { name: object, attributes: attributes.map((attribute) => toDocumentAttribute(attribute, object)) },
    ],
  };
}

function toDocumentAttribute(attribute: DescribedAttribute, object: string): DocumentAttributeDefinition {
  const isReference = attribute.type === 'Reference';
  return { ...attribute, ...(isReference ? { referencedObjects: [{ referencedObjectName: object }] } : {}) };
}

function toDocumentMapping(mapping: AttributeMapping): DocumentAttributeMapping {
  return {
    ...mapping,
    source: toSourceNode(mapping.source),
    defaultValue: mapping.defaultValue ?? null,
    exportMissingReferences: false,
  };
}

/** An expression keeps its own text. */
function toSourceNode(source: AttributeMappingSource | null): SourceNode | null {
  const expression = expressionOf(source);
  if (source === null || expression === null) return null;
  const node = sourceNodeOf(expression);
  return source.type === 'Function' ? { ...node, expression: source.expression } : node;
}

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
 * @param schemas `group`: null or left out where groups are not provisioned.
 * @throws {ExpressionError} for an expression that cannot be read.
 */
export function toSynchronizationSchema(
  { user, group = null }: { readonly user: ObjectSchema; readonly group?: ObjectSchema | null },
  { appId, appName }: { readonly appId: string; readonly appName: string },
): SynchronizationSchemaDocument {
  const schemas = [user, ...(group === null ? [] : [group])];
  return normalizeSynchronizationSchema({
    id: appId,
    directories: [
      {
        name: SOURCE_DIRECTORY,
        objects: schemas.map((schema) =>
          objectOf(
            schema.mapping.sourceObjectName,
            sourceAttributesOf(schema),
            user.mapping.sourceObjectName,
          ),
        ),
      },
      {
        name: appName,
        objects: schemas.map((schema) =>
          objectOf(
            schema.mapping.targetObjectName,
            targetAttributesOf(schema),
            user.mapping.targetObjectName,
          ),
        ),
      },
    ],
    synchronizationRules: schemas.map(({ mapping }, index) => ({
      name: index === 0 ? 'USER_OUTBOUND_USER' : 'GROUP_OUTBOUND_GROUP',
      priority: index + 1,
      editable: true,
      sourceDirectoryName: SOURCE_DIRECTORY,
      targetDirectoryName: appName,
      objectMappings: [
        {
          name: `Provision ${SOURCE_DIRECTORY} ${index === 0 ? 'Users' : 'Groups'}`,
          enabled: mapping.enabled,
          flowTypes: formatFlowTypes(mapping.flowTypes),
          sourceObjectName: mapping.sourceObjectName,
          targetObjectName: mapping.targetObjectName,
          scope: mapping.scope as WritableScope, // normalizing copies it
          attributeMappings: mapping.attributeMappings.map(toDocumentMapping),
        },
      ],
    })),
  });
}

type Rule = SynchronizationSchemaDocument['synchronizationRules'][number];
type WritableScope = NonNullable<Rule['objectMappings']>[number]['scope'];

/** @param referenced the object that references lead to: managers and members are users. */
function objectOf(name: string, attributes: readonly DescribedAttribute[], referenced: string) {
  return {
    name,
    attributes: attributes.map((attribute): DocumentAttributeDefinition => ({
      ...attribute,
      ...(attribute.type === 'Reference'
        ? { referencedObjects: [{ referencedObjectName: referenced }] }
        : {}),
    })),
  };
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

import type { Connector } from '../gallery/connector.js';
import { groupFlowTypes, userFlowTypes } from '../gallery/flow-types.js';
import { objectSchemaOf, parseSynchronizationSchema } from '../schema/document/index.js';
import { toObjectMapping } from '../schema/inline-mappings.js';
import type { AttributeDefinition, ObjectName, ObjectSchema } from '../schema/model.js';
import { scimPathOrNull } from '../schema/scim-path.js';
import { foldedPath } from '../schema/target-attributes.js';
import { toFilter } from '../scoping/index.js';
import type { AppConfiguration } from './configuration.js';
import { flowTypeOf } from './object-settings.js';

/**
 * How the app's users are provisioned, wherever that is said: in Entra's document, in the file itself, or by the connector.
 * Its flow types are what the document asks for, the configuration allows and the connector can do.
 */
export function objectSchemaFor(app: AppConfiguration, connector: Connector): ObjectSchema {
  if (app.schema === undefined) return limited(writtenSchema(app, connector), app, connector);
  const users = objectSchemaOf(parseSynchronizationSchema(app.schema), 'User');
  if (users === null) throw new Error(`The schema of ${app.id} was accepted without a mapping of users`);
  return limited(users.schema, app, connector);
}

/**
 * The same of its groups. Null: they are not provisioned, because the app has none, the configuration says so, or the document
 * has no enabled mapping of them.
 */
export function groupSchemaFor(app: AppConfiguration, connector: Connector): ObjectSchema | null {
  if (!mayHaveGroups(app, connector)) return null;
  const schema =
    app.schema === undefined
      ? writtenGroupSchema(app, connector)
      : (objectSchemaOf(parseSynchronizationSchema(app.schema), 'Group')?.schema ?? null);
  return schema === null ? null : limited(schema, app, connector);
}

/** Whether groups are provisioned, as far as connector and configuration decide it. */
export function mayHaveGroups({ groups }: Pick<AppConfiguration, 'groups'>, connector: Connector): boolean {
  return connector.capabilities.groups !== null && groups?.provision !== false;
}

/** The part of a configuration that says how objects are mapped, as people write it. */
export type WrittenSchema = Pick<
  AppConfiguration,
  'groups' | 'mappings' | 'scopingFilters' | 'sourceAttributes' | 'targetAttributes'
>;

/** The users of an app without a document: its own mappings, else the connector's. */
export function writtenSchema(written: WrittenSchema, connector: Connector): ObjectSchema {
  return schemaOf(connector.mappings.user, written, written, connector);
}

/** The groups of an app without a document; null where the connector has none. */
export function writtenGroupSchema(written: WrittenSchema, connector: Connector): ObjectSchema | null {
  const { group } = connector.mappings;
  return group === null ? null : schemaOf(group, written.groups ?? {}, written, connector);
}

type Mapped = Pick<WrittenSchema, 'mappings' | 'scopingFilters'>;

function schemaOf(
  usual: ObjectSchema['mapping'],
  { mappings, scopingFilters = [] }: Mapped,
  { sourceAttributes = [], targetAttributes = [] }: WrittenSchema,
  connector: Connector,
): ObjectSchema {
  const objectName = usual.sourceObjectName === 'Group' ? 'Group' : 'User';
  const { flowTypes } = usual;
  const scope = scopingFilters.length === 0 ? usual.scope : toFilter(scopingFilters);
  return {
    mapping:
      mappings === undefined
        ? { ...usual, scope }
        : toObjectMapping(mappings, { objectName, flowTypes, scope }),
    sourceAttributes,
    targetAttributes: declared(connector.targetAttributes, targetAttributes).filter(
      (definition) => objectNameOf(definition) === objectName,
    ),
  };
}

/** What the connector says of the app's attributes, and the configuration knows better. */
function declared(
  usual: readonly AttributeDefinition[],
  own: readonly AttributeDefinition[],
): readonly AttributeDefinition[] {
  const names = new Set(own.map(({ name }) => foldedPath(name)));
  return [...usual.filter(({ name }) => !names.has(foldedPath(name))), ...own];
}

/** Attributes of groups are those of an extension for them: `urn:…:2.0:Group:costCenter`. */
function objectNameOf({ name }: AttributeDefinition): ObjectName {
  return scimPathOrNull(name)?.schema?.toLowerCase().endsWith(':group') === true ? 'Group' : 'User';
}

function limited(
  { mapping, ...attributes }: ObjectSchema,
  { targetObjectActions }: Pick<AppConfiguration, 'targetObjectActions'>,
  { capabilities }: Connector,
): ObjectSchema {
  const isOfGroups = mapping.sourceObjectName === 'Group';
  const able = isOfGroups ? groupFlowTypes(capabilities) : userFlowTypes(capabilities);
  const allowed = (isOfGroups ? targetObjectActions?.groups : targetObjectActions?.users)?.map(
    (action) => flowTypeOf[action],
  );
  const flowTypes = mapping.flowTypes.filter(
    (flowType) => able.includes(flowType) && (allowed?.includes(flowType) ?? true),
  );
  return { ...attributes, mapping: { ...mapping, flowTypes } };
}

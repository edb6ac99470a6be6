import { groupSchemaFor, objectSchemaFor } from '../config/app-schema.js';
import type { AppConfiguration } from '../config/configuration.js';
import { ProvisioningFailure } from '../failures.js';
import type { Connector } from '../gallery/connector.js';
import type { ObjectCapabilities } from '../plan/rules.js';
import { compileObjectMapping, type CompiledObjectMapping } from '../schema/compile.js';
import { SchemaDocumentError } from '../schema/document/index.js';
import { MappingError } from '../schema/mapping-error.js';
import type { ObjectSchema } from '../schema/model.js';
import type { CycleRules, ObjectRules } from './cycle-context.js';

/**
 * What the plan decides by, from an app's configuration and its connector: the app's own schema, else the connector's.
 * @throws {ProvisioningFailure} `ConfigurationInvalid`, listing everything that is wrong with the mappings.
 */
export function rulesFor(app: AppConfiguration, connector: Connector): CycleRules {
  const { users, groups } = connector.capabilities;
  const schemas = schemasOf(app, connector);
  const common: Omit<ObjectRules, 'mapping' | 'capabilities'> = {
    scope: app.scope,
    defaultAccessRole: app.defaultAccessRole ?? connector.defaultAccessRole,
    withoutDisabling: connector.withoutDisabling,
    skipsOutOfScopeDeletions: app.skipOutOfScopeDeletions ?? false,
    valueRules: connector.valueRules,
  };
  const isDeletionAllowed = !connector.deletesIrreversibly || app.allowHardDelete === true;
  const user = { ...users, delete: users.delete && isDeletionAllowed, rename: true };
  const group: ObjectCapabilities | null =
    groups === null ? null : { ...groups, update: true, disable: false };
  return {
    User: { ...common, mapping: schemas.user, capabilities: user },
    Group:
      group === null || schemas.group === null
        ? null
        : { ...common, mapping: withMembers(schemas.group, connector), capabilities: group },
  };
}

/** An app whose groups have no members is told of none. */
function withMembers(mapping: CompiledObjectMapping, { capabilities }: Connector): CompiledObjectMapping {
  return capabilities.groups?.members === true ? mapping : { ...mapping, references: [] };
}

function schemasOf(
  app: AppConfiguration,
  connector: Connector,
): { readonly user: CompiledObjectMapping; readonly group: CompiledObjectMapping | null } {
  const compile = (schema: ObjectSchema): CompiledObjectMapping =>
    compileObjectMapping(schema, { scope: app.scope, regexMatch: app.regexMatch ?? 'whole' });
  try {
    const group = groupSchemaFor(app, connector);
    return {
      user: compile(objectSchemaFor(app, connector)),
      group: group === null ? null : compile(group),
    };
  } catch (error) {
    if (!(error instanceof MappingError) && !(error instanceof SchemaDocumentError)) throw error;
    throw new ProvisioningFailure(
      'ConfigurationInvalid',
      `The mappings of ${app.id} are refused. ${error.message}`,
    );
  }
}

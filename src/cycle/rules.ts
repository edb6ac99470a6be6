import { objectSchemaFor } from '../config/app-schema.js';
import type { AppConfiguration } from '../config/configuration.js';
import { ProvisioningFailure } from '../failures.js';
import type { Connector } from '../gallery/connector.js';
import type { PlanRules } from '../plan/index.js';
import { compileObjectMapping, type CompiledObjectMapping } from '../schema/compile.js';
import { SchemaDocumentError } from '../schema/document/index.js';
import { MappingError } from '../schema/mapping-error.js';

/**
 * What the plan decides by, from an app's configuration and its connector: the app's own schema, else the connector's.
 * @throws {ProvisioningFailure} `ConfigurationInvalid`, listing everything that is wrong with the mappings.
 */
export function rulesFor(app: AppConfiguration, connector: Connector): Omit<PlanRules, 'appHasUserRole'> {
  return {
    mapping: compiled(app, connector),
    scope: app.scope,
    defaultAccessRole: app.defaultAccessRole ?? connector.defaultAccessRole,
    capabilities: connector.capabilities,
  };
}

function compiled(app: AppConfiguration, connector: Connector): CompiledObjectMapping {
  try {
    return compileObjectMapping(objectSchemaFor(app, connector), {
      scope: app.scope,
      regexMatch: app.regexMatch ?? 'whole',
    });
  } catch (error) {
    if (!(error instanceof MappingError) && !(error instanceof SchemaDocumentError)) throw error;
    throw new ProvisioningFailure(
      'ConfigurationInvalid',
      `The mappings of ${app.id} are refused. ${error.message}`,
    );
  }
}

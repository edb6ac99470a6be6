import type { AppConfiguration } from '../config/configuration.js';
import { ProvisioningFailure } from '../failures.js';
import type { Connector } from '../gallery/connector.js';
import type { PlanRules } from '../plan/index.js';
import { compileObjectMapping, MappingError, type CompiledObjectMapping } from '../schema/compile.js';
import type { ObjectMapping } from '../schema/model.js';
import { toObjectMapping } from '../schema/inline-mappings.js';

/**
 * What the plan decides by, from an app's configuration and its connector: the app's own mappings, else the connector's.
 * @throws {ProvisioningFailure} `ConfigurationInvalid`, listing everything that is wrong with the mappings.
 */
export function rulesFor(app: AppConfiguration, connector: Connector): Omit<PlanRules, 'appHasUserRole'> {
  const mapping =
    app.mappings === undefined
      ? connector.mappings.user
      : toObjectMapping(app.mappings, connector.mappings.user.flowTypes);
  return {
    mapping: compiled(app.id, mapping),
    scope: app.scope,
    defaultAccessRole: app.defaultAccessRole ?? connector.defaultAccessRole,
    capabilities: connector.capabilities,
  };
}

function compiled(appId: string, mapping: ObjectMapping): CompiledObjectMapping {
  try {
    return compileObjectMapping(mapping);
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    throw new ProvisioningFailure(
      'ConfigurationInvalid',
      `The mappings of ${appId} are refused. ${error.message}`,
    );
  }
}

import type { AppConfiguration } from '../config/configuration.js';
import type { Connector } from '../gallery/connector.js';
import type { PlanRules } from '../plan/index.js';
import { compileObjectMapping } from '../schema/compile.js';
import { toObjectMapping } from '../schema/inline-mappings.js';

/**
 * What the plan decides by, from an app's configuration and its connector: the app's own mappings, else the connector's.
 * @throws {MappingError} listing everything that is wrong with the mappings.
 */
export function rulesFor(app: AppConfiguration, connector: Connector): Omit<PlanRules, 'appHasUserRole'> {
  const mapping =
    app.mappings === undefined
      ? connector.mappings.user
      : toObjectMapping(app.mappings, connector.mappings.user.flowTypes);
  return {
    mapping: compileObjectMapping(mapping),
    scope: app.scope,
    defaultAccessRole: app.defaultAccessRole ?? connector.defaultAccessRole,
    capabilities: connector.capabilities,
  };
}

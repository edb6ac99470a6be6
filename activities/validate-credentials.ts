import { jobConfiguration } from '../src/config/configuration.js';
import { rulesFor } from '../src/cycle/rules.js';
import { ProvisioningFailure } from '../src/failures.js';
import type { Connector } from '../src/gallery/connector.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';

/** What Entra's Test Connection does: the source is asked for the app, the target for a user that cannot exist. */
export const createValidateCredentials =
  ({ connections }: ActivityDependencies): Activities['validateCredentials'] =>
  async (input) => {
    const configuration = jobConfiguration.parse(input.configuration);
    const { app } = configuration;
    const connection = connections.trial(configuration);
    try {
      const { connector, source, target } = connection;
      const [matching] = rulesFor(app, connector).mapping.matching;
      if (matching === undefined)
        throw new ProvisioningFailure(
          'ConfigurationInvalid',
          `No mapping of ${app.id} is a matching attribute.`,
        );
      const { displayName, appRoles } = await source.servicePrincipal(app.servicePrincipalId);
      await target.probe('User', matching.path).catch((error: unknown) => {
        throw withGuidance(error, connector);
      });
      return {
        checks: [
          {
            system: 'source',
            detail: `Microsoft Graph knows the app as "${displayName}" with ${appRoles.length} app roles.`,
          },
          {
            system: 'target',
            detail: `${new URL(app.tenantUrl).host} answers SCIM queries by ${matching.path}.`,
          },
        ],
      };
    } finally {
      connection.close();
    }
  };

/** The connector knows better than anyone what its administrator should look at. */
function withGuidance(error: unknown, connector: Connector): unknown {
  if (!(error instanceof ProvisioningFailure) || error.type === 'TargetUnavailable') return error;
  return new ProvisioningFailure(error.type, error.message, {
    remedy: `${error.remedy} ${connector.guidance.connectionFails}`,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  });
}

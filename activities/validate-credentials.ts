import { jobConfiguration, type JobConfiguration } from '../src/config/configuration.js';
import type { ObjectRules } from '../src/cycle/cycle-context.js';
import { rulesFor } from '../src/cycle/rules.js';
import { ProvisioningFailure } from '../src/failures.js';
import type { Connector } from '../src/gallery/connector.js';
import type { ResourceType } from '../src/scim/index.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';

/** What Entra's Test Connection does: the source is asked for the app, the target for a user that cannot exist. */
export const createValidateCredentials =
  ({ connections }: ActivityDependencies): Activities['validateCredentials'] =>
  async (input) => {
    const configuration = jobConfiguration.parse(input.configuration);
    const { app } = configuration;
    const isProbe = input.isProbe === true;
    const connection = connections.trial(configuration, { isOnce: isProbe });
    try {
      const { connector, source, target } = connection;
      const rules = rulesFor(app, connector);
      const { displayName, appRoles } = await source.servicePrincipal(app.servicePrincipalId);
      const kinds = [...probesOf('User', rules.User), ...probesOf('Group', rules.Group)];
      const asked = isProbe ? kinds.slice(0, 1) : kinds;
      for (const { resourceType, path } of asked)
        await target.probe(resourceType, path).catch((error: unknown) => {
          throw withGuidance(error, connector, resourceType);
        });
      return {
        checks: [
          {
            system: 'source',
            detail: `${nameOf(configuration.source)} knows the app as "${displayName}" with ${appRoles.length} app roles.`,
          },
          {
            system: 'target',
            detail: `${new URL(app.tenantUrl).host} answers SCIM queries ${asked.map(({ resourceType, path }) => `of ${resourceType.toLowerCase()}s by ${path}`).join(' and ')}.`,
          },
        ],
      };
    } finally {
      connection.close();
    }
  };

function nameOf(source: JobConfiguration['source']): string {
  return source.type === 'directory-file' ? source.path : 'Microsoft Graph';
}

/** The first matching attribute is what Test Connection asks by. */
function probesOf(
  resourceType: ResourceType,
  rules: ObjectRules | null,
): readonly { readonly resourceType: ResourceType; readonly path: string }[] {
  return (rules?.mapping.matching ?? []).slice(0, 1).map(({ path }) => ({ resourceType, path }));
}

const WITHOUT_GROUPS = 'If the app has no groups, or none are wanted, set groups: { provision: false }.';

/** The connector knows better than anyone what its administrator should look at. */
function withGuidance(error: unknown, connector: Connector, resourceType: ResourceType): unknown {
  if (!(error instanceof ProvisioningFailure) || error.type === 'TargetUnavailable') return error;
  // Users were answered before: what is wrong is about groups.
  const advice = resourceType === 'Group' ? WITHOUT_GROUPS : connector.guidance.connectionFails;
  return new ProvisioningFailure(error.type, error.message, {
    remedy: `${error.remedy} ${advice}`,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
  });
}

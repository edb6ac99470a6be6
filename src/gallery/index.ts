import { closestName } from '../expressions/closest-name.js';
import { ProvisioningFailure } from '../failures.js';
import { atlassianCloud } from './atlassian-cloud.js';
import { awsIamIdentityCenter } from './aws-iam-identity-center.js';
import type { Connector } from './connector.js';
import { dialpad } from './dialpad.js';
import { dynamicSignal } from './dynamic-signal.js';
import { firstup } from './firstup.js';
import { genericScim } from './generic-scim.js';
import { githubEnterpriseManagedUsers } from './github-enterprise-managed-users.js';
import { gitlabGroups } from './gitlab-groups.js';
import { slack } from './slack.js';
import { zoom } from './zoom.js';

/** The gallery, by connector id. Nothing in it can be changed. */
export const connectors: Readonly<Record<string, Connector>> = deepFrozen(
  Object.fromEntries(
    [
      atlassianCloud,
      awsIamIdentityCenter,
      dialpad,
      dynamicSignal,
      firstup,
      genericScim,
      githubEnterpriseManagedUsers,
      gitlabGroups,
      slack,
      zoom,
    ].map((connector) => [connector.id, connector]),
  ),
);

/** @throws {ProvisioningFailure} `ConfigurationInvalid`, with the id that was probably meant. */
export function findConnector(id: string): Connector {
  const connector = Object.hasOwn(connectors, id) ? connectors[id] : undefined;
  if (connector !== undefined) return connector;
  const ids = Object.keys(connectors);
  const meant = closestName(id, ids);
  throw new ProvisioningFailure(
    'ConfigurationInvalid',
    `There is no connector "${id}" in the gallery${meant === null ? '' : `; did you mean "${meant}"?`}`,
    { remedy: `Use one of ${ids.join(', ')}.` },
  );
}

function deepFrozen<T extends object>(value: T): T {
  for (const part of Object.values(value) as unknown[])
    if (typeof part === 'object' && part !== null) deepFrozen(part);
  return Object.freeze(value);
}

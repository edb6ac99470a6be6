import { closestName } from '../expressions/closest-name.js';
import { ProvisioningFailure } from '../failures.js';
import type { Connector } from './connector.js';
import { dialpad } from './dialpad.js';
import { dynamicSignal } from './dynamic-signal.js';
import { genericScim } from './generic-scim.js';

/** The gallery, by connector id. */
export const connectors: Readonly<Record<string, Connector>> = Object.fromEntries(
  [dialpad, dynamicSignal, genericScim].map((connector) => [connector.id, connector]),
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

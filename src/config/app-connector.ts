import type { Connector } from '../gallery/connector.js';
import { applyProfile } from '../gallery/connector-profile.js';
import { findConnector } from '../gallery/index.js';
import type { AppConfiguration } from './configuration.js';

/**
 * The connector of an app: one of the gallery, or one that the configuration file makes of it.
 * @throws {ProvisioningFailure} `ConfigurationInvalid` when there is none of that name.
 */
export function connectorFor(app: Pick<AppConfiguration, 'connector' | 'connectorProfile'>): Connector {
  const { connector: id, connectorProfile: profile } = app;
  return profile === undefined
    ? findConnector(id)
    : applyProfile(findConnector(profile.extends), id, profile);
}

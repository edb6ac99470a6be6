import { ProvisioningFailure } from '../failures.js';

/**
 * The URL before `/Users`, as the administrator gave it: nothing is added. The query is left out, because administrators
 * paste tenant URLs with the feature flags of other clients (`?aadOptscim062020`).
 * @throws {ProvisioningFailure} `ConfigurationInvalid`.
 */
export function scimBaseUrl(tenantUrl: string): string {
  if (!URL.canParse(tenantUrl)) {
    throw new ProvisioningFailure('ConfigurationInvalid', 'The tenant URL is not a URL.');
  }
  const url = new URL(tenantUrl);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

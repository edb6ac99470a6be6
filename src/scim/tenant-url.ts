import { ProvisioningFailure } from '../failures.js';
import type { Dialect } from './quirks/index.js';
import { entraFlags } from './quirks/entra.js';

/** What a tenant URL says: where the target is, and, by Entra's feature flags in its query, how it wants to be spoken to. */
export interface TenantUrl {
  /** The URL before `/Users`, as the administrator gave it: nothing is added. */
  readonly baseUrl: string;
  readonly dialect: Partial<Dialect>;
}

/**
 * Administrators paste tenant URLs as they stand in Entra, with the flags `aadOptscim062020` and `AzureAdScimPatch2017`:
 * these say how the app wants its changes written. Any other query is nobody's: it cannot be part of every request's URL.
 * @throws {ProvisioningFailure} `ConfigurationInvalid`.
 * @see Microsoft Entra, "Known issues and resolutions with SCIM 2.0 protocol compliance".
 */
export function parseTenantUrl(tenantUrl: string): TenantUrl {
  if (!URL.canParse(tenantUrl)) {
    throw new ProvisioningFailure('ConfigurationInvalid', 'The tenant URL is not a URL.');
  }
  const url = new URL(tenantUrl);
  return {
    baseUrl: `${url.origin}${url.pathname}`.replace(/\/+$/, ''),
    dialect: dialectOfFlags([...url.searchParams]),
  };
}

function dialectOfFlags(parameters: readonly (readonly [string, string])[]): Partial<Dialect> {
  const dialects = new Set(parameters.map(([name, value]) => dialectOfFlag(name, value)));
  const [dialect = {}, ...others] = dialects;
  if (others.length === 0) return dialect;
  throw new ProvisioningFailure(
    'ConfigurationInvalid',
    "The tenant URL has both of Entra's flags, aadOptscim062020 and AzureAdScimPatch2017, which contradict each other.",
  );
}

function dialectOfFlag(name: string, value: string): Partial<Dialect> {
  // Clients that append to the URL leave a slash behind the flag.
  const flag = name.replace(/\/+$/, '').toLowerCase();
  const dialect = ['', '/', 'true'].includes(value.toLowerCase()) ? entraFlags.get(flag) : undefined;
  if (dialect !== undefined) return dialect;
  throw new ProvisioningFailure(
    'ConfigurationInvalid',
    "The tenant URL has a query that is none of Entra's flags (aadOptscim062020, AzureAdScimPatch2017): remove it.",
  );
}

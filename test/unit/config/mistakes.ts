import { ConfigurationError } from '../../../src/config/configuration-error.js';

/** Lines 2 to 6 of the file: an app without its connector. */
const APP = `apps:
  - id: acme-app
    servicePrincipalId: 1f0e
    tenantUrl: https://acme.example/scim
    secretToken: { env: T }
`;
const SOURCE = `source: { type: microsoft-graph, tenantId: t, clientId: c, clientSecret: { env: S } }
`;

/** A configuration with one app. Its `settings` begin on line 7; `connectors`, the section with its title, follows them. */
export function configurationOf({
  settings,
  connectors = '',
}: {
  readonly settings: string;
  readonly connectors?: string;
}): string {
  return `${SOURCE}${APP}${settings}${connectors}`;
}

/** What a person reads of each mistake, a line each; empty when there is none. */
export function mistakesOf(load: () => unknown): readonly string[] {
  try {
    load();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}

import type { JobConfiguration } from '../../../src/config/configuration.js';

/** A job that mails to `it@contoso.example` through `smtpUrl`, whose secret is in the variable of that name. */
export function aMailedJob(
  smtpVariable: string,
  { notifications = {}, app = {} }: { notifications?: object; app?: Partial<JobConfiguration['app']> } = {},
): JobConfiguration {
  return {
    source: {
      type: 'microsoft-graph',
      tenantId: 'contoso',
      clientId: 'scimflow',
      clientSecret: { env: 'GRAPH_CLIENT_SECRET' },
      graphUrl: 'https://graph.microsoft.com',
      authorityUrl: 'https://login.microsoftonline.com',
    },
    notifications: {
      smtpUrl: { env: smtpVariable },
      from: 'provisioning@contoso.example',
      ...notifications,
    },
    app: {
      id: 'dialpad',
      connector: 'dialpad',
      servicePrincipalId: 'service-principal',
      tenantUrl: 'https://dialpad.example/scim',
      secretToken: { env: 'DIALPAD_TOKEN' },
      provisioningStatus: 'on',
      scope: 'assigned',
      interval: '40m',
      notification: { email: 'it@contoso.example', onFailure: true },
      ...app,
    },
  };
}

import type { JobConfiguration } from '../../src/config/configuration.js';

/** The configuration of a job that reaches nothing: for tests that need one to be there. */
export function aConfiguration(app: Partial<JobConfiguration['app']> = {}): JobConfiguration {
  return {
    source: {
      type: 'microsoft-graph',
      tenantId: 'contoso',
      clientId: 'scimflow',
      clientSecret: { env: 'GRAPH_CLIENT_SECRET' },
      graphUrl: 'https://graph.microsoft.com',
      authorityUrl: 'https://login.microsoftonline.com',
    },
    ...(app.notification && {
      notifications: { smtpUrl: { env: 'SMTP_URL' }, from: { env: 'MAIL_ADDRESS' } },
    }),
    app: {
      id: 'dialpad',
      connector: 'dialpad',
      servicePrincipalId: 'service-principal',
      tenantUrl: 'https://dialpad.example/scim',
      secretToken: { env: 'DIALPAD_TOKEN' },
      provisioningStatus: 'on',
      scope: 'assigned',
      interval: '40m',
      ...app,
    },
  };
}

import type { EmulatedApp, EmulatedWorld } from './emulated-world.js';

const NOTIFIED = 'it@contoso.example';
const SENDER = 'scimflow@contoso.example';

/** The demo's configuration file, as a person would write it. */
export function demoConfiguration({ graph, apps }: EmulatedWorld): string {
  return `# Written by \`scimflow demo\`. The real thing looks the same, with other URLs and ids.
source:
  type: microsoft-graph
  tenantId: ${graph.tenantId}
  clientId: ${graph.clients[0]?.clientId ?? ''}
  clientSecret: { env: DEMO_GRAPH_CLIENT_SECRET }
  graphUrl: ${graph.url} # an emulator on this machine; leave both out for Microsoft's
  authorityUrl: ${graph.url}
notifications:
  smtpUrl: { env: DEMO_SMTP_URL }
  from: { env: DEMO_MAIL_FROM }
apps:
${apps.map(appText).join('\n')}`;
}

function appText(app: EmulatedApp): string {
  return `  - id: ${app.id}
    connector: ${app.id}
    servicePrincipalId: ${app.servicePrincipalId}
    tenantUrl: ${app.target.url}
    secretToken: { env: ${tokenVariable(app)} }
    provisioningStatus: on
    scope: assigned
    interval: 40m
    rateLimit: { requestsPerSecond: 50, concurrency: 8 }
    notification: { email: { env: DEMO_MAIL_TO }, onFailure: true }
`;
}

/** What the configuration refers to: for the worker's environment, and for nobody else. */
export function demoSecrets({ graph, apps, mail }: EmulatedWorld): Readonly<Record<string, string>> {
  return {
    DEMO_GRAPH_CLIENT_SECRET: graph.clients[0]?.clientSecret ?? '',
    DEMO_SMTP_URL: mail.smtpUrl,
    DEMO_MAIL_FROM: SENDER,
    DEMO_MAIL_TO: NOTIFIED,
    ...Object.fromEntries(apps.map((app) => [tokenVariable(app), app.token])),
  };
}

function tokenVariable({ id }: EmulatedApp): string {
  return `DEMO_${id.toUpperCase().replaceAll('-', '_')}_TOKEN`;
}

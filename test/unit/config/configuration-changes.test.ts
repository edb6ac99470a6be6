import { describe, expect, it } from '@jest/globals';
import { configurationChanges } from '../../../src/config/configuration-changes.js';
import type { JobConfiguration } from '../../../src/config/configuration.js';

const configuration: JobConfiguration = {
  source: {
    type: 'microsoft-graph',
    tenantId: 'tenant',
    clientId: 'client',
    clientSecret: { env: 'SECRET' },
    graphUrl: 'https://graph.microsoft.com',
    authorityUrl: 'https://login.microsoftonline.com',
  },
  app: {
    id: 'dialpad',
    connector: 'dialpad',
    servicePrincipalId: 'principal',
    tenantUrl: 'https://dialpad.com/scim',
    secretToken: { env: 'TOKEN' },
    provisioningStatus: 'on',
    scope: 'assigned',
    interval: '40m',
  },
};
const withApp = (app: Partial<JobConfiguration['app']>): JobConfiguration => ({
  ...configuration,
  app: { ...configuration.app, ...app },
});

describe('what a new configuration changes', () => {
  it.each<[string, JobConfiguration, readonly string[], boolean]>([
    ['nothing', configuration, [], false],
    ['the interval', withApp({ interval: '1h' }), ['app.interval'], false],
    ['a secret reference', withApp({ secretToken: { env: 'OTHER' } }), ['app.secretToken'], false],
    ['the scope', withApp({ scope: 'all' }), ['app.scope'], true],
    [
      'the mappings',
      withApp({ mappings: [{ target: 'userName', source: 'mail', matching: 1, apply: 'always' }] }),
      ['app.mappings'],
      true,
    ],
    ['the target', withApp({ tenantUrl: 'https://other.example/scim' }), ['app.tenantUrl'], true],
  ])('%s', (_, next, changes, restartsCycle) => {
    expect(configurationChanges(configuration, next)).toEqual({ changes, restartsCycle });
  });

  it('names everything and restarts nothing the first time', () => {
    const { changes, restartsCycle } = configurationChanges(null, configuration);

    expect(changes).toContain('source.tenantId');
    expect(changes).toContain('app.interval');
    expect(restartsCycle).toBe(false);
  });
});

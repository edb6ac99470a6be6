import { describe, expect, it } from '@jest/globals';
import { configurationChanges } from '../../../src/config/configuration-changes.js';
import type { JobConfiguration } from '../../../src/config/configuration.js';

const source = {
  type: 'microsoft-graph',
  tenantId: 'tenant',
  clientId: 'client',
  clientSecret: { env: 'SECRET' },
  graphUrl: 'https://graph.microsoft.com',
  authorityUrl: 'https://login.microsoftonline.com',
} as const;
const configuration: JobConfiguration = {
  source,
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
    expect(configurationChanges(configuration, next)).toMatchObject({ changes, restartsCycle });
  });

  it.each<[string, JobConfiguration, boolean]>([
    ['another host', withApp({ tenantUrl: 'https://sandbox.dialpad.example/scim' }), true],
    ['another path', withApp({ tenantUrl: 'https://dialpad.com/scim/tenant-2' }), true],
    ['a flag', withApp({ tenantUrl: 'https://dialpad.com/scim?aadOptscim062020' }), false],
    ['a slash', withApp({ tenantUrl: 'https://dialpad.com/scim/' }), false],
    ['another tenant', { ...configuration, source: { ...source, tenantId: 'other' } }, true],
    ['another client', { ...configuration, source: { ...source, clientId: 'other' } }, false],
    ['a folder', { ...configuration, source: { type: 'directory-file', path: '/srv/people' } }, true],
    ['another scope', withApp({ scope: 'all' }), false],
  ])('%s: whether links are forgotten', (_, next, forgetsLinks) => {
    expect(configurationChanges(configuration, next).forgetsLinks).toBe(forgetsLinks);
  });

  it('forgets links, and begins anew, when another folder is read', () => {
    const at = (path: string): JobConfiguration => ({
      ...configuration,
      source: { type: 'directory-file', path },
    });

    expect(configurationChanges(at('/srv/people'), at('/srv/others'))).toEqual({
      changes: ['source.path'],
      restartsCycle: true,
      forgetsLinks: true,
    });
  });

  it('names everything and restarts nothing the first time', () => {
    const { changes, restartsCycle } = configurationChanges(null, configuration);

    expect(changes).toContain('source.tenantId');
    expect(changes).toContain('app.interval');
    expect(restartsCycle).toBe(false);
    expect(configurationChanges(null, configuration).forgetsLinks).toBe(false);
  });
});

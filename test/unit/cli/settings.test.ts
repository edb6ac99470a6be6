import { describe, expect, it } from '@jest/globals';
import { apiSettings, temporalSettings, workerSettings } from '../../../src/cli/settings.js';

describe('Temporal settings', () => {
  it('have defaults for one machine', () => {
    expect(temporalSettings({})).toMatchObject({
      address: '127.0.0.1:7233',
      namespace: 'default',
      taskQueue: 'scimflow',
      tls: false,
    });
  });

  it.each([
    [{ TEMPORAL_API_KEY: 'k' }, true],
    [{ TEMPORAL_TLS_SERVER_CA_CERT_PATH: 'ca.pem' }, true],
    [{ TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' }, false],
    [{ TEMPORAL_TLS: '1' }, true],
  ])('use TLS as %j says', (env, tls) => {
    expect(temporalSettings(env).tls).toBe(tls);
  });
});

it.each([
  [{}, 30],
  [{ SCIMFLOW_LOG_RETENTION: '48h' }, 2],
  [{ SCIMFLOW_LOG_RETENTION: '365d' }, 365],
])('the log is kept as long as %j says', (env, days) => {
  expect(workerSettings({ DATABASE_URL: 'postgres://x', ...env }).logRetentionMs).toBe(days * 86_400_000);
});

it.each<[string, () => unknown]>([
  ['DATABASE_URL', () => workerSettings({})],
  ['SCIMFLOW_API_PORT', () => workerSettings({ DATABASE_URL: 'postgres://x', SCIMFLOW_API_PORT: 'eighty' })],
  ['SCIMFLOW_LOG_LEVEL', () => workerSettings({ DATABASE_URL: 'postgres://x', SCIMFLOW_LOG_LEVEL: 'loud' })],
  [
    'SCIMFLOW_WEB_UI_URL',
    () => workerSettings({ DATABASE_URL: 'postgres://x', SCIMFLOW_WEB_UI_URL: 'javascript:alert(1)' }),
  ],
  ...['soon', '12h', '4000d', '30'].map((duration): [string, () => unknown] => [
    'SCIMFLOW_LOG_RETENTION',
    () => workerSettings({ DATABASE_URL: 'postgres://x', SCIMFLOW_LOG_RETENTION: duration }),
  ]),
  ['SCIMFLOW_API_URL', () => apiSettings({ SCIMFLOW_API_URL: 'ftp://x' })],
  ['TEMPORAL_TLS', () => temporalSettings({ TEMPORAL_TLS: 'maybe' })],
])('a wrong %s is named', (name, read) => {
  expect(read).toThrow(name);
});

import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { GraphCredential } from '../../../../src/directory/index.js';
import { ProvisioningFailure } from '../../../../src/failures.js';
import type { CannedAnswer } from '../canned-server.js';
import {
  CLIENT_ID,
  failureOf,
  provisioningFailureOf,
  sourceReading,
  TENANT_ID,
  TOKEN_ANSWER,
  TOKEN_LINE,
} from './graph-at-the-wire.js';
import { aSelfSignedCertificate } from './self-signed-certificate.js';

const GROUP_PATH = '/v1.0/groups/g1?$select=id,securityEnabled';
const GROUP = { [`GET ${GROUP_PATH}`]: { json: { id: 'g1', securityEnabled: true } } };

async function tokenForms(credential: GraphCredential, groups = ['g1']) {
  const { source, server } = await sourceReading(
    { ...GROUP, [TOKEN_LINE]: { json: { ...TOKEN_ANSWER.json, expires_in: 0 } } },
    { credential },
  );
  for (const group of groups) await source.isSecurityEnabled(group);
  return {
    origin: server.origin,
    forms: server.requests
      .filter(({ line }) => line === TOKEN_LINE)
      .map(({ body }) => Object.fromEntries(new URLSearchParams(body))),
  };
}

describe('asking for a token', () => {
  it('sends the client secret in the form, for the scope of the Graph root', async () => {
    const { origin, forms } = await tokenForms({ type: 'clientSecret', secret: 'a secret & more' });

    expect(forms).toEqual([
      {
        grant_type: 'client_credentials',
        client_id: CLIENT_ID,
        client_secret: 'a secret & more',
        scope: `${origin}/.default`,
      },
    ]);
  });

  it('signs an assertion that names the certificate by its SHA-256 thumbprint', async () => {
    const certificate = aSelfSignedCertificate();
    const thumbprint = createHash('sha256')
      .update(new X509Certificate(certificate.certificatePem).raw)
      .digest('base64url');

    const { origin, forms } = await tokenForms({ type: 'clientCertificate', ...certificate });

    const [header, payload] = (forms[0]?.['client_assertion'] ?? '')
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown);
    expect(header).toEqual({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint });
    expect(payload).toMatchObject({
      iss: CLIENT_ID,
      sub: CLIENT_ID,
      aud: `${origin}/${TENANT_ID}/oauth2/v2.0/token`,
    });
    expect(forms[0]).not.toHaveProperty('client_secret');
  });

  it('reads the federated token again for every request', async () => {
    const tokens = ['federated-1\n', 'federated-2\n'];

    const { forms } = await tokenForms(
      { type: 'workloadIdentity', readToken: async () => tokens.shift() ?? 'none left' },
      ['g1', 'g1'],
    );

    expect(forms.map((form) => form['client_assertion'])).toEqual(['federated-1', 'federated-2']);
    expect(forms[0]).toMatchObject({
      client_id: CLIENT_ID,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
  });

  it('says that the federated token cannot be read, not where it should be', async () => {
    const { source } = await sourceReading(GROUP, {
      credential: {
        type: 'workloadIdentity',
        readToken: () => Promise.reject(new Error('ENOENT /var/run/x')),
      },
    });

    const failure = await provisioningFailureOf(source.isSecurityEnabled('g1'));

    expect(failure.type).toBe('SecretMissing');
    expect(failure.message).not.toContain('/var/run');
  });

  it.each([
    ['a certificate that is none', { certificatePem: 'x' }, 'the certificate is not readable PEM'],
    ['a key that is none', { privateKeyPem: 'x' }, 'the private key is not readable'],
    [
      'a key of another certificate',
      { privateKeyPem: aSelfSignedCertificate().privateKeyPem },
      'does not belong to',
    ],
  ])('refuses %s', async (_, change, words) => {
    const credential = { type: 'clientCertificate', ...aSelfSignedCertificate(), ...change } as const;
    const { source, server } = await sourceReading(GROUP, { credential });

    const failure = await provisioningFailureOf(source.isSecurityEnabled('g1'));

    expect(failure.type).toBe('SourceCredentialsRejected');
    expect(failure.message).toContain(words);
    expect(server.lines()).toEqual([]);
  });
});

describe('a token that is not given', () => {
  const aadsts = (error: string, code: number) => ({
    error,
    error_description: `AADSTS${code}: words with a secret hint abc***. Trace ID: 1`,
    error_codes: [code],
    trace_id: '1',
  });

  it.each<[string, CannedAnswer, string, string]>([
    [
      'a wrong secret',
      { status: 401, json: aadsts('invalid_client', 7000215) },
      'SourceCredentialsRejected',
      'AADSTS7000215',
    ],
    [
      'a wrong secret with a challenge',
      {
        status: 401,
        headers: { 'www-authenticate': 'Bearer realm="x", error="invalid_client"' },
        json: aadsts('invalid_client', 7000215),
      },
      'SourceCredentialsRejected',
      'the client secret is wrong',
    ],
    [
      'an expired secret',
      { status: 400, json: aadsts('invalid_client', 7000222) },
      'SourceCredentialsRejected',
      'has expired',
    ],
    [
      'an unknown client',
      { status: 400, json: aadsts('unauthorized_client', 700016) },
      'SourceCredentialsRejected',
      'no app registration',
    ],
    [
      'an unknown tenant',
      { status: 400, json: aadsts('invalid_request', 90002) },
      'SourceCredentialsRejected',
      'no tenant',
    ],
    [
      'another code',
      { status: 400, json: aadsts('invalid_grant', 123456) },
      'SourceCredentialsRejected',
      'invalid_grant, AADSTS123456',
    ],
    [
      'a code in the description only',
      { status: 400, json: { error: 'invalid_client', error_description: 'AADSTS7000222: x' } },
      'SourceCredentialsRejected',
      'AADSTS7000222',
    ],
    [
      'a wrong scope',
      { status: 400, json: aadsts('invalid_scope', 70011) },
      'SourceIncompatible',
      'AADSTS70011',
    ],
    [
      'a passing error',
      { status: 400, json: aadsts('temporarily_unavailable', 90033) },
      'SourceUnavailable',
      'AADSTS90033',
    ],
    [
      'too many requests',
      { status: 429, json: aadsts('invalid_request', 90055) },
      'SourceThrottled',
      'AADSTS90055',
    ],
    ['a failing authority', { status: 503, text: '<html>' }, 'SourceUnavailable', 'HTTP 503'],
    [
      'a page instead of a token',
      { status: 200, text: '<html>hello</html>' },
      'SourceUnavailable',
      'not that of a token endpoint',
    ],
    ['an address without authority', { status: 404, text: 'nothing here' }, 'SourceIncompatible', 'HTTP 404'],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://evil.example/' }, text: '' },
      'SourceIncompatible',
      'HTTP 302',
    ],
    ['a broken connection', { breaks: 'before' }, 'SourceUnavailable', 'no whole answer'],
  ])('%s', async (_, answer, type, words) => {
    const { source } = await sourceReading({ ...GROUP, [TOKEN_LINE]: answer }, { retryBudgetMs: 0 });

    const failure = await provisioningFailureOf(source.isSecurityEnabled('g1'));

    expect(failure.type).toBe(type);
    expect(failure.message).toContain(words);
    expect(failure.message).not.toMatch(/hint|evil|correct horse/);
  });

  it('tells how long the authority wants to be left alone', async () => {
    const busy = { status: 429, headers: { 'retry-after': '60' }, json: { error: 'invalid_request' } };
    const { source } = await sourceReading({ ...GROUP, [TOKEN_LINE]: busy });

    const failure = await provisioningFailureOf(source.isSecurityEnabled('g1'));

    expect(failure).toMatchObject({ type: 'SourceThrottled', retryAfterMs: 60_000 });
  });

  it('is asked for again while the failure is a passing one', async () => {
    const { source } = await sourceReading({
      ...GROUP,
      [TOKEN_LINE]: [{ status: 503, headers: { 'retry-after': '0' }, text: 'busy' }, TOKEN_ANSWER],
    });

    await expect(source.isSecurityEnabled('g1')).resolves.toBe(true);
  });

  it('is never asked for over plain http of another machine', async () => {
    const failure = await failureOf(sourceReading({}, { authorityUrl: 'http://login.contoso.example' }));

    expect(failure).toBeInstanceOf(ProvisioningFailure);
    expect(failure).toMatchObject({
      type: 'ConfigurationInvalid',
      message: expect.stringMatching(/^authorityUrl: /),
    });
  });
});

import { createHash, createSign, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { selfSigned } from './self-signed.js';
import { aSeed, reader, scope, Tenant } from './tenant.js';

const { certificatePem, keyPem } = selfSigned();
const thumbprint = createHash('sha1').update(new X509Certificate(certificatePem).raw).digest('base64url');
const certified = '33333333-3333-4333-8333-333333333333';
const federated = '44444444-4444-4444-8444-444444444444';
const federation = {
  issuer: 'https://token.cluster.example',
  subject: 'system:scimflow',
  audience: 'api://AzureADTokenExchange',
};
const good = {
  client_id: reader.clientId,
  client_secret: reader.clientSecret,
  scope,
  grant_type: 'client_credentials',
};
let tenant: Tenant;

beforeAll(async () => {
  const { tenant: settings } = aSeed();
  const clients = [
    ...settings.clients,
    { clientId: certified, certificates: [certificatePem], roles: [] },
    { clientId: federated, federatedCredentials: [federation], roles: [] },
  ];
  tenant = await Tenant.start({ seed: aSeed({ tenant: { ...settings, clients } }) });
});

afterAll(async () => {
  await tenant.stop();
});

describe('the token endpoint', () => {
  it('grants a token for a secret in the body, to the tenant by id or domain', async () => {
    for (const name of [tenant.emulator.tenantId, 'contoso.example']) {
      const { statusCode, body } = await tenant.token(good, {}, name);
      expect([statusCode, body['expires_in']]).toEqual([200, 3599]);
    }
  });

  it('grants a token for a secret in HTTP Basic', async () => {
    const pair = `${reader.clientId}:${encodeURIComponent(reader.clientSecret)}`;
    const headers = { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };

    const { statusCode } = await tenant.token({ scope, grant_type: 'client_credentials' }, headers);

    expect(statusCode).toBe(200);
  });

  it.each([
    ['a wrong secret', { client_secret: 'guess' }, 401, 'invalid_client', 7000215],
    [
      'an unknown client',
      { client_id: '99999999-9999-4999-8999-999999999999' },
      400,
      'unauthorized_client',
      700016,
    ],
    ['a scope that is not .default', { scope: 'User.Read' }, 400, 'invalid_scope', 70011],
    ['two scopes', { scope: `${scope} ${scope}` }, 400, 'invalid_scope', 70011],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
  ])('refuses %s', async (_name, change, status, error, code) => {
    const { statusCode, body } = await tenant.token({ ...good, ...change });

    expect(statusCode).toBe(status);
    expect(body).toMatchObject({
      error,
      error_codes: [code],
      error_description: expect.stringContaining(`AADSTS${code}`),
    });
    expect(Object.keys(body)).toEqual(expect.arrayContaining(['timestamp', 'trace_id', 'correlation_id']));
  });

  it('refuses a tenant it does not host', async () => {
    const { statusCode, body } = await tenant.token(good, {}, 'fabrikam.example');
    expect([statusCode, body.error]).toEqual([400, 'invalid_request']);
  });

  it('takes an assertion signed with the certificate of the client', async () => {
    const { statusCode } = await tenant.token(assertionForm(certified, signed(claimsOf(certified), keyPem)));
    expect(statusCode).toBe(200);
  });

  it.each([
    ['another key', claimsOf(certified), selfSigned().keyPem],
    ['another audience', { ...claimsOf(certified), aud: 'https://elsewhere.example/' }, keyPem],
    ['an expired one', { ...claimsOf(certified), exp: 1_000_000 }, keyPem],
    ['another issuer', { ...claimsOf(certified), iss: federated }, keyPem],
  ])('refuses an assertion with %s', async (_name, claims, key) => {
    const { statusCode, body } = await tenant.token(assertionForm(certified, signed(claims, key)));
    expect([statusCode, body.error]).toEqual([401, 'invalid_client']);
  });

  it('takes the token of a federated identity only when it is listed', async () => {
    const { issuer: iss, subject: sub, audience: aud } = federation;
    const listed = { iss, sub, aud, exp: Date.now() / 1000 + 600 };

    const taken = await tenant.token(assertionForm(federated, signed(listed, keyPem)));
    const refused = await tenant.token(assertionForm(federated, signed({ ...listed, sub: 'other' }, keyPem)));

    expect([taken.statusCode, refused.statusCode]).toEqual([200, 401]);
  });
});

function claimsOf(clientId: string) {
  const aud = 'https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token';
  return { iss: clientId, sub: clientId, aud, exp: Date.now() / 1000 + 600, nbf: Date.now() / 1000 - 10 };
}

function signed(claims: object, key: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${part({ alg: 'RS256', typ: 'JWT', x5t: thumbprint })}.${part(claims)}`;
  return `${content}.${createSign('sha256').update(content).sign(key, 'base64url')}`;
}

function assertionForm(clientId: string, assertion: string): Record<string, string> {
  return {
    client_id: clientId,
    client_assertion: assertion,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    scope,
    grant_type: 'client_credentials',
  };
}

import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { OAuthError } from '../http/oauth-error.js';
import type { SeedClient } from '../seed/seed.js';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const headerSchema = z.object({
  alg: z.string(),
  x5t: z.string().optional(),
  'x5t#S256': z.string().optional(),
});

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  nbf: z.number().optional(),
});

type Header = z.infer<typeof headerSchema>;
type Claims = z.infer<typeof claimsSchema>;

/**
 * Checks a client assertion: signed with one of the client's certificates (RFC 7523), or a token of a listed federated
 * identity. Expiry is by the machine's clock, not the emulator's: the client signed with that.
 * @throws {OAuthError} when it proves nothing.
 */
export function checkAssertion(
  assertion: string,
  type: string | null,
  client: SeedClient,
  expected: { readonly clientId: string; readonly tenants: readonly string[] },
): void {
  if (type !== assertionType) {
    throw new OAuthError(400, 'invalid_request', 50027, 'client_assertion_type is not supported.');
  }
  const [head = '', body = '', signature = ''] = assertion.split('.');
  const header = parsed(head, headerSchema);
  const claims = parsed(body, claimsSchema);
  const now = Date.now() / 1000;
  if (claims.exp < now - 300 || (claims.nbf ?? 0) > now + 300) {
    throw new OAuthError(
      401,
      'invalid_client',
      700024,
      'Client assertion is not within its valid time range.',
    );
  }
  if (isFederated(claims, client)) return;
  if (claims.iss.toLowerCase() !== expected.clientId || claims.sub.toLowerCase() !== expected.clientId) {
    throw new OAuthError(
      401,
      'invalid_client',
      700021,
      'Client assertion issuer and subject must be the client.',
    );
  }
  if (!audiencesOf(claims).some((audience) => isTokenEndpoint(audience, expected.tenants))) {
    throw new OAuthError(
      401,
      'invalid_client',
      700023,
      'Client assertion audience does not match the tenant.',
    );
  }
  const signed = Buffer.from(`${head}.${body}`);
  const isSigned = (client.certificates ?? []).some((pem) =>
    isSignedBy(new X509Certificate(pem), header, signed, Buffer.from(signature, 'base64url')),
  );
  if (!isSigned) {
    throw new OAuthError(401, 'invalid_client', 700027, 'Client assertion failed signature validation.');
  }
}

const audiencesOf = ({ aud }: Claims) => (Array.isArray(aud) ? aud : [aud]);

function isFederated(claims: Claims, client: SeedClient): boolean {
  return (client.federatedCredentials ?? []).some(
    ({ issuer, subject, audience }) =>
      issuer === claims.iss && subject === claims.sub && audiencesOf(claims).includes(audience),
  );
}

function isTokenEndpoint(audience: string, tenants: readonly string[]): boolean {
  if (!URL.canParse(audience)) return false;
  const path = new URL(audience).pathname.toLowerCase();
  return tenants.some((tenant) => [`/${tenant}/oauth2/v2.0/token`, `/${tenant}/v2.0`].includes(path));
}

function isSignedBy(
  certificate: X509Certificate,
  header: Header,
  signed: Buffer,
  signature: Buffer,
): boolean {
  if (header.x5t !== undefined && header.x5t !== thumbprint(certificate, 'sha1')) return false;
  const sha256 = header['x5t#S256'];
  if (sha256 !== undefined && sha256 !== thumbprint(certificate, 'sha256')) return false;
  const key = certificate.publicKey;
  switch (header.alg) {
    case 'RS256':
      return verify('sha256', signed, key, signature);
    case 'PS256': {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return verify(
        'sha256',
        signed,
        { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
        signature,
      );
    }
    default:
      return false;
  }
}

const thumbprint = (certificate: X509Certificate, algorithm: 'sha1' | 'sha256') =>
  createHash(algorithm).update(certificate.raw).digest('base64url');

function parsed<T>(part: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(part, 'base64url').toString()));
  } catch {
    throw new OAuthError(401, 'invalid_client', 50027, 'JWT token is invalid or malformed.');
  }
}

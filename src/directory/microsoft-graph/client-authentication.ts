import { createHash, createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { ClientSecretPost, modifyAssertion, PrivateKeyJwt, type ClientAuth } from 'openid-client';
import { ProvisioningFailure } from '../../failures.js';

/** How the app registration proves who it is. PEM texts, not files. */
export type GraphCredential =
  | { readonly type: 'clientSecret'; readonly secret: string }
  | { readonly type: 'clientCertificate'; readonly certificatePem: string; readonly privateKeyPem: string }
  | { readonly type: 'workloadIdentity'; readonly readToken: () => Promise<string> };

/**
 * Made anew for every token request: a federated token is short-lived and read again each time.
 * @throws {ProvisioningFailure} `SourceCredentialsRejected` when certificate and key are of no use, `SecretMissing` when
 * the federated token cannot be read.
 */
export async function clientAuthentication(credential: GraphCredential): Promise<ClientAuth> {
  switch (credential.type) {
    case 'clientSecret':
      return ClientSecretPost(credential.secret);
    case 'clientCertificate':
      return certificateAuthentication(credential.certificatePem, credential.privateKeyPem);
    case 'workloadIdentity':
      return federatedAuthentication(await readFederatedToken(credential.readToken));
  }
}

/** @see Microsoft identity platform, "Application authentication certificate credentials": PS256 and `x5t#S256`. */
async function certificateAuthentication(certificatePem: string, privateKeyPem: string): Promise<ClientAuth> {
  const { certificate, pkcs8 } = readKeyPair(certificatePem, privateKeyPem);
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-256' };
  const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
  const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
  return PrivateKeyJwt(key, {
    [modifyAssertion]: (header) => {
      header['typ'] = 'JWT';
      header['x5t#S256'] = thumbprint;
    },
  });
}

function readKeyPair(
  certificatePem: string,
  privateKeyPem: string,
): { certificate: X509Certificate; pkcs8: Buffer } {
  const certificate = readOr(
    () => new X509Certificate(certificatePem),
    'the certificate is not readable PEM',
  );
  const key = readOr(
    () => createPrivateKey(privateKeyPem),
    'the private key is not readable, unencrypted PEM',
  );
  if (key.asymmetricKeyType !== 'rsa') throw unusable('the private key is not an RSA key');
  if (!certificate.checkPrivateKey(key)) throw unusable('the private key does not belong to the certificate');
  return { certificate, pkcs8: key.export({ type: 'pkcs8', format: 'der' }) };
}

function readOr<T>(read: () => T, reason: string): T {
  try {
    return read();
  } catch {
    throw unusable(reason);
  }
}

function unusable(reason: string): ProvisioningFailure {
  return new ProvisioningFailure(
    'SourceCredentialsRejected',
    `Asking for a token of Microsoft Graph: ${reason}.`,
    {
      remedy: 'Check clientCertificate: certificate and privateKey must be a pair, in PEM.',
    },
  );
}

async function readFederatedToken(readToken: () => Promise<string>): Promise<string> {
  try {
    return (await readToken()).trim();
  } catch (error) {
    if (error instanceof ProvisioningFailure) throw error;
    throw new ProvisioningFailure(
      'SecretMissing',
      'Asking for a token of Microsoft Graph: the federated token of the workload identity cannot be read.',
      {
        remedy:
          'Check workloadIdentity.tokenFile, and that the platform projects the token into this container.',
      },
    );
  }
}

/** @see RFC 7523, 2.2. */
function federatedAuthentication(token: string): ClientAuth {
  return (_server, client, body) => {
    body.set('client_id', client.client_id);
    body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    body.set('client_assertion', token);
  };
}

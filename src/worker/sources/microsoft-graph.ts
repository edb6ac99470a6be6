import type { MicrosoftGraphSourceConfiguration } from '../../config/source-settings.js';
import { resolveSecret } from '../../config/secrets.js';
import { createMicrosoftGraphSource, type GraphCredential } from '../../directory/index.js';
import type { PreparedSource } from './prepared-source.js';

type Credential =
  Exclude<GraphCredential, { type: 'workloadIdentity' }> | { readonly type: 'workloadIdentity' };

/** @throws {ProvisioningFailure} `SecretMissing` */
export function prepareMicrosoftGraph(source: MicrosoftGraphSourceConfiguration): PreparedSource {
  const credential = resolveCredential(source);
  return {
    secrets: credential,
    open: (patience) =>
      createMicrosoftGraphSource({
        tenantId: source.tenantId,
        clientId: source.clientId,
        graphUrl: source.graphUrl,
        authorityUrl: source.authorityUrl,
        compareCounts: source.compareCounts,
        credential:
          credential.type === 'workloadIdentity'
            ? { type: 'workloadIdentity', readToken: () => Promise.resolve(readTokenFile(source)) }
            : credential,
        ...patience,
      }),
  };
}

function resolveCredential(source: MicrosoftGraphSourceConfiguration): Credential {
  if (source.clientSecret !== undefined)
    return { type: 'clientSecret', secret: resolveSecret(source.clientSecret) };
  if (source.clientCertificate !== undefined)
    return {
      type: 'clientCertificate',
      certificatePem: resolveSecret(source.clientCertificate.certificate),
      privateKeyPem: resolveSecret(source.clientCertificate.privateKey),
    };
  return { type: 'workloadIdentity' };
}

function readTokenFile(source: MicrosoftGraphSourceConfiguration): string {
  return resolveSecret({ file: source.workloadIdentity?.tokenFile ?? '' });
}

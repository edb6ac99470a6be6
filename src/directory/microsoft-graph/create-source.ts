import { ProvisioningFailure } from '../../failures.js';
import { isSecureUrl } from '../../http/secure-url.js';
import type { DirectorySource } from '../directory-source.js';
import type { GraphCredential } from './client-authentication.js';
import { GraphClient, type GraphLogger } from './graph-client.js';
import { HttpExchange } from './http-exchange.js';
import { MicrosoftGraphSource } from './microsoft-graph-source.js';
import { TokenProvider } from './token-provider.js';
import { requestToken } from './token-request.js';

export interface MicrosoftGraphSourceOptions {
  /** GUID or domain name. */
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: GraphCredential;
  /** Without a version: `https://graph.microsoft.com`. */
  readonly graphUrl: string;
  /** `https://login.microsoftonline.com` */
  readonly authorityUrl: string;
  /** False where Graph's own counts of its lists are not to be relied on: then nothing is counted. True unless given. */
  readonly compareCounts?: boolean | undefined;
  readonly userAgent?: string | undefined;
  /** How long one call may wait and repeat before its failure goes up. 20 s unless given. */
  readonly retryBudgetMs?: number | undefined;
  /** How long one request may take. 60 s unless given. */
  readonly requestTimeoutMs?: number | undefined;
  readonly logger?: GraphLogger | undefined;
}

/**
 * Nothing is asked of Microsoft before the first reading. One source serves many readings at once and keeps one token.
 * @throws {ProvisioningFailure} `ConfigurationInvalid` when a URL is neither https nor plain http to this machine.
 */
export function createMicrosoftGraphSource(
  options: MicrosoftGraphSourceOptions,
): DirectorySource & { close(): void } {
  const { tenantId, clientId, credential, logger } = options;
  const graphUrl = secureUrl('graphUrl', options.graphUrl);
  const authorityUrl = secureUrl('authorityUrl', options.authorityUrl);
  const http = new HttpExchange({
    userAgent: options.userAgent ?? 'scimflow',
    requestTimeoutMs: options.requestTimeoutMs,
  });
  const tokens = new TokenProvider(() =>
    requestToken({ tenantId, clientId, credential, graphUrl, authorityUrl }, http),
  );
  const retryBudgetMs = options.retryBudgetMs ?? 20_000;
  const graph = new GraphClient({ graphUrl, http, tokens, retryBudgetMs, logger });
  const countsLists = options.compareCounts ?? true;
  return Object.assign(new MicrosoftGraphSource(graph, graphUrl, { countsLists }), {
    close: () => {
      http.close();
    },
  });
}

function secureUrl(field: string, text: string): URL {
  if (isSecureUrl(text)) return new URL(text);
  throw new ProvisioningFailure(
    'ConfigurationInvalid',
    `${field}: must be an https URL; plain http is accepted for loopback addresses only.`,
  );
}

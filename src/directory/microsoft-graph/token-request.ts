import {
  allowInsecureRequests,
  ClientError,
  clientCredentialsGrant,
  Configuration,
  customFetch,
  ResponseBodyError,
  type CustomFetch,
} from 'openid-client';
import { ProvisioningFailure } from '../../failures.js';
import { clientAuthentication, type GraphCredential } from './client-authentication.js';
import type { HttpExchange } from './http-exchange.js';
import { retryAfterMs } from '../../http/retry-after.js';
import { tokenRefusal } from './token-refusal.js';
import type { AccessToken } from './token-provider.js';

const DOING = 'Asking for a token of Microsoft Graph';
/** Used when the answer does not say; Entra always does. */
const ASSUMED_LIFETIME_SECONDS = 600;

export interface TokenRequestOptions {
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: GraphCredential;
  readonly graphUrl: URL;
  readonly authorityUrl: URL;
}

/**
 * One token by the client credentials grant.
 * @throws {ProvisioningFailure} `SourceCredentialsRejected`, `SourceThrottled`, `SourceUnavailable`, `SourceIncompatible`.
 * @see Microsoft identity platform, "OAuth 2.0 client credentials flow".
 */
export async function requestToken(options: TokenRequestOptions, http: HttpExchange): Promise<AccessToken> {
  const configuration = await configure(options, http);
  try {
    const answer = await clientCredentialsGrant(configuration, {
      scope: `${baseOf(options.graphUrl)}/.default`,
    });
    return { value: answer.access_token, expiresInSeconds: answer.expires_in ?? ASSUMED_LIFETIME_SECONDS };
  } catch (error) {
    throw failureOf(error);
  }
}

/** Without discovery: Entra's endpoints are documented, and the emulator has no other. */
async function configure(options: TokenRequestOptions, http: HttpExchange): Promise<Configuration> {
  const endpoint = `${baseOf(options.authorityUrl)}/${encodeURIComponent(options.tenantId)}/oauth2/v2.0/token`;
  const configuration = new Configuration(
    { issuer: endpoint, token_endpoint: endpoint },
    options.clientId,
    undefined,
    await clientAuthentication(options.credential),
  );
  // The caller has made sure that plain http stays on this machine.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be noticed; there is no other way
  if (options.authorityUrl.protocol === 'http:') allowInsecureRequests(configuration);
  configuration[customFetch] = fetchOver(http);
  return configuration;
}

function baseOf(url: URL): string {
  return url.href.replace(/\/+$/, '');
}

/**
 * Requests of the OAuth library take the same bounded way as ours. `www-authenticate` is left out on purpose: with it
 * the library would not look at the body, where the reason is.
 */
function fetchOver(http: HttpExchange): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    const answer = await http.send(new URL(url), DOING, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      body: body instanceof URLSearchParams ? body.toString() : undefined,
      signal,
    });
    return new Response(answer.body === '' ? null : answer.body, {
      status: answer.status,
      headers: pick(answer.headers, ['content-type', 'retry-after']),
    });
  };
}

function pick(
  headers: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): [string, string][] {
  return names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]));
}

function failureOf(error: unknown): ProvisioningFailure {
  if (error instanceof ResponseBodyError)
    return tokenRefusal(DOING, error.status, error.cause, waitOf(error.response));
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof ProvisioningFailure) return cause;
  if (cause instanceof Response && !cause.ok) return unexpectedStatus(cause);
  if (error instanceof ClientError && error.code === 'OAUTH_TIMEOUT')
    return new ProvisioningFailure('SourceUnavailable', `${DOING}: no answer came in time.`);
  return new ProvisioningFailure(
    'SourceUnavailable',
    `${DOING}: the answer is not that of a token endpoint.`,
    {
      remedy: 'Check authorityUrl and any proxy on the way to it; the cycle goes on by itself.',
    },
  );
}

function unexpectedStatus(response: Response): ProvisioningFailure {
  const { status } = response;
  const message = `${DOING}: the authority answered HTTP ${status}.`;
  if (status < 500 && status !== 429 && status !== 408)
    return new ProvisioningFailure('SourceIncompatible', message, {
      remedy: 'Check authorityUrl and tenantId.',
    });
  return new ProvisioningFailure(
    status === 429 ? 'SourceThrottled' : 'SourceUnavailable',
    message,
    waitOf(response),
  );
}

function waitOf({ headers }: Response): { retryAfterMs?: number } {
  const asked = retryAfterMs(headers.get('retry-after') ?? undefined, Date.now());
  return asked === undefined ? {} : { retryAfterMs: asked };
}

import type { FastifyInstance } from 'fastify';
import type { Emulation } from '../emulation.js';
import { callOf } from '../http/call.js';
import { OAuthError, oauthBody } from '../http/oauth-error.js';
import { GraphError } from '../odata/errors.js';
import { clientIdOf, type SeedClient } from '../seed/seed.js';
import { checkAssertion } from './client-assertion.js';

/**
 * The token endpoint, for the client credentials grant.
 * @see Microsoft identity platform, "OAuth 2.0 client credentials flow"
 */
export function oauthRoutes(emulation: Emulation) {
  return (app: FastifyInstance, _options: object, done: () => void): void => {
    app.setErrorHandler((error, request, reply) => {
      const failure = asOAuthError(error);
      const body = oauthBody(failure, callOf(request).ids, emulation.clock.timestamp());
      return reply
        .code(failure.status)
        .headers(error instanceof GraphError ? error.headers : {})
        .send(body);
    });

    app.post<{ Params: { tenant: string } }>('/:tenant/oauth2/v2.0/token', (request, reply) => {
      checkTenant(emulation, request.params.tenant);
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      const client = authenticated(emulation, form, request.headers.authorization);
      checkGrant(emulation, form);
      const { accessTokens } = emulation;
      const access_token = accessTokens.issue({
        clientId: clientIdOf(emulation.seed, client),
        roles: client.roles,
      });
      void reply.header('cache-control', 'no-store');
      return reply.send({
        token_type: 'Bearer',
        expires_in: accessTokens.lifetimeSeconds,
        ext_expires_in: accessTokens.lifetimeSeconds,
        access_token,
      });
    });

    app.get<{ Params: { tenant: string } }>(
      '/:tenant/v2.0/.well-known/openid-configuration',
      (request, reply) => {
        checkTenant(emulation, request.params.tenant);
        const authority = `${emulation.root}/${emulation.tenantId}`;
        return reply.send({
          issuer: `${authority}/v2.0`,
          token_endpoint: `${authority}/oauth2/v2.0/token`,
          token_endpoint_auth_methods_supported: [
            'client_secret_post',
            'client_secret_basic',
            'private_key_jwt',
          ],
        });
      },
    );
    done();
  };
}

function checkTenant({ tenantId, domain }: Emulation, tenant: string): void {
  if ([tenantId, domain].includes(tenant.toLowerCase())) return;
  throw new OAuthError(400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`);
}

/** The client that the request proves to be. */
function authenticated(
  emulation: Emulation,
  form: URLSearchParams,
  authorization: string | undefined,
): SeedClient {
  const basic = basicCredentials(authorization);
  const clientId = basic?.id ?? form.get('client_id');
  if (clientId === null) {
    throw new OAuthError(400, 'invalid_request', 900144, "The request body must contain 'client_id'.");
  }
  const client = emulation.seed.tenant.clients.find(
    (candidate) => clientIdOf(emulation.seed, candidate) === clientId.toLowerCase(),
  );
  if (client === undefined) {
    const message = `Application with identifier '${clientId}' was not found in the directory.`;
    throw new OAuthError(400, 'unauthorized_client', 700016, message);
  }
  const assertion = form.get('client_assertion');
  if (assertion !== null) {
    checkAssertion(assertion, form.get('client_assertion_type'), client, {
      clientId: clientId.toLowerCase(),
      tenants: [emulation.tenantId, emulation.domain],
    });
    return client;
  }
  const secret = basic?.secret ?? form.get('client_secret');
  if (secret === null) {
    const message = "The request body must contain 'client_assertion' or 'client_secret'.";
    throw new OAuthError(401, 'invalid_client', 7000218, message);
  }
  if (client.clientSecret !== secret) {
    throw new OAuthError(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
  }
  return client;
}

function checkGrant(emulation: Emulation, form: URLSearchParams): void {
  const grant = form.get('grant_type');
  if (grant !== 'client_credentials') {
    throw new OAuthError(
      400,
      'unsupported_grant_type',
      70003,
      `The grant type '${grant ?? ''}' is not supported.`,
    );
  }
  const scope = form.get('scope') ?? '';
  const resources = [
    emulation.root,
    'https://graph.microsoft.com',
    'https://graph.microsoft.us',
    'https://dod-graph.microsoft.us',
    'https://microsoftgraph.chinacloudapi.cn',
  ];
  if (resources.some((resource) => scope === `${resource}/.default`)) return;
  throw new OAuthError(400, 'invalid_scope', 70011, `The provided value for scope '${scope}' is not valid.`);
}

/** RFC 6749 section 2.3.1: both parts are form-encoded inside of Basic. */
function basicCredentials(
  header: string | undefined,
): { readonly id: string; readonly secret: string } | null {
  const encoded = /^Basic (\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const pair = Buffer.from(encoded, 'base64').toString();
  const at = pair.indexOf(':');
  const part = (text: string) => new URLSearchParams(`part=${text.replaceAll('&', '%26')}`).get('part') ?? '';
  return { id: part(pair.slice(0, at)), secret: part(pair.slice(at + 1)) };
}

function asOAuthError(error: unknown): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof GraphError) {
    const name = error.status >= 500 || error.status === 429 ? 'temporarily_unavailable' : 'invalid_client';
    return new OAuthError(error.status, name, 90033, 'A transient error has occurred. Please try again.');
  }
  return new OAuthError(400, 'invalid_request', 900144, 'The request body is malformed.');
}

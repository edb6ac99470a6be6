import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Emulation } from '../emulation.js';
import { GraphError, insufficientPrivileges } from '../odata/errors.js';
import type { Caller } from './access-tokens.js';
import { callOf, queryFrom } from './call.js';
import { unitsOf } from './resource-units.js';

/** Lets a call in: a good token (401), a permission (403), units left (429). */
export function admission(emulation: Emulation) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const caller = authenticated(emulation, request.headers.authorization);
    callOf(request).caller = caller;
    const { needs, units = 1 } = request.routeOptions.config;
    if (needs?.some((role) => caller.roles.includes(role)) === false) {
      throw insufficientPrivileges();
    }
    account(emulation, caller, units === 0 ? 0 : unitsOf(units, queryFrom(request)), reply);
    done();
  };
}

function authenticated(emulation: Emulation, authorization: string | undefined): Caller {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) throw unauthenticated('Access token is empty.');
  const caller = emulation.accessTokens.callerOf(token);
  if (caller === undefined) throw unauthenticated('Access token has expired or is not yet valid.');
  return caller;
}

const unauthenticated = (message: string) =>
  new GraphError(401, 'InvalidAuthenticationToken', message, { 'www-authenticate': 'Bearer realm=""' });

function account(emulation: Emulation, { clientId }: Caller, units: number, reply: FastifyReply): void {
  const use = emulation.resourceUnits.consume(clientId, units, emulation.directory.users.liveCount);
  void reply.header('x-ms-resource-unit', String(use.units));
  if (use.share >= 0.8) {
    void reply.header('x-ms-throttle-limit-percentage', Math.min(1.8, use.share).toFixed(2));
  }
  if (use.retryAfter === null) return;
  throw new GraphError(429, 'TooManyRequests', 'Too many requests', {
    'retry-after': String(use.retryAfter),
    'x-ms-throttle-scope': `Tenant_Application/ReadWrite/${clientId}/${emulation.tenantId}`,
    'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
  });
}

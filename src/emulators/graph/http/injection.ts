import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Emulation } from '../emulation.js';
import { spoiled } from '../faults/bodies.js';
import { isBodyFault, type Fault } from '../faults/fault.js';
import { GraphError } from '../odata/errors.js';
import { concludedLink } from '../odata/rounds.js';
import { callOf, partsOf } from './call.js';
import { OAuthError } from './oauth-error.js';

const html = '<!DOCTYPE html><html><body><h1>Service Unavailable</h1></body></html>';

/** Makes calls fail as planned: before they are looked at, in what they answer, or on the way back. */
export function injectFaults(app: FastifyInstance, emulation: Emulation, stopping: AbortSignal): void {
  app.addHook('onRequest', async (request, reply) => {
    const call = callOf(request);
    call.fault = emulation.faults.strike({ method: request.method, ...partsOf(request.originalUrl) });
    if (call.fault !== null) await begin(call.fault, request, reply, emulation, stopping);
  });

  app.addHook('preSerialization', (request, _reply, payload, done) => {
    const { fault } = callOf(request);
    if (fault === null || !isBodyFault(fault.kind)) {
      done(null, payload);
      return;
    }
    const links = {
      self: `${emulation.root}${request.originalUrl}`,
      concluded: (nextLink: string) => concludedLink(emulation, nextLink),
    };
    done(null, spoiled(payload, fault.kind, links));
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    const { fault } = callOf(request);
    done(null, typeof payload === 'string' ? mangled(payload, fault, reply) : payload);
  });
}

async function begin(
  fault: Fault,
  request: FastifyRequest,
  reply: FastifyReply,
  emulation: Emulation,
  stopping: AbortSignal,
): Promise<void> {
  if (fault.kind === 'status') throw statusError(fault);
  if (fault.kind === 'secretRotated') {
    throw new OAuthError(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
  }
  if (fault.kind === 'delay') await sleep(fault.delayMs, undefined, { signal: stopping });
  if (fault.kind === 'clockSkew') {
    void reply.header('date', new Date(emulation.clock.now() + fault.skewMs).toUTCString());
  }
  if (fault.kind === 'html') await reply.code(fault.status).type('text/html; charset=utf-8').send(html);
  if (fault.kind === 'dropBefore') {
    reply.hijack();
    request.raw.destroy();
  }
}

function statusError(fault: Extract<Fault, { kind: 'status' }>): GraphError {
  const [code, message] = usual[fault.status] ?? ['UnknownError', 'An error was injected.'];
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  return new GraphError(fault.status, fault.code ?? code, message, headers);
}

/** What Graph says with each status. */
const usual: Readonly<Record<number, readonly [string, string]>> = {
  400: ['BadRequest', 'The request is malformed.'],
  401: ['InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'],
  403: ['Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
  404: ['Request_ResourceNotFound', 'Resource does not exist.'],
  410: ['resyncRequired', 'Resync required.'],
  429: ['TooManyRequests', 'Too many requests'],
  500: ['InternalServerError', 'An unexpected error occurred.'],
  502: ['BadGateway', 'Bad gateway.'],
  503: ['ServiceUnavailable', 'The service is temporarily unavailable.'],
  504: ['GatewayTimeout', 'The request timed out.'],
};

function mangled(payload: string, fault: Fault | null, reply: FastifyReply): unknown {
  const kind = fault?.kind;
  if (kind === 'wrongCount' && /^\d+$/.test(payload)) return String(fault?.count);
  if (kind === 'truncatedJson') return payload.slice(0, Math.floor(payload.length / 2));
  if (kind === 'wrongContentType') void reply.type('text/plain; charset=utf-8');
  if (kind === 'dropMiddle') {
    const bytes = Buffer.from(payload);
    void reply.header('content-length', String(bytes.length));
    return Readable.from(brokenOff(bytes.subarray(0, Math.floor(bytes.length / 2))));
  }
  return payload;
}

async function* brokenOff(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
  await sleep(20);
  throw new Error('The connection is dropped on purpose.');
}

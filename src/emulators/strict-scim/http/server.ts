import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { adminRoutes } from '../admin/routes.js';
import type { Emulation } from '../emulation.js';
import type { Fault } from '../faults/fault.js';
import { isObject, type Json } from '../json.js';
import { ScimError } from '../scim-error.js';
import { dispatch } from './dispatch.js';
import { errorAnswer } from './errors.js';
import type { ScimAnswer, ScimRequest } from './exchange.js';
import { RateLimit } from './rate-limit.js';
import type { Recording } from './recorder.js';
import { segmentsOf } from './segments.js';

export const basePath = '/scim';

const wireLimitBytes = 64 * 1024 * 1024;

/** The HTTP server of one target: SCIM below `/scim`, the admin API below `/_admin`. */
export function buildServer(emulation: Emulation, stopping: AbortSignal): FastifyInstance {
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: wireLimitBytes,
    routerOptions: { maxParamLength: 8_192 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
  const rateLimit = new RateLimit(emulation.switches.rate);
  const scim = (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    serve(request, reply, emulation, rateLimit, stopping);
  app.all(basePath, scim);
  app.all(`${basePath}/*`, scim);
  adminRoutes(app, emulation);
  return app;
}

async function serve(
  request: FastifyRequest,
  reply: FastifyReply,
  emulation: Emulation,
  rateLimit: RateLimit,
  stopping: AbortSignal,
): Promise<FastifyReply> {
  const path = request.url.slice(basePath.length);
  const scimRequest = scimRequestOf(request, path);
  const recording = emulation.recorder.record({
    method: request.method,
    path,
    query: Object.fromEntries(scimRequest.query),
    headers: recordedHeaders(request),
    body: recordedBody(scimRequest.bodyText),
  });
  const fault = emulation.faults.strike(request.method, path, scimRequest.bodyText);
  await delay(emulation.latencyMs + (fault?.latencyMs ?? 0), stopping);
  if (fault?.dropConnection === 'before') return cut(request, reply);

  const answer = answerTo(emulation, scimRequest, fault, { rateLimit, recording });
  if (fault?.dropConnection === 'after') return cut(request, reply);
  recording.answered(answer.status);
  return send(reply, answer, emulation);
}

/** The server's answer, or the one of a fault, given in place of the server or after it. */
function answerTo(
  emulation: Emulation,
  request: ScimRequest,
  fault: Fault | null,
  { rateLimit, recording }: { readonly rateLimit: RateLimit; readonly recording: Recording },
): ScimAnswer | RawAnswer {
  const refused = (error: ScimError): ScimAnswer => errorAnswer(error, emulation.switches);
  const spoiled = fault === null ? null : faultAnswer(fault, refused);
  if (spoiled !== null && fault?.isCarriedOut !== true) return spoiled;
  const answer = admitted(emulation, request, fault, rateLimit);
  recording.carriedOut({ status: answer.status, resourceId: resourceIdOf(request, answer) });
  if (fault?.isTruncated === true) return truncated(answer, emulation);
  return spoiled ?? answer;
}

function resourceIdOf({ segments }: ScimRequest, { body }: ScimAnswer): string | null {
  const told = isObject(body) ? body['id'] : undefined;
  return typeof told === 'string' ? told : (segments[1] ?? null);
}

function truncated({ status, headers, body }: ScimAnswer, { switches }: Emulation): RawAnswer {
  const text = body === null ? '' : JSON.stringify(body);
  return {
    status,
    headers: { ...headers, 'content-type': `${switches.mediaType}; charset=utf-8` },
    text: text.slice(0, Math.floor(text.length / 2)),
  };
}

function admitted(
  emulation: Emulation,
  request: ScimRequest,
  fault: Fault | null,
  rateLimit: RateLimit,
): ScimAnswer {
  const { switches, token } = emulation;
  const refused = (error: ScimError): ScimAnswer => errorAnswer(error, switches);
  const waitSeconds = rateLimit.secondsToWait();
  if (waitSeconds > 0) {
    const headers: Record<string, string> =
      switches.rate?.tellsRetryAfter === true ? { 'retry-after': String(waitSeconds) } : {};
    return { ...refused(new ScimError(429, null, 'Too many requests.')), headers };
  }
  if (fault?.tokenRevoked === true || request.headers['authorization'] !== `Bearer ${token}`) {
    const headers = { 'www-authenticate': 'Bearer realm="scim"' };
    return { ...refused(new ScimError(401, null, 'The bearer token is not valid.')), headers };
  }
  if (Buffer.byteLength(request.bodyText) > switches.maxBodyBytes) {
    return refused(new ScimError(413, null, `A body may have ${switches.maxBodyBytes} bytes.`));
  }
  return dispatch(emulation, request, fault?.readLag ?? 0);
}

/** An answer that is no SCIM. */
interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

function faultAnswer(fault: Fault, refused: (error: ScimError) => ScimAnswer): ScimAnswer | RawAnswer | null {
  const { status, retryAfter, html, body } = fault;
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  if (html === true) {
    const text = '<!doctype html><title>Sign in</title>';
    return {
      status: status ?? 200,
      headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
      text,
    };
  }
  if (body !== undefined) {
    return { status: status ?? 200, headers: { ...headers, 'content-type': 'application/json' }, text: body };
  }
  if (status === undefined) return null;
  return { ...refused(new ScimError(status, null, 'A fault that was asked for.')), headers };
}

function send(reply: FastifyReply, answer: ScimAnswer | RawAnswer, { switches }: Emulation): FastifyReply {
  void reply.code(answer.status).headers(answer.headers ?? {});
  if ('text' in answer) return reply.send(answer.text);
  if (answer.body === null) return reply.send();
  return reply
    .header('content-type', `${switches.mediaType}; charset=utf-8`)
    .send(JSON.stringify(answer.body));
}

function cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  void reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

async function delay(delayMs: number, stopping: AbortSignal): Promise<void> {
  if (delayMs > 0) await sleep(delayMs, undefined, { signal: stopping }).catch(() => undefined);
}

function scimRequestOf(request: FastifyRequest, path: string): ScimRequest {
  const at = path.indexOf('?');
  const plain = at === -1 ? path : path.slice(0, at);
  return {
    method: request.method,
    segments: segmentsOf(plain),
    query: new URLSearchParams(at === -1 ? '' : path.slice(at + 1)),
    headers: request.headers as Readonly<Record<string, string | undefined>>,
    bodyText: typeof request.body === 'string' ? request.body : '',
  };
}

function recordedHeaders({ headers }: FastifyRequest): Readonly<Record<string, string>> {
  const told = Object.entries(headers).filter(([name]) => name !== 'authorization');
  return Object.fromEntries(told.map(([name, value]) => [name, String(value)]));
}

function recordedBody(text: string): Json {
  if (text === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

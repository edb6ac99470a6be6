import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import got, { RequestError, TimeoutError, type Got } from 'got';
import { rateLimitFields, type RateLimitTold } from './rate-limit-fields.js';

const MAX_BODY_BYTES = 16 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;
/** Failures before a connection stood: the request cannot have been carried out. */
const UNREACHED_CODES = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const UNREACHED_PHASES = new Set(['lookup', 'connect', 'secureConnect', 'socket']);
const UNTRUSTED = /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|UNABLE_TO_VERIFY|EPROTO/;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, with the query, percent-encoded. */
  readonly path: string;
  readonly body?: Record<string, unknown> | undefined;
  /** The version that the resource must still have: an entity tag. */
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly type: 'answer';
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  /** What the target tells of its limits; undefined when it tells nothing. */
  readonly rateLimit?: RateLimitTold | undefined;
  readonly body: string;
  /** The body's JSON; undefined when it is none. */
  readonly json: unknown;
}

/** `unreached`: surely not carried out. `lost`: perhaps. `untrusted`: no TLS connection that could be trusted. */
export interface HttpFault {
  readonly type: 'unreached' | 'lost' | 'untrusted' | 'tooLarge';
  /** Node's or TLS's code: `ECONNRESET`. */
  readonly code: string;
}

/**
 * One request, one answer, over kept-alive connections: no retry, no redirect, bounded in time and size. Nothing that
 * got throws leaves this file, because its errors hold the bearer token, the query and the body.
 */
export class HttpExchange {
  readonly #baseUrl: string;
  readonly #got: Got;
  readonly #contentType: string;
  readonly #agents: { readonly http: HttpAgent; readonly https: HttpsAgent };

  constructor(options: {
    baseUrl: string;
    token: string;
    concurrency: number;
    requestTimeoutMs: number;
    userAgent: string;
    contentType: string;
    accept: string;
  }) {
    const pool = { keepAlive: true, maxSockets: options.concurrency };
    const connect = Math.min(CONNECT_TIMEOUT_MS, options.requestTimeoutMs);
    this.#baseUrl = options.baseUrl;
    this.#contentType = options.contentType;
    this.#agents = { http: new HttpAgent(pool), https: new HttpsAgent(pool) };
    this.#got = got.extend({
      agent: this.#agents,
      headers: {
        authorization: `Bearer ${options.token}`,
        accept: options.accept,
        'user-agent': options.userAgent,
      },
      // What is not compressed cannot unfold to more than what was counted.
      decompress: false,
      followRedirect: false,
      https: { minVersion: 'TLSv1.2' },
      retry: { limit: 0 },
      throwHttpErrors: false,
      timeout: { lookup: connect, connect, secureConnect: connect, request: options.requestTimeoutMs },
    });
  }

  /** @throws the signal's reason, and nothing else. */
  async send(request: HttpRequest): Promise<HttpAnswer | HttpFault> {
    request.signal?.throwIfAborted();
    const answering = this.#got(`${this.#baseUrl}${request.path}`, {
      method: request.method,
      signal: request.signal,
      headers: {
        ...(request.body !== undefined && { 'content-type': this.#contentType }),
        ...(request.ifMatch !== undefined && { 'if-match': request.ifMatch }),
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    });
    void answering.on('downloadProgress', ({ transferred }) => {
      if (transferred > MAX_BODY_BYTES) answering.cancel();
    });
    try {
      const { statusCode, headers, body } = await answering;
      return {
        type: 'answer',
        status: statusCode,
        contentType: headers['content-type'] ?? '',
        retryAfter: headers['retry-after'],
        location: headers.location,
        rateLimit: rateLimitFields(headers, Date.now()),
        body,
        json: parseJson(body),
      };
    } catch (error) {
      request.signal?.throwIfAborted();
      return answering.isCanceled ? { type: 'tooLarge', code: 'ERR_BODY_TOO_LARGE' } : toFault(error);
    }
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function toFault(error: unknown): HttpFault {
  const code = error instanceof RequestError ? error.code : 'ERR_UNKNOWN';
  if (error instanceof TimeoutError) {
    return { type: UNREACHED_PHASES.has(error.event) ? 'unreached' : 'lost', code };
  }
  if (UNREACHED_CODES.has(code)) return { type: 'unreached', code };
  return { type: UNTRUSTED.test(code) ? 'untrusted' : 'lost', code };
}

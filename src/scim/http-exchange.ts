import { Pool, type Dispatcher } from 'undici';
import { rateLimitFields, type RateLimitTold } from './rate-limit-fields.js';

const MAX_BODY_BYTES = 16 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;
/** Failures before a connection stood: the request cannot have been carried out. */
const UNREACHED_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const TOO_LARGE = 'UND_ERR_RES_EXCEEDED_MAX_SIZE';
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
 * One request, one answer, over kept-alive connections: no retry, no redirect, no decompression, bounded in time and size.
 * Nothing that the client throws leaves this file: its errors may hold the bearer token, the query and the body.
 */
export class HttpExchange {
  readonly #pool: Pool;
  readonly #basePath: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #contentType: string;
  readonly #requestTimeoutMs: number;

  constructor(options: {
    baseUrl: string;
    token: string;
    concurrency: number;
    requestTimeoutMs: number;
    userAgent: string;
    contentType: string;
    accept: string;
  }) {
    const { origin, pathname } = new URL(options.baseUrl);
    const connectTimeoutMs = Math.min(CONNECT_TIMEOUT_MS, options.requestTimeoutMs);
    this.#basePath = pathname.replace(/\/$/, '');
    this.#contentType = options.contentType;
    this.#requestTimeoutMs = options.requestTimeoutMs;
    this.#headers = {
      authorization: `Bearer ${options.token}`,
      accept: options.accept,
      'user-agent': options.userAgent,
    };
    this.#pool = new Pool(origin, {
      connections: options.concurrency,
      connect: { timeout: connectTimeoutMs, minVersion: 'TLSv1.2' },
      maxResponseSize: MAX_BODY_BYTES,
    });
  }

  /** @throws the signal's reason, and nothing else. */
  async send(request: HttpRequest): Promise<HttpAnswer | HttpFault> {
    const { signal } = request;
    signal?.throwIfAborted();
    const end = new AbortController();
    const stop = (): void => {
      end.abort();
    };
    const timer = setTimeout(stop, this.#requestTimeoutMs);
    signal?.addEventListener('abort', stop);
    try {
      return await this.#exchange(request, end.signal);
    } catch (error) {
      signal?.throwIfAborted();
      return end.signal.aborted ? { type: 'lost', code: 'ETIMEDOUT' } : toFault(error);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }

  close(): void {
    // It closes connections; what is under way is told so.
    void this.#pool.destroy();
  }

  async #exchange(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { statusCode, headers, body } = await this.#pool.request({
      method: request.method,
      path: `${this.#basePath}${request.path}`,
      headers: {
        ...this.#headers,
        ...(request.body !== undefined && { 'content-type': this.#contentType }),
        ...(request.ifMatch !== undefined && { 'if-match': request.ifMatch }),
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal,
    });
    const text = await body.text();
    return {
      type: 'answer',
      status: statusCode,
      contentType: valueOf(headers, 'content-type') ?? '',
      retryAfter: valueOf(headers, 'retry-after'),
      location: valueOf(headers, 'location'),
      rateLimit: rateLimitFields(headers, Date.now()),
      body: text,
      json: parseJson(text),
    };
  }
}

/** Of several headers of a name, the first. */
function valueOf(headers: Dispatcher.ResponseData['headers'], name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'object' ? value[0] : value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function toFault(error: unknown): HttpFault {
  const code = codeOf(error);
  if (code === TOO_LARGE) return { type: 'tooLarge', code };
  if (UNREACHED_CODES.has(code)) return { type: 'unreached', code };
  return { type: UNTRUSTED.test(code) ? 'untrusted' : 'lost', code };
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'ERR_UNKNOWN';
}

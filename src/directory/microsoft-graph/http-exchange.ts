import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import got, { RequestError } from 'got';
import { ProvisioningFailure } from '../../failures.js';

export const MAX_BODY_BYTES = 32 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 60_000;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** One request, one answer: bounded in time and size, no redirects, no retries, connections kept alive. */
export class HttpExchange {
  readonly #agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  readonly #got;
  readonly #maxBodyBytes: number;

  constructor({
    userAgent,
    maxBodyBytes = MAX_BODY_BYTES,
    requestTimeoutMs = REQUEST_TIMEOUT_MS,
  }: {
    userAgent: string;
    maxBodyBytes?: number;
    requestTimeoutMs?: number | undefined;
  }) {
    this.#maxBodyBytes = maxBodyBytes;
    this.#got = got.extend({
      agent: this.#agents,
      headers: { 'user-agent': userAgent },
      retry: { limit: 0 },
      followRedirect: false,
      throwHttpErrors: false,
      timeout: {
        lookup: 5_000,
        connect: 5_000,
        secureConnect: 10_000,
        socket: 30_000,
        response: 30_000,
        request: requestTimeoutMs,
      },
    });
  }

  /**
   * Any status is an answer.
   * @param doing begins the message of a failure: "Reading user changes".
   * @throws {ProvisioningFailure} `SourceUnavailable` when no whole answer came, `SourceIncompatible` when it was too large.
   */
  async send(url: URL, doing: string, { method, headers, body, signal }: HttpRequest): Promise<HttpAnswer> {
    signal?.throwIfAborted();
    const stream = this.#got.stream(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
    // An error that comes when nobody reads any more would end the process, and print the request with it.
    stream.on('error', () => undefined);
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > this.#maxBodyBytes) throw this.#tooLarge(url, doing);
        chunks.push(chunk);
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof ProvisioningFailure ? error : noAnswer(url, doing, error);
    } finally {
      // It does not let go of the signal by itself when it has been read to its end.
      stream.destroy();
    }
    if (stream.response === undefined) throw noAnswer(url, doing, undefined);
    return {
      status: stream.response.statusCode,
      headers: singleValues(stream.response.headers),
      body: Buffer.concat(chunks).toString('utf8'),
    };
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  #tooLarge(url: URL, doing: string): ProvisioningFailure {
    return new ProvisioningFailure(
      'SourceIncompatible',
      `${doing}: the answer of ${url.host} is larger than ${this.#maxBodyBytes} bytes.`,
    );
  }
}

/** The error of the HTTP library carries the request with its token; only its code leaves this file. */
function noAnswer(url: URL, doing: string, error: unknown): ProvisioningFailure {
  const code = error instanceof RequestError ? error.code : 'no response';
  return new ProvisioningFailure(
    'SourceUnavailable',
    `${doing}: no whole answer came from ${url.host} (${code}).`,
  );
}

function singleValues(headers: NodeJS.Dict<string | string[]>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

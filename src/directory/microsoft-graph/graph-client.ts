import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProvisioningFailure } from '../../failures.js';
import { GraphRefusal, type GraphCall } from './graph-refusal.js';
import type { HttpAnswer, HttpExchange } from './http-exchange.js';
import { retryDelayMs } from './retry-delay.js';
import type { TokenProvider } from './token-provider.js';

/** What a logger must offer; pino does. Facts hold no URL, no token and no personal value. */
export interface GraphLogger {
  debug(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** Reads Microsoft Graph: one object a call, authenticated, retried within a budget, parsed. */
export class GraphClient {
  /** `https://graph.microsoft.com/v1.0` */
  readonly root: string;
  readonly #origin: string;
  readonly #http: HttpExchange;
  readonly #tokens: TokenProvider;
  readonly #retryBudgetMs: number;
  readonly #logger: GraphLogger | undefined;

  constructor(parts: {
    graphUrl: URL;
    http: HttpExchange;
    tokens: TokenProvider;
    retryBudgetMs: number;
    logger: GraphLogger | undefined;
  }) {
    this.root = graphRoot(parts.graphUrl);
    this.#origin = parts.graphUrl.origin;
    this.#http = parts.http;
    this.#tokens = parts.tokens;
    this.#retryBudgetMs = parts.retryBudgetMs;
    this.#logger = parts.logger;
  }

  /** @param pathAndQuery below the root, with its leading slash, encoded. */
  url(pathAndQuery: string): URL {
    return new URL(this.root + pathAndQuery);
  }

  /** A link of Graph's as a URL, or `null` when it leads away: the token must not be sent there. */
  ownLink(link: string, base?: URL): URL | null {
    if (!URL.canParse(link, base?.href)) return null;
    const url = new URL(link, base);
    return url.origin === this.#origin ? url : null;
  }

  /**
   * Waits and repeats while the failure is a passing one and the wait fits the budget.
   * @throws {GraphRefusal} when Graph answered otherwise than with what was asked.
   * @throws {ProvisioningFailure} a `Source…` type.
   */
  async get<T>(url: URL, call: GraphCall<T>, signal?: AbortSignal): Promise<T> {
    const began = performance.now();
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#attempt(url, call, signal);
      } catch (error) {
        if (!(error instanceof ProvisioningFailure) || !error.retryable) throw error;
        const delayMs = retryDelayMs({
          attempt,
          askedMs: error.retryAfterMs,
          elapsedMs: performance.now() - began,
          budgetMs: this.#retryBudgetMs,
          random: Math.random(),
        });
        if (delayMs === null) throw error;
        this.#logger?.warn({ attempt: attempt + 1, delayMs, failure: error.type }, error.message);
        await pause(delayMs, signal);
      }
    }
  }

  async #attempt<T>(url: URL, call: GraphCall<T>, signal: AbortSignal | undefined): Promise<T> {
    const token = await this.#tokens.token();
    let answer = await this.#send(url, call, token, signal);
    if (answer.status === 401) {
      this.#tokens.invalidate(token);
      answer = await this.#send(url, call, await this.#tokens.token(), signal);
    }
    if (answer.status !== 200) throw new GraphRefusal(answer, call);
    return parsed(answer, call);
  }

  async #send(
    url: URL,
    { doing, format }: Pick<GraphCall<unknown>, 'doing' | 'format'>,
    token: string,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    const clientRequestId = randomUUID();
    const began = performance.now();
    const headers = {
      ...(format === 'count'
        ? { accept: 'text/plain', consistencylevel: 'eventual' }
        : { accept: 'application/json' }),
      authorization: `Bearer ${token}`,
      'client-request-id': clientRequestId,
      'x-ms-throttle-priority': 'low',
    };
    const answer = await this.#http.send(url, doing, { method: 'GET', headers, signal });
    this.#logger?.debug(
      {
        clientRequestId,
        requestId: answer.headers['request-id'],
        status: answer.status,
        durationMs: Math.round(performance.now() - began),
      },
      doing,
    );
    return answer;
  }
}

/** Where the version 1.0 of Graph begins. */
export function graphRoot(graphUrl: URL): string {
  return `${graphUrl.origin}${graphUrl.pathname.replace(/\/+$/, '')}/v1.0`;
}

function parsed<T>(answer: HttpAnswer, call: GraphCall<T>): T {
  const result = call.answer.safeParse(call.format === 'count' ? answer.body : jsonOf(answer, call.doing));
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join('.') ?? '';
  throw new ProvisioningFailure(
    // What is no number may be the half of one, or a page of something in between.
    call.format === 'count' ? 'SourceUnavailable' : 'SourceIncompatible',
    `${call.doing}: the answer does not have the shape of Microsoft Graph's (at '${where}').`,
  );
}

/** Something in between may answer with JSON of its own: what is not declared as JSON is not Graph's. */
function jsonOf(answer: HttpAnswer, doing: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(answer.body);
  } catch {
    throw notJson(answer, doing);
  }
  if (answer.headers['content-type']?.includes('json') === true) return json;
  throw notJson(answer, doing);
}

function notJson(answer: HttpAnswer, doing: string): ProvisioningFailure {
  const isHtml =
    answer.headers['content-type']?.includes('html') === true || answer.body.trimStart().startsWith('<');
  const what = isHtml
    ? 'an HTML page came instead of JSON'
    : 'the JSON of the answer is broken or cut off, or not declared as JSON';
  return new ProvisioningFailure('SourceUnavailable', `${doing}: ${what}.`, {
    remedy: 'Check graphUrl and any proxy on the way to Microsoft Graph; the cycle goes on by itself.',
  });
}

async function pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(delayMs, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

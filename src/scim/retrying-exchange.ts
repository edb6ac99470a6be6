import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProvisioningFailure } from '../failures.js';
import { backoffMs } from './backoff.js';
import type { BulkExchange } from './bulk/bulk-exchange.js';
import type { Send } from './bulk/bulk-lane.js';
import { BULK_PATH } from './bulk/bulk-message.js';
import type { HttpAnswer, HttpExchange, HttpFault, HttpRequest } from './http-exchange.js';
import type { RateGovernor } from './rate-governor.js';
import { retryAfterMs } from '../http/retry-after.js';
import type { ScimLogger } from './scim-logger.js';
import { OutcomeUnknown } from './scim-target.js';

export interface ScimRequest extends HttpRequest {
  /** What is being done, for people: "Creating a user in app.example". Without values. */
  readonly doing: string;
  /** Whether carrying it out twice leaves what carrying it out once does; by its method unless told. */
  readonly isRepeatable?: boolean;
}

/**
 * What an attempt came to. `throttled` and `unreached` were surely not carried out, `failed` was answered with an error
 * of the server, of `lost` nobody knows.
 */
export type AttemptOutcome = 'answered' | 'throttled' | 'unreached' | 'failed' | 'lost' | 'hopeless';

/** What waited for its turn while the target turned out to be down: one request after the other would take their time to fail. */
const NOT_SENT: HttpFault = { type: 'unreached', code: 'ERR_NOT_SENT' };

export function outcomeOf(result: HttpAnswer | HttpFault): AttemptOutcome {
  if (result.type === 'untrusted' || result.type === 'tooLarge') return 'hopeless';
  if (result.type !== 'answer') return result.type;
  const { status, retryAfter } = result;
  if (status === 429 || (status === 503 && retryAfter !== undefined)) return 'throttled';
  if (status < 500 || status === 501 || status === 505) return 'answered';
  return status === 500 || status === 503 ? 'failed' : 'lost';
}

/** Sends requests at the target's rate, and again while that is safe and the time for it lasts; the urgent before all others. */
export class RetryingExchange {
  readonly #http: HttpExchange;
  readonly #governor: RateGovernor;
  readonly #retryBudgetMs: number;
  readonly #isUrgent: boolean;
  readonly #logger: ScimLogger | undefined;
  readonly #bulk: BulkExchange | undefined;
  /** Outcomes that were told already: those of a bulk request are everyone's in it. */
  readonly #told = new WeakSet<HttpAnswer | HttpFault>();

  constructor(
    http: HttpExchange,
    governor: RateGovernor,
    options: {
      retryBudgetMs: number;
      isUrgent?: boolean;
      logger?: ScimLogger | undefined;
      bulk?: BulkExchange | undefined;
    },
  ) {
    this.#http = http;
    this.#governor = governor;
    this.#retryBudgetMs = options.retryBudgetMs;
    this.#isUrgent = options.isUrgent ?? false;
    this.#logger = options.logger;
    this.#bulk = options.bulk;
  }

  /**
   * @throws {OutcomeUnknown} when the answer to a POST was lost, or what else must not be repeated may have happened.
   * @throws {ProvisioningFailure} `TargetThrottled`, `TargetUnavailable`, `TargetNotScim` (endless answers).
   */
  async send(request: ScimRequest): Promise<HttpAnswer> {
    // One signal for a whole batch is no leak, as Node would suspect from its eleventh listener on.
    if (request.signal !== undefined) setMaxListeners(0, request.signal);
    let firstFailureAt: number | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#attempt(request, attempt);
      const outcome = outcomeOf(result);
      if (outcome === 'answered' && result.type === 'answer') return result;

      const now = Date.now();
      firstFailureAt ??= now;
      const told = result.type === 'answer' ? retryAfterMs(result.retryAfter, now) : undefined;
      const ownMs = backoffMs(attempt, Math.random());
      // "Retry-After: 0" is believed once, or it would be asked as fast as the rate allows.
      const waitMs = attempt === 1 ? (told ?? ownMs) : Math.max(told ?? 0, ownMs);
      if (outcome === 'throttled') this.#governor.throttled(waitMs);
      if (mustBeAskedFirst(outcome, request)) throw outcomeUnknown(request, result);
      const isWithinBudget = now + waitMs - firstFailureAt <= this.#retryBudgetMs;
      if (!isWithinBudget || !mayRepeat(outcome, request)) throw failure(request, result, told);

      this.#tellOnce(result, { attempt, waitMs }, `${request.doing} did not succeed; it is tried again.`);
      if (outcome !== 'throttled') await pause(waitMs, request.signal);
    }
  }

  /** One attempt, by itself or with others that wait. */
  async #attempt(request: ScimRequest, attempt: number): Promise<HttpAnswer | HttpFault> {
    const send: Send = (one) => this.#attemptAlone(one, attempt);
    return this.#bulk?.takes(request) ? this.#bulk.attempt(request, send) : send(request);
  }

  async #attemptAlone(request: Parameters<Send>[0], attempt: number): Promise<HttpAnswer | HttpFault> {
    // What somebody waits for goes first; then, what was begun before what is new.
    const options = { priority: (this.#isUrgent ? 2 : 0) + (attempt > 1 ? 1 : 0), signal: request.signal };
    return this.#governor.run(async (isDown) => {
      if (isDown) return NOT_SENT;
      const closedForMs = this.#governor.closedForMs();
      if (closedForMs > 0) throw throttled(request, closedForMs);
      request.whenSent?.();
      const sentAt = performance.now();
      const result = await this.#http.send(request);
      // Before the turn ends, so that the next one is given by what is known.
      // A bulk request takes as long as what is in it; that tells nothing of how busy the target is.
      this.#note(result, request.path === BULK_PATH ? undefined : performance.now() - sentAt);
      return result;
    }, options);
  }

  #tellOnce(result: HttpAnswer | HttpFault, facts: object, message: string): void {
    if (this.#told.has(result)) return;
    if (result !== NOT_SENT) this.#told.add(result);
    this.#logger?.warn({ ...factsOf(result), ...facts }, message);
  }

  #note(result: HttpAnswer | HttpFault, tookMs: number | undefined): void {
    const outcome = outcomeOf(result);
    if (result.type === 'answer' && result.rateLimit !== undefined) this.#governor.told(result.rateLimit);
    if (outcome === 'answered') this.#governor.succeeded(tookMs);
    else if (outcome === 'unreached' || outcome === 'failed' || outcome === 'lost') this.#governor.failed();
  }
}

/** A server's error leaves open what became of a PATCH. After one to a POST, the next attempt finds what exists. */
function mustBeAskedFirst(outcome: AttemptOutcome, request: ScimRequest): boolean {
  if (outcome === 'failed') return request.isRepeatable === false;
  return outcome === 'lost' && !isRepeatable(request);
}

/** POST is the one method that must not be carried out twice. @see RFC 9110, section 9.2.2. */
function isRepeatable({ method, isRepeatable: isTold }: ScimRequest): boolean {
  return isTold ?? method !== 'POST';
}

function mayRepeat(outcome: AttemptOutcome, request: ScimRequest): boolean {
  switch (outcome) {
    case 'throttled':
    case 'unreached':
      return true;
    case 'failed':
    case 'lost':
      return isRepeatable(request);
    case 'answered':
    case 'hopeless':
      return false;
  }
}

async function pause(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(waitMs, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function failure(
  request: ScimRequest,
  result: HttpAnswer | HttpFault,
  told: number | undefined,
): ProvisioningFailure {
  if (result === NOT_SENT) {
    return new ProvisioningFailure(
      'TargetUnavailable',
      `${request.doing} was not tried: the target failed for those before.`,
    );
  }
  if (result.type === 'tooLarge') {
    return new ProvisioningFailure('TargetNotScim', `${request.doing} was answered without end.`);
  }
  if (result.type === 'untrusted') {
    return new ProvisioningFailure(
      'TargetUnavailable',
      `${request.doing} failed: no trusted TLS connection (${result.code}).`,
      { remedy: "Check the target's certificate and the worker's clock and certificate authorities." },
    );
  }
  if (result.type === 'answer' && result.status === 429) return throttled(request, told);
  const reason = result.type === 'answer' ? `was answered with ${result.status}` : `failed: ${result.code}`;
  return new ProvisioningFailure('TargetUnavailable', `${request.doing} ${reason}.`, waiting(told));
}

function throttled(request: Pick<ScimRequest, 'doing'>, waitMs: number | undefined): ProvisioningFailure {
  const wish = waitMs === undefined ? 'to slow down' : `to wait ${Math.ceil(waitMs / 1000)} s`;
  return new ProvisioningFailure(
    'TargetThrottled',
    `${request.doing}: the target asked ${wish}.`,
    waiting(waitMs),
  );
}

function outcomeUnknown(request: ScimRequest, result: HttpAnswer | HttpFault): OutcomeUnknown {
  const reason = result.type === 'answer' ? `with ${result.status}` : `with ${result.code}`;
  return new OutcomeUnknown(`${request.doing} ended ${reason}: nobody knows whether it happened.`);
}

function waiting(retryAfter: number | undefined): { retryAfterMs?: number } {
  return retryAfter === undefined ? {} : { retryAfterMs: retryAfter };
}

function factsOf(result: HttpAnswer | HttpFault): object {
  return result.type === 'answer' ? { status: result.status } : { code: result.code };
}

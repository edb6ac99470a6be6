import type { HttpAnswer, HttpFault, HttpRequest } from '../http-exchange.js';

/** So many bulk requests in a row that come to nothing show that it is the target's way. */
const FAILURES_IN_A_ROW = 3;
/** How long everything is sent by itself after a bulk request that failed. */
const REST_MS = 30_000;

/** What becomes of Bulk after a failure. */
export type Consequence = 'off' | 'rests';

/**
 * Whether a target that offers Bulk is taken at its word. Until a first request was understood any failure ends it for good;
 * afterwards several in a row do. A kind of operation that is refused within bulk requests, and done when it comes by
 * itself, never stands in one again.
 */
export class BulkTrust {
  #isProven = false;
  #isOff = false;
  #failures = 0;
  #restsUntil = 0;
  readonly #understood = new Set<string>();
  readonly #unknown = new Set<string>();

  /** Whether a first bulk request was understood. */
  get isProven(): boolean {
    return this.#isProven;
  }

  get isOff(): boolean {
    return this.#isOff;
  }

  /** Whether nothing goes into bulk requests, be it for now or for good. */
  get isSuspended(): boolean {
    return this.#isOff || Date.now() < this.#restsUntil;
  }

  takes(request: HttpRequest): boolean {
    return !this.isSuspended && !this.#unknown.has(kindOf(request));
  }

  answered(): void {
    this.#isProven = true;
    this.#failures = 0;
  }

  /** @returns what follows. */
  failed(): Consequence {
    this.#failures += 1;
    if (!this.#isProven || this.#failures >= FAILURES_IN_A_ROW) {
      this.#isOff = true;
      return 'off';
    }
    this.#restsUntil = Date.now() + REST_MS;
    return 'rests';
  }

  end(): void {
    this.#isOff = true;
  }

  /** Whether a refusal may be meant for the bulk request and not for the operation. */
  doubts(request: HttpRequest, answer: HttpAnswer | HttpFault): boolean {
    if (this.#understood.has(kindOf(request))) return false;
    if (isDone(answer)) this.#understood.add(kindOf(request));
    return answer.type === 'answer' && REFUSALS.has(answer.status);
  }

  /**
   * What the target says to the same operation by itself.
   * @returns whether such operations are done by themselves only.
   */
  compare(request: HttpRequest, alone: HttpAnswer | HttpFault): boolean {
    const kind = kindOf(request);
    if (alone.type !== 'answer' || this.#unknown.has(kind)) return false;
    (isDone(alone) ? this.#unknown : this.#understood).add(kind);
    return isDone(alone);
  }
}

/** Nothing was carried out, and the reason need not be the resource. */
const REFUSALS = new Set([400, 403, 404, 405, 406, 415, 422, 501]);

function isDone(answer: HttpAnswer | HttpFault): boolean {
  return answer.type === 'answer' && answer.status >= 200 && answer.status <= 299;
}

/** `PATCH Users`. */
function kindOf({ method, path }: HttpRequest): string {
  return `${method} ${path.split('/')[1] ?? ''}`;
}

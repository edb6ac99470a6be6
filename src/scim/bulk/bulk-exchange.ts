import type { HttpAnswer, HttpFault } from '../http-exchange.js';
import { statusOf } from '../refusal.js';
import { outcomeOf, type ScimRequest } from '../retrying-exchange.js';
import type { ScimLogger } from '../scim-logger.js';
import type { ServiceProviderConfig } from '../service-provider-config.js';
import { BulkLane, isOfResource, type Send, type Waiting } from './bulk-lane.js';
import { answersOf, BULK_PATH, bulkOperation, bulkRequest, ENVELOPE_BYTES } from './bulk-message.js';
import { BulkSize } from './bulk-size.js';
import { BulkTrust } from './bulk-trust.js';

/** What a request may come to where the target does not say: the RFC's own example. */
const USUAL_PAYLOAD_BYTES = 1_048_576;
const MOST_AT_ONCE = 1_000;
const SINGLE_RESOURCES = /^\/(Users|Groups)(\/[^/?]+)?$/;

type Result = HttpAnswer | HttpFault;

/** The target was told, and does not tell what came of it. */
const NOT_TOLD: HttpFault = { type: 'lost', code: 'ERR_NOT_IN_BULK_RESPONSE' };
const NO_BULK_RESPONSE: HttpFault = { type: 'lost', code: 'ERR_NO_BULK_RESPONSE' };
const ENDLESS: HttpFault = { type: 'lost', code: 'ERR_BODY_TOO_LARGE' };

/**
 * Gathers writes that wait at the same time into requests to `/Bulk`, where the target offers it, and gives each the answer
 * that it would have had alone. What became of a bulk request as a whole, became of each of its operations. A target that does
 * not understand what it offers gets every write by itself again.
 * @see RFC 7644, section 3.7.
 */
export class BulkExchange {
  readonly #host: string;
  readonly #concurrency: number;
  readonly #logger: ScimLogger | undefined;
  readonly #trust = new BulkTrust();
  #size: BulkSize | undefined;
  #payloadBytes = USUAL_PAYLOAD_BYTES;
  /** Lanes that are open, by their signal. */
  readonly #lanes = new WeakMap<object, BulkLane>();
  /** Lanes in which writes wait. */
  readonly #waiting = new Set<BulkLane>();
  /** Resources that requests under way write to. */
  readonly #busy = new Set<string>();
  #inFlight = 0;

  /** @param options `concurrency`: requests in flight at once. */
  constructor(options: { host: string; concurrency: number; logger?: ScimLogger | undefined }) {
    this.#host = options.host;
    this.#concurrency = options.concurrency;
    this.#logger = options.logger;
  }

  /**
   * From now on writes under this signal may travel together, as far as the target says that it takes them so.
   * @returns how many of them should be under way at once to fill the requests; null when each goes by itself.
   */
  open(offer: ServiceProviderConfig['bulk'], signal: AbortSignal | undefined): number | null {
    const { supported = false, maxOperations = null, maxPayloadSize } = offer ?? {};
    if (!supported || maxOperations === null || maxOperations < 2 || this.#trust.isOff) return null;
    this.#size ??= new BulkSize(maxOperations);
    this.#payloadBytes = Math.min(USUAL_PAYLOAD_BYTES, maxPayloadSize ?? USUAL_PAYLOAD_BYTES);
    const key = keyOf(signal);
    if (!this.#lanes.has(key)) {
      const pump = (): void => {
        this.#pump();
      };
      this.#lanes.set(key, new BulkLane(signal, pump));
    }
    return Math.min(MOST_AT_ONCE, this.#size.most * Math.max(2, this.#concurrency));
  }

  /** Whether the request may travel with others. */
  takes(request: ScimRequest): boolean {
    const { method, path, ifMatch, signal } = request;
    // Not every server minds the version of an operation.
    if (method === 'GET' || ifMatch !== undefined || !SINGLE_RESOURCES.test(path)) return false;
    return this.#lanes.has(keyOf(signal)) && this.#trust.takes(request);
  }

  /**
   * One attempt at a request that it takes.
   * @param send one attempt at any request.
   * @throws the signal's reason, and what `send` throws.
   */
  async attempt(request: ScimRequest, send: Send): Promise<Result> {
    const result = await this.#join(request, send);
    if (result === 'alone') return send(request);
    if (!this.#trust.doubts(request, result)) return result;
    const alone = await send(request);
    if (this.#trust.compare(request, alone))
      this.#tell(`refuses ${request.method} in bulk requests, and takes it alone: it is sent alone`, result);
    return alone;
  }

  #join(request: ScimRequest, send: Send): Promise<Result | 'alone'> {
    const lane = this.#lanes.get(keyOf(request.signal));
    const operation = bulkOperation(request);
    const encoded = JSON.stringify(operation);
    const bytes = Buffer.byteLength(encoded);
    const fits = ENVELOPE_BYTES + bytes + 1 <= this.#payloadBytes;
    // Within a bulk request a value of this form would be read as somebody else's id.
    if (lane === undefined || !fits || /bulkId:/i.test(encoded)) return Promise.resolve('alone');
    request.signal?.throwIfAborted();
    return new Promise((settle, fail) => {
      lane.add({ operation, bytes, send, settle, fail });
      this.#waiting.add(lane);
      this.#pump();
    });
  }

  /** Sends whatever fills a request, or has waited long enough for more. */
  #pump(): void {
    for (const lane of this.#waiting) {
      const { operations = 0 } = this.#size ?? {};
      if (this.#trust.isSuspended) for (const { settle } of lane.takeAll()) settle('alone');
      while (lane.length > 0 && (lane.isQuiet || lane.length >= operations)) {
        if (lane.length > 1 && this.#inFlight >= this.#mostInFlight()) break;
        const batch = this.#take(lane, operations);
        const [first, ...others] = batch;
        if (first === undefined) break;
        if (others.length === 0) first.settle('alone');
        else void this.#carryOut(lane, batch, first.send);
      }
      if (lane.length === 0) this.#waiting.delete(lane);
    }
  }

  /** Until a first request was understood, nobody else's writes are put at risk. */
  #mostInFlight(): number {
    return this.#trust.isProven ? this.#concurrency : 1;
  }

  #take(lane: BulkLane, operations: number): readonly Waiting[] {
    return lane.take({
      operations,
      bytes: this.#payloadBytes - ENVELOPE_BYTES,
      isBusy: ({ path }) => this.#busy.has(path),
    });
  }

  async #carryOut(lane: BulkLane, batch: readonly Waiting[], send: Send): Promise<void> {
    const resources = batch.flatMap(({ operation }) => (isOfResource(operation) ? [operation.path] : []));
    for (const path of resources) this.#busy.add(path);
    this.#inFlight += 1;
    let sentAt = Date.now();
    try {
      const result = await send({
        method: 'POST',
        path: BULK_PATH,
        body: bulkRequest(batch.map(({ operation }) => operation)),
        doing: `Writing ${batch.length} resources of ${this.#host} at once`,
        signal: lane.signal,
        whenSent: () => {
          sentAt = Date.now();
        },
      });
      this.#judge(lane, batch, result, Date.now() - sentAt);
    } catch (error) {
      for (const { fail } of batch) fail(error);
    } finally {
      for (const path of resources) this.#busy.delete(path);
      this.#inFlight -= 1;
      // Whoever was answered may have more to write.
      lane.listen();
      this.#pump();
    }
  }

  #judge(lane: BulkLane, batch: readonly Waiting[], result: Result, tookMs: number): void {
    const settleAll = (each: Result | 'alone'): void => {
      for (const { settle } of batch) settle(each);
    };
    if (result.type === 'tooLarge') {
      this.#failed(batch, result);
      settleAll(ENDLESS);
      return;
    }
    const outcome = outcomeOf(result);
    if (result.type !== 'answer' || outcome !== 'answered') {
      if (outcome === 'failed' || outcome === 'lost') this.#failed(batch, result);
      settleAll(result);
      return;
    }
    const status = statusOf(result);
    const operations = batch.map(({ operation }) => operation);
    const answers = status >= 200 && status <= 299 ? answersOf(result, operations) : null;
    if (answers !== null) {
      this.#trust.answered();
      this.#size?.answered(batch.length, tookMs);
      for (const [index, { settle }] of batch.entries()) settle(answers[index] ?? NOT_TOLD);
    } else if (status === 413) {
      this.#shrink(batch);
      if (this.#trust.isOff)
        this.#tell('takes no bulk request of any size: each write is sent alone', result);
      lane.giveBack(batch);
      this.#waiting.add(lane);
    } else if (status === 401) {
      settleAll(result);
    } else if (status < 300) {
      this.#trust.end();
      this.#tell('does not answer bulk requests as such: each write is sent alone', result);
      settleAll(NO_BULK_RESPONSE);
    } else {
      this.#lostTrust(result);
      settleAll('alone');
    }
  }

  /** Perhaps it was too much at once. */
  #failed(batch: readonly Waiting[], result: Result): void {
    this.#shrink(batch);
    this.#lostTrust(result);
  }

  #shrink(batch: readonly Waiting[]): void {
    this.#size?.tooMany(batch.length);
    if ((this.#size?.most ?? 0) < 2) this.#trust.end();
  }

  #lostTrust(result: Result): void {
    const consequence = this.#trust.failed();
    const lasting = consequence === 'off' ? 'from now on' : 'for a while';
    this.#tell(`offers Bulk, and does not do it: ${lasting} each write is sent alone`, result);
  }

  #tell(what: string, result: Result): void {
    const facts = result.type === 'answer' ? { status: result.status } : { code: result.code };
    this.#logger?.warn(facts, `${this.#host} ${what}.`);
  }
}

const NO_SIGNAL = {};

function keyOf(signal: AbortSignal | undefined): object {
  return signal ?? NO_SIGNAL;
}

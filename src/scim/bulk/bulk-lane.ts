import type { HttpAnswer, HttpFault, HttpRequest } from '../http-exchange.js';
import type { BulkOperation } from './bulk-message.js';

/** So long nothing more has to come before a request goes that is not full. */
const QUIET_MS = 50;
const LONGEST_WAIT_MS = 1_000;

/** One attempt at a request, at the target's rate. */
export type Send = (
  request: HttpRequest & {
    readonly doing: string;
    /** Called when its turn has come. */
    readonly whenSent?: () => void;
  },
) => Promise<HttpAnswer | HttpFault>;

/** A write that waits for others to travel with. */
export interface Waiting {
  readonly operation: BulkOperation;
  /** Of the operation as it stands in a request. */
  readonly bytes: number;
  readonly send: Send;
  /** `alone`: nothing was sent of it, and it is to be sent by itself. */
  readonly settle: (result: HttpAnswer | HttpFault | 'alone') => void;
  readonly fail: (error: unknown) => void;
}

/** Writes under one signal: what is sent together is broken off together. */
export class BulkLane {
  readonly signal: AbortSignal | undefined;
  #waiting: Waiting[] = [];
  #isQuiet = false;
  #waitingSince = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #whenQuiet: () => void;

  /** @param whenQuiet called when nothing more came for a moment. */
  constructor(signal: AbortSignal | undefined, whenQuiet: () => void) {
    this.signal = signal;
    this.#whenQuiet = whenQuiet;
    signal?.addEventListener(
      'abort',
      () => {
        for (const { fail } of this.takeAll()) fail(signal.reason);
      },
      { once: true },
    );
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Whether what waits may go although it fills no request. */
  get isQuiet(): boolean {
    return this.#isQuiet;
  }

  add(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.listen();
  }

  /** What was taken, and was surely not carried out, comes before all others. */
  giveBack(taken: readonly Waiting[]): void {
    this.#waiting = [...taken, ...this.#waiting];
    this.listen();
  }

  /** Waits for more to come, if anything waits. */
  listen(): void {
    clearTimeout(this.#timer);
    this.#isQuiet = false;
    if (this.length === 0) return;
    const now = Date.now();
    if (this.#waitingSince === 0) this.#waitingSince = now;
    const waitMs = Math.min(QUIET_MS, Math.max(0, this.#waitingSince + LONGEST_WAIT_MS - now));
    this.#timer = setTimeout(() => {
      this.#isQuiet = true;
      this.#whenQuiet();
    }, waitMs);
  }

  /**
   * Takes what goes in the next request, in the order of arrival. Of several writes to one resource the first goes; the order
   * within a request is the target's affair.
   * @param limits `bytes`: of the operations with a comma each. `isBusy`: whether a resource is being written to.
   */
  take(limits: {
    readonly operations: number;
    readonly bytes: number;
    readonly isBusy: (operation: BulkOperation) => boolean;
  }): readonly Waiting[] {
    const taken = new Set<Waiting>();
    const resources = new Set<string>();
    let bytes = 0;
    for (const waiting of this.#waiting) {
      const { operation } = waiting;
      if (taken.size === limits.operations || bytes + waiting.bytes + 1 > limits.bytes) break;
      if (isOfResource(operation) && (resources.has(operation.path) || limits.isBusy(operation))) continue;
      resources.add(operation.path);
      bytes += waiting.bytes + 1;
      taken.add(waiting);
    }
    this.#waiting = this.#waiting.filter((waiting) => !taken.has(waiting));
    this.#waitingSince = 0;
    return [...taken];
  }

  takeAll(): readonly Waiting[] {
    const all = this.#waiting;
    this.#waiting = [];
    this.#waitingSince = 0;
    clearTimeout(this.#timer);
    return all;
  }
}

/** Creates have the path of all resources. */
export function isOfResource({ method }: BulkOperation): boolean {
  return method !== 'POST';
}

import PQueue from 'p-queue';
import { AdaptiveConcurrency } from './adaptive-concurrency.js';

/** Requests are spread over windows of this length, so that a second's share is not one burst. */
const WINDOW_MS = 200;

/**
 * Every request of one target passes here: so many a second, so many at once. When the target asks for a pause,
 * everyone waits: short pauses in the queue, longer ones with the caller, who asks `closedForMs` before sending. When it
 * fails as a whole, one request at a time tries whether it is back, and whoever waited meanwhile is not sent.
 */
export class RateGovernor {
  readonly #queue: PQueue;
  readonly #concurrency: AdaptiveConcurrency;
  readonly #longestPauseMs: number;
  #closedUntil = 0;
  /** How many requests found the target down. */
  #failures = 0;
  #reopening: NodeJS.Timeout | undefined;

  /** @param limits `longestPauseMs`: the longest pause that is sat out here. */
  constructor(limits: { requestsPerSecond: number; concurrency: number; longestPauseMs: number }) {
    const perWindow = Math.max(1, Math.floor((limits.requestsPerSecond * WINDOW_MS) / 1000));
    this.#concurrency = new AdaptiveConcurrency(limits.concurrency);
    this.#longestPauseMs = limits.longestPauseMs;
    this.#queue = new PQueue({
      concurrency: this.#concurrency.limit,
      intervalCap: perWindow,
      interval: Math.ceil((perWindow * 1000) / limits.requestsPerSecond),
      // The fixed windows of p-queue make everyone wait for the next one whenever the queue ran empty.
      strict: true,
    });
  }

  /**
   * Runs the task when its turn comes.
   * @param task is told whether the target turned out to be down while it waited.
   * @param options `priority`: higher goes first; 0 unless told.
   * @throws the signal's reason when aborted, also while waiting.
   */
  async run<T>(
    task: (isDown: boolean) => Promise<T>,
    options: { priority?: number; signal?: AbortSignal | undefined } = {},
  ): Promise<T> {
    const failures = this.#failures;
    return this.#queue.add(() => task(this.#failures > failures), {
      priority: options.priority ?? 0,
      signal: options.signal,
    });
  }

  /** How long nothing must be sent yet; 0 when the way is free. */
  closedForMs(): number {
    return Math.max(0, this.#closedUntil - Date.now());
  }

  /** The target asked for a pause: nobody sends for `waitMs`, and fewer at once afterwards. */
  throttled(waitMs: number): void {
    // Requests that were in flight together are told together; that is one throttling, not many.
    if (this.closedForMs() === 0) this.#concurrency.throttled();
    this.#adapt();
    this.#closedUntil = Math.max(this.#closedUntil, Date.now() + waitMs);
    this.#pauseIfShort();
  }

  /** The target was not reached, did not answer, or answered with an error of its own. */
  failed(): void {
    if (this.#concurrency.failed()) this.#failures += 1;
    this.#adapt();
  }

  succeeded(): void {
    this.#concurrency.succeeded();
    this.#adapt();
  }

  /** Lets everyone go who is still waiting. */
  close(): void {
    this.#closedUntil = 0;
    this.#open();
  }

  #adapt(): void {
    const { limit } = this.#concurrency;
    if (limit !== this.#queue.concurrency) this.#queue.concurrency = limit;
  }

  #pauseIfShort(): void {
    clearTimeout(this.#reopening);
    const remainingMs = this.closedForMs();
    if (remainingMs === 0 || remainingMs > this.#longestPauseMs) {
      this.#open();
      return;
    }
    this.#queue.pause();
    this.#reopening = setTimeout(() => {
      this.#closedUntil = 0;
      this.#open();
    }, remainingMs);
  }

  #open(): void {
    clearTimeout(this.#reopening);
    this.#queue.start();
  }
}

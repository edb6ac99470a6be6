import PQueue from 'p-queue';
import { AdaptiveConcurrency } from './adaptive-concurrency.js';
import { BudgetShare } from './budget-share.js';
import { realClock, type GovernorClock } from './governor-clock.js';
import { LearnedRate } from './learned-rate.js';
import { Pace } from './pace.js';
import type { RateLimitTold } from './rate-limit-fields.js';
import {
  NOTHING,
  portionOf,
  portionOfRate,
  WHOLE,
  type OtherSender,
  type Portion,
  type TargetShares,
  type ToldToOthers,
} from './target-shares.js';

/** A limit for no longer a time than this is spread over it; of a longer one is used what is left, and then waited. */
const LONGEST_SPREAD_MS = 60_000;
/** What begins anew this soon is told too roughly to go by: resets are told in whole seconds. */
const ROUGH_MS = 1_000;
/** What is due within so short a time is sent together: waking for each request costs more than the request's own turn. */
const TOGETHER_MS = 10;

export interface GovernorLimits {
  readonly requestsPerSecond: number;
  /** Requests in flight at once. */
  readonly concurrency: number;
  /** The longest pause that is sat out here, in milliseconds. */
  readonly longestPauseMs: number;
  /** With whom else the target is shared; with nobody unless told. */
  readonly shares?: TargetShares | undefined;
  readonly clock?: GovernorClock | undefined;
}

/**
 * Every request of one target passes here: so many a second, so many at once, and no more than a share of it where others send
 * as well. When the target asks for a pause, everyone waits: short pauses in the queue, longer ones with the caller, who asks
 * `closedForMs` before sending. When it fails as a whole, one request at a time tries whether it is back, and whoever waited
 * meanwhile is not sent.
 */
export class RateGovernor {
  readonly #queue: PQueue;
  readonly #clock: GovernorClock;
  readonly #rate: LearnedRate;
  readonly #pace: Pace;
  readonly #concurrency: AdaptiveConcurrency;
  readonly #most: number;
  readonly #longestPauseMs: number;
  readonly #share: BudgetShare | undefined;
  #portion = WHOLE;
  #pacedAt = 0;
  #closedUntil = Number.NEGATIVE_INFINITY;
  /** How many requests found the target down. */
  #failures = 0;
  #wake: { readonly at: number; readonly cancel: () => void } | undefined;
  /** How often each of the others was refused, as far as was told. */
  readonly #throttlingsOfOthers = new Map<string, number>();

  constructor(limits: GovernorLimits) {
    this.#clock = limits.clock ?? realClock;
    this.#rate = new LearnedRate(limits.requestsPerSecond);
    this.#concurrency = new AdaptiveConcurrency(limits.concurrency);
    this.#most = limits.concurrency;
    this.#longestPauseMs = limits.longestPauseMs;
    this.#queue = new PQueue({ concurrency: limits.concurrency });
    const { count, windowMs } = portionOfRate(limits.requestsPerSecond, WHOLE);
    this.#pace = new Pace(count, windowMs);
    this.#pacedAt = limits.requestsPerSecond;
    if (limits.shares === undefined) return;
    this.#divide(NOTHING);
    this.#share = new BudgetShare(limits.shares, {
      isIdle: () => this.#queue.size + this.#queue.pending === 0,
      toTell: () => this.#toTell(),
      learn: (others) => {
        this.#learn(others);
      },
      divide: (portion) => {
        this.#divide(portion);
      },
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
    this.#share?.use();
    return this.#queue.add(
      () => {
        const isDown = this.#failures > failures;
        // What is not sent takes nobody's turn.
        return isDown || this.closedForMs() > 0 ? task(isDown) : this.#send(task);
      },
      { priority: options.priority ?? 0, signal: options.signal },
    );
  }

  /** How long nothing must be sent yet; 0 when the way is free. */
  closedForMs(): number {
    return Math.max(0, this.#closedUntil - this.#clock.now());
  }

  /** The target asked for a pause, because there were too many requests: nobody sends for `waitMs`, and fewer afterwards. */
  throttled(waitMs: number): void {
    const now = this.#clock.now();
    // Requests that were in flight together are told together; that is one throttling, not many.
    const isFirst = this.closedForMs() === 0;
    if (isFirst && !this.#rate.throttled(now, this.#fraction)) this.#concurrency.refused();
    this.#adapt();
    this.#close(waitMs);
    if (isFirst) this.#share?.tell();
  }

  /** The target was not reached, did not answer, or answered with an error of its own. */
  failed(): void {
    if (this.#concurrency.failed()) this.#failures += 1;
    this.#adapt();
  }

  /** @param tookMs how long the answer took. */
  succeeded(tookMs?: number): void {
    this.#rate.accepted(this.#clock.now());
    this.#concurrency.succeeded(tookMs);
    this.#adapt();
  }

  /** The target told of its limits. */
  told({ left, policy }: RateLimitTold): void {
    if (policy !== null && policy.windowMs <= LONGEST_SPREAD_MS)
      this.#rate.publish((policy.requests * 1_000) / policy.windowMs);
    // What is in flight will be taken off it.
    if (left === null || left.resetMs <= ROUGH_MS) return;
    if (left.requests * this.#fraction < this.#queue.pending) this.#close(left.resetMs);
  }

  /** Lets everyone go who is still waiting. */
  close(): void {
    this.#share?.close();
    this.#closedUntil = Number.NEGATIVE_INFINITY;
    this.#divide(WHOLE);
  }

  async #send<T>(task: (isDown: boolean) => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    this.#rate.sent(now, this.#fraction);
    this.#spread();
    const departure = this.#pace.depart(now);
    this.#gate();
    try {
      return await task(false);
    } finally {
      const arrivedAt = this.#clock.now();
      this.#pace.arrived(departure, arrivedAt);
      if (this.#wake !== undefined && this.#wake.at > arrivedAt + TOGETHER_MS) this.#gate();
    }
  }

  get #fraction(): number {
    return this.#portion.fraction === 0 ? 1 : this.#portion.fraction;
  }

  #adapt(): void {
    const most = Math.max(1, portionOf(this.#most, this.#portion));
    const limit = Math.min(this.#concurrency.limit, most);
    if (limit !== this.#queue.concurrency) this.#queue.concurrency = limit;
  }

  /** By the rate as it is known by now. */
  #spread(): void {
    const { perSecond } = this.#rate;
    if (perSecond === this.#pacedAt) return;
    this.#pacedAt = perSecond;
    const { count, windowMs } = portionOfRate(perSecond, this.#portion);
    this.#pace.allow(count, windowMs);
  }

  #close(waitMs: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, this.#clock.now() + waitMs);
    this.#gate();
  }

  /** Holds the queue for as long as nothing may be sent. */
  #gate(): void {
    const waitMs = this.#waitMs();
    if (waitMs <= 0) {
      this.#stopWaking();
      this.#queue.start();
      return;
    }
    this.#queue.pause();
    const afterMs = Math.max(waitMs, TOGETHER_MS);
    const at = this.#clock.now() + afterMs;
    if (this.#wake !== undefined && this.#wake.at <= at) return;
    this.#stopWaking();
    if (afterMs === Number.POSITIVE_INFINITY) return;
    const cancel = this.#clock.wakeAfter(afterMs, () => {
      this.#wake = undefined;
      this.#gate();
    });
    this.#wake = { at, cancel };
  }

  #waitMs(): number {
    const closedForMs = this.closedForMs();
    // Who waits is told, instead.
    if (closedForMs > this.#longestPauseMs) return 0;
    this.#spread();
    return Math.max(closedForMs, this.#pace.waitMs(this.#clock.now()));
  }

  #stopWaking(): void {
    this.#wake?.cancel();
    this.#wake = undefined;
  }

  #toTell(): ToldToOthers {
    return { closedForMs: this.closedForMs(), finding: this.#rate.finding };
  }

  #learn(others: readonly OtherSender[]): void {
    for (const { holder, closedForMs, finding } of others) {
      if (closedForMs > this.closedForMs()) this.#close(closedForMs);
      const known = this.#throttlingsOfOthers.get(holder) ?? 0;
      if (finding === null || finding.throttlings <= known) continue;
      this.#throttlingsOfOthers.set(holder, finding.throttlings);
      this.#rate.adopt(finding.perSecond, this.#clock.now());
    }
  }

  #divide(portion: Portion): void {
    this.#portion = portion;
    this.#pacedAt = Number.NaN;
    this.#adapt();
    this.#gate();
  }
}

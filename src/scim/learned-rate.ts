import { SentRequests } from './sent-requests.js';

/** What is left of a rate that was too high for long. */
const LEFT_OVER = 0.96;
/** What is left of what the target took, in a second before which it got nothing, until it refused. */
const LEFT_OF_TAKEN = 0.98;
/** At least this part of a learned rate is left; where less was taken, the rate was not all that was too high. */
const LEAST_LEFT = 0.5;
/** Fewer requests than this tell nothing of a rate of which nothing is known yet. */
const TOO_FEW = 5;
/** By this part of the rate that was too high it grows in a second, at first. */
const GROWTH = 0.0004;
/** So many times more slowly, at the slowest, once the same rate has been too high again and again. */
const MOST_PATIENCE = 8;
/** Two rates that are no further apart are the same. */
const SAME = 0.1;
/** So far beyond what was too high it is known to be so no more, and grows faster and faster. */
const OUTGROWN = 1.05;
const FAST_GROWTH = 0.05;
/** From this part of the rate on it is what holds requests back. */
const USED = 0.85;
/** However little was taken: no slower than this, in requests a second, or it would never be found out that more is. */
const SLOWEST = 0.1;

/** What was known of the rate when the target refused a request. */
interface Refusal {
  readonly before: number;
  readonly fraction: number;
  /** Whether the rate was used to the full, and for long enough. */
  readonly isPaced: boolean;
  /** Requests a second that were ours and were taken. */
  readonly taken: number;
  /** Whether the rate had been learned before. */
  readonly isKnown: boolean;
}

/**
 * How many requests a second the target takes, as far as is known: no more than it was configured with, less after it said
 * that it were too many, and slowly more again. What it was known to refuse is approached carefully, tried rarely, and
 * left behind when it is refused no more.
 * @see RFC 9438 (CUBIC), which grows carefully near the last loss, and RFC 5681 for additive increase, multiplicative decrease.
 */
export class LearnedRate {
  readonly #configured: number;
  readonly #sent = new SentRequests();
  #learned = Number.POSITIVE_INFINITY;
  /** The least that was too much; 0 where a refusal did not tell. */
  #tooMuch = Number.POSITIVE_INFINITY;
  #patience = 1;
  #published = Number.POSITIVE_INFINITY;
  #grownAt = 0;
  #throttlings = 0;
  #refused: Refusal | null = null;

  constructor(configured: number) {
    this.#configured = configured;
  }

  /** Requests a second. */
  get perSecond(): number {
    return Math.min(this.#configured, this.#learned, this.#published);
  }

  /** What came of the target's refusals, for others that send to it; null while there was none. */
  get finding(): { readonly throttlings: number; readonly perSecond: number } | null {
    return this.#throttlings === 0 ? null : { throttlings: this.#throttlings, perSecond: this.perSecond };
  }

  /** @param fraction the part of the rate that is ours, from 0 to 1. */
  sent(now: number, fraction: number): void {
    this.#sent.sent(now);
    if (this.#learned < this.#configured) this.#grow(now, fraction);
  }

  accepted(now: number): void {
    // What was sent before the refusal, and is answered after it.
    if (this.#refused !== null && !this.#sent.hasBegun)
      this.#settle({ ...this.#refused, taken: this.#refused.taken + 1 });
    else this.#sent.accepted(now);
  }

  /**
   * The target refused a request because there were too many.
   * @param fraction the part of the rate that is ours.
   * @returns whether the rate explains it; if not, there may have been too many in flight.
   */
  throttled(now: number, fraction: number): boolean {
    const { sentPerSecond, acceptedPerSecond, isFirst } = this.#sent.figures(now);
    const before = this.perSecond;
    const isPaced = acceptedPerSecond > 0 && sentPerSecond >= before * fraction * USED;
    const tooMuch = this.#tooMuch;
    this.#throttlings += 1;
    this.#grownAt = now;
    this.#sent.restart();
    this.#settle({ before, fraction, isPaced, taken: acceptedPerSecond, isKnown: !isFirst });
    const isSame = Math.abs(this.#tooMuch - tooMuch) < tooMuch * SAME;
    this.#patience = isSame ? Math.min(MOST_PATIENCE, this.#patience * 2) : 1;
    return isPaced || this.#tooMuch > 0;
  }

  /** What the target publishes as its limit, in requests a second. */
  publish(perSecond: number): void {
    this.#published = Math.max(SLOWEST, perSecond);
  }

  /** What another one found out that sends to the same target. */
  adopt(perSecond: number, now: number): void {
    if (perSecond >= this.perSecond) return;
    this.#learned = perSecond;
    this.#tooMuch = perSecond / LEFT_OVER;
    this.#grownAt = now;
  }

  /** Learns from a refusal how much is too much. */
  #settle(refused: Refusal): void {
    this.#refused = refused;
    const { before, fraction, isPaced, taken, isKnown } = refused;
    const total = taken / fraction;
    const least = isKnown ? before * LEAST_LEFT : Math.min(before, TOO_FEW);
    if (isPaced) this.#take(before, before * LEFT_OVER);
    else if (total >= least)
      this.#take(Math.min(before, total), Math.min(before * LEFT_OVER, total * LEFT_OF_TAKEN));
    // What takes nothing at all does not tell how fast it would take something.
    else this.#take(0, taken === 0 ? before : least);
  }

  /** @param tooMuch 0 where it is not known, so that the rate grows fast again. */
  #take(tooMuch: number, perSecond: number): void {
    this.#tooMuch = tooMuch;
    this.#learned = Math.max(SLOWEST, perSecond);
  }

  /** Only while it is what holds requests back: of a rate that is not used nothing is known. */
  #grow(now: number, fraction: number): void {
    const elapsedMs = now - this.#grownAt;
    if (elapsedMs < 1_000) return;
    this.#grownAt = now;
    const { sentPerSecond } = this.#sent.figures(now);
    if (sentPerSecond < this.#learned * fraction * USED) return;
    const seconds = Math.min(2, elapsedMs / 1_000);
    this.#learned +=
      this.#learned > this.#tooMuch * OUTGROWN
        ? this.#learned * FAST_GROWTH * seconds
        : (this.#tooMuch * GROWTH * seconds) / this.#patience;
    if (this.#learned >= this.#configured) this.#forget();
  }

  #forget(): void {
    this.#learned = Number.POSITIVE_INFINITY;
    this.#tooMuch = Number.POSITIVE_INFINITY;
    this.#patience = 1;
  }
}

/** So late a request may be made up for at once; what is later than that is lost, or it would come in a burst. */
const DEBT_MS = 50;
/** Detours of requests may cost this part of the rate; beyond it they are taken for the target's own slowness. */
const MOST_DETOUR = 0.035;
/** How long a request's slot is kept for a detour, as a part of the window. */
const LONGEST_DETOUR = 0.25;
/** So many answers tell how long the way there and back takes; the first ones open connections besides. */
const ANSWERS_TO_KNOW = 16;
/** The shortest time there and back may have been missed so far by this part of what others took longer on average. */
const MISSED = 0.25;
/** Clocks tell whole milliseconds. */
const CLOCK_MS = 1;
/** What is not free yet is not, however little is missing. */
const INSTANT_MS = 0.01;

/** A request on its way. */
export interface Departure {
  readonly sentAt: number;
}

/**
 * When the next request may be sent, so that in no window more than `count` of them arrive at the target. They are spread
 * evenly. Each holds one of `count` slots, which is free again a window after the request arrived: that was between its being
 * sent and its being answered, and no later than the answer less the shortest time in which any was. So requests that were
 * held up on their way are not followed by too many.
 * All times are milliseconds of one clock that is never set back.
 */
export class Pace {
  #count: number;
  #windowMs: number;
  /** When the next one is due by the even spread. */
  #dueAt = Number.NEGATIVE_INFINITY;
  readonly #underWay = new Set<Departure>();
  /** When those that hold a slot arrived at the latest, in ascending order from `#first` on. */
  #arrivals: number[] = [];
  #first = 0;
  #answers = 0;
  #shortestMs = Number.POSITIVE_INFINITY;
  #longestDetourMs: number;
  #meanDetourMs = 0;

  /** @param count requests in a window of `windowMs`. */
  constructor(count: number, windowMs: number) {
    this.#count = count;
    this.#windowMs = windowMs;
    this.#longestDetourMs = windowMs * LONGEST_DETOUR;
  }

  /** From now on so many in a window; what was sent counts on. */
  allow(count: number, windowMs: number): void {
    this.#count = count;
    this.#windowMs = windowMs;
    this.#longestDetourMs = Math.min(this.#longestDetourMs, windowMs * LONGEST_DETOUR);
  }

  /** How long to wait before the next request; 0 when it may be sent. */
  waitMs(now: number): number {
    this.#free(now);
    const spreadMs = Math.max(0, this.#dueAt - now);
    if (this.#underWay.size + this.#arrivals.length - this.#first < this.#count) return spreadMs;
    const [departure] = this.#underWay;
    const arrivedAt = Math.min(
      this.#arrivals[this.#first] ?? Number.POSITIVE_INFINITY,
      departure === undefined ? Number.POSITIVE_INFINITY : departure.sentAt + this.#longestDetourMs,
    );
    return Math.max(spreadMs, arrivedAt + this.#heldMs - now, INSTANT_MS);
  }

  /** Sends one. */
  depart(now: number): Departure {
    const departure = { sentAt: now };
    this.#underWay.add(departure);
    this.#dueAt = Math.max(this.#dueAt, now - DEBT_MS) + this.#windowMs / this.#count;
    return departure;
  }

  /** It was answered, or given up. */
  arrived(departure: Departure, now: number): void {
    const tookMs = now - departure.sentAt;
    this.#answers += 1;
    // Forgotten slowly: the way may have become longer.
    const isShorter = tookMs <= this.#shortestMs;
    this.#shortestMs = isShorter ? tookMs : this.#shortestMs + (tookMs - this.#shortestMs) / 1_000;
    if (!this.#underWay.delete(departure)) return;
    const isKnown = this.#answers > ANSWERS_TO_KNOW;
    const knownMs = isKnown ? Math.max(0, this.#shortestMs - this.#meanDetourMs * MISSED) : 0;
    const detourMs = Math.min(tookMs - knownMs, this.#longestDetourMs);
    if (isKnown) this.#learn(detourMs);
    this.#hold(departure.sentAt + detourMs);
  }

  get #heldMs(): number {
    return this.#windowMs + CLOCK_MS;
  }

  #free(now: number): void {
    const arrivedBy = now - this.#heldMs;
    while ((this.#arrivals[this.#first] ?? now) <= arrivedBy) this.#first += 1;
    if (this.#first > 1_024 && this.#first * 2 > this.#arrivals.length) {
      this.#arrivals = this.#arrivals.slice(this.#first);
      this.#first = 0;
    }
    for (const departure of this.#underWay) {
      if (departure.sentAt + this.#longestDetourMs > arrivedBy) break;
      this.#underWay.delete(departure);
      this.#learn(this.#longestDetourMs);
    }
  }

  #learn(detourMs: number): void {
    this.#meanDetourMs += (detourMs - this.#meanDetourMs) / 32;
    const isTooLong = this.#meanDetourMs > this.#windowMs * MOST_DETOUR;
    const next = this.#longestDetourMs * (isTooLong ? 0.95 : 1.02);
    this.#longestDetourMs = Math.max(CLOCK_MS, Math.min(next, this.#windowMs * LONGEST_DETOUR));
  }

  /** Nearly at the end: only those that were under way together overtake each other. */
  #hold(arrivedAt: number): void {
    const arrivals = this.#arrivals;
    let place = arrivals.length;
    for (; place > this.#first && (arrivals[place - 1] ?? 0) > arrivedAt; place -= 1)
      arrivals[place] = arrivals[place - 1] ?? arrivedAt;
    arrivals[place] = arrivedAt;
  }
}

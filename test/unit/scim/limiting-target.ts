import { RateGovernor } from '../../../src/scim/rate-governor.js';
import type { RateLimitTold } from '../../../src/scim/rate-limit-fields.js';
import { seededRandom, VirtualTime } from './virtual-time.js';

/** A target, and who sends to it. */
export interface Situation {
  /** Requests that it takes in any second. */
  readonly allowed: number | ((now: number) => number);
  readonly configured: number;
  readonly latencyMs: number;
  /** On each way, on top of half of the latency: up to so much, or as the function says. */
  readonly jitterMs?: number | ((random: number) => number);
  /** It works on so many at once, and lets the others wait. */
  readonly workers?: (now: number) => number;
  readonly concurrency?: number;
  readonly requests: number;
  /** What its answers tell. */
  readonly told?: (left: number) => RateLimitTold;
  readonly seed?: number;
}

/** What became of the requests. */
export interface Passage {
  readonly elapsedMs: number;
  readonly perSecond: number;
  readonly throttledShare: number;
  /** How many waited at the target, as each came. */
  readonly queued: readonly number[];
  /** When each request was accepted. */
  readonly acceptedAt: readonly number[];
}

/** Sends all of them through a governor, in virtual time, each again until the target takes it. */
export async function pass(situation: Situation): Promise<Passage> {
  const { configured, latencyMs, concurrency = 16, requests, workers } = situation;
  const random = seededRandom(situation.seed ?? 1);
  const time = new VirtualTime(random);
  const governor = new RateGovernor({
    requestsPerSecond: configured,
    concurrency,
    longestPauseMs: 20_000,
    clock: time,
  });
  const acceptedAt: number[] = [];
  const queued: number[] = [];
  let [oldest, throttled, left, busy] = [0, 0, requests, 0];
  const waiting: (() => void)[] = [];
  const way = (): Promise<void> => {
    const { jitterMs = 0 } = situation;
    return time.pass(
      latencyMs / 2 + (typeof jitterMs === 'number' ? random() * jitterMs : jitterMs(random())),
    );
  };
  const allowed = (): number =>
    typeof situation.allowed === 'number' ? situation.allowed : situation.allowed(time.now());
  const accepted = (): number => {
    while ((acceptedAt[oldest] ?? Infinity) <= time.now() - 1_000) oldest += 1;
    return acceptedAt.length - oldest;
  };
  const beWorkedOn = async (): Promise<void> => {
    if (workers === undefined) return way();
    queued.push(waiting.length);
    if (busy >= workers(time.now())) await new Promise<void>((resolve) => waiting.push(resolve));
    busy += 1;
    await time.pass(latencyMs / 2);
    busy -= 1;
    if (busy < workers(time.now())) waiting.shift()?.();
  };
  const send = async (): Promise<boolean> => {
    const sentAt = time.now();
    await way();
    const isAccepted = accepted() < allowed();
    if (isAccepted) acceptedAt.push(time.now());
    const told = situation.told?.(allowed() - accepted());
    await beWorkedOn();
    if (told !== undefined) governor.told(told);
    if (isAccepted) governor.succeeded(time.now() - sentAt);
    else governor.throttled(1_000);
    return isAccepted;
  };
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      for (let attempt = 0; !(await governor.run(send, { priority: attempt > 0 ? 1 : 0 })); attempt += 1)
        throttled += 1;
    }
  };
  await time.until(Promise.all(Array.from({ length: concurrency * 2 }, client)));
  governor.close();
  const elapsedMs = time.now();
  return {
    elapsedMs,
    perSecond: (requests / elapsedMs) * 1_000,
    throttledShare: throttled / (requests + throttled),
    queued,
    acceptedAt,
  };
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProvisioningFailure } from '../failures.js';
import { LEASE_MS, leaseLost, type LeaseHolder, type Leases } from '../store/leases.js';

const RENEW_EVERY_MS = 1_000;
/** Whoever comes next goes by the database's clock; this keeps us on the safe side of it. */
const TRUSTED_MS = LEASE_MS - 500;

/** The right to work on something, as long as it lasts. */
export interface Lease extends LeaseHolder {
  /**
   * Aborted when the lease is lost. Whoever calls its `throwIfAborted` is told by the clock: after a suspension, what waited
   * for an answer goes on before any timer does.
   */
  readonly signal: AbortSignal;
}

/**
 * Carries out `work` while it holds the lease `name`, which it takes from an earlier attempt, once that one has surely
 * stopped. The lease is renewed meanwhile; lost, it is not taken again.
 * @param attempt `attemptedAt`: when the attempt was scheduled; of two the later one goes on.
 * @throws {ProvisioningFailure} `StoreUnavailable` when a later attempt holds the lease.
 */
export async function underLease<T>(
  leases: Leases,
  attempt: { readonly name: string; readonly attemptedAt: Date; readonly signal: AbortSignal },
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = new RenewedLease(leases, attempt.name);
  try {
    const waitMs = await lease.take(attempt.attemptedAt);
    if (waitMs > 0) await wait(waitMs, AbortSignal.any([attempt.signal, lease.signal]));
    return await work(lease);
  } finally {
    await lease.release();
  }
}

/** How long somebody waits for what another one is at, in milliseconds. */
const PATIENCE_MS = 20_000;
const ASK_EVERY_MS = 100;

/**
 * The same with a lease that is waited for until nobody holds it, and of which is remembered until when it was held.
 * @throws {ProvisioningFailure} `ObjectBusy` when somebody holds it for longer than 20 seconds.
 */
export async function underFreeLease<T>(
  leases: Leases,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal },
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = new RenewedLease(leases, name);
  try {
    await untilFree(() => lease.takeWhenFree(), signal, 'somebody else provisions it just now');
    return await work(lease);
  } finally {
    await lease.expire();
  }
}

/**
 * Asks again and again whether an object can be worked on.
 * @param because who is at it, such as "a cycle is writing it".
 * @throws {ProvisioningFailure} `ObjectBusy` after 20 seconds.
 */
export async function untilFree(
  isFree: () => Promise<boolean>,
  signal: AbortSignal,
  because: string,
): Promise<void> {
  for (const since = clocks().monotonic; !(await isFree());) {
    if (clocks().monotonic - since > PATIENCE_MS)
      throw new ProvisioningFailure(
        'ObjectBusy',
        `The object could not be worked on within ${PATIENCE_MS / 1_000} seconds: ${because}.`,
      );
    await wait(ASK_EVERY_MS, signal);
  }
}

/** A lease and the time since it was last known to be held. */
class RenewedLease implements Lease {
  readonly name: string;
  readonly holder = randomUUID();
  readonly signal: AbortSignal;
  readonly #leases: Leases;
  readonly #loss = new AbortController();
  #knownAt = clocks();
  #timer: NodeJS.Timeout | undefined;
  #isRenewing = false;

  constructor(leases: Leases, name: string) {
    this.#leases = leases;
    this.name = name;
    this.signal = this.#loss.signal;
    const throwIfAborted = this.signal.throwIfAborted.bind(this.signal);
    this.signal.throwIfAborted = () => {
      this.#look();
      throwIfAborted();
    };
  }

  /** @returns how long to wait for the holder before, in milliseconds. */
  async take(attemptedAt: Date): Promise<number> {
    this.#knownAt = clocks();
    const waitMs = await this.#leases.take(this, attemptedAt);
    if (waitMs === null) throw leaseLost('a later attempt is at it');
    this.#keep();
    return waitMs;
  }

  /** @returns whether nobody else held it. */
  async takeWhenFree(): Promise<boolean> {
    this.#knownAt = clocks();
    const isTaken = await this.#leases.takeWhenFree(this);
    if (isTaken) this.#keep();
    return isTaken;
  }

  /** What cannot be released runs out by itself. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#leases.release(this).catch(() => undefined);
  }

  /** As `release`, but remembered. */
  async expire(): Promise<void> {
    clearInterval(this.#timer);
    await this.#leases.expire(this).catch(() => undefined);
  }

  #keep(): void {
    this.#timer = setInterval(() => {
      this.#look();
      void this.#renew();
    }, RENEW_EVERY_MS);
  }

  async #renew(): Promise<void> {
    if (this.#isRenewing || this.signal.aborted) return;
    this.#isRenewing = true;
    const askedAt = clocks();
    try {
      if (await this.#leases.renew(this)) this.#knownAt = askedAt;
      else this.#lose('another attempt has taken it over');
    } catch {
      // Asked again in a moment; when that goes on for too long, the clock decides.
    } finally {
      this.#isRenewing = false;
    }
  }

  #look(): void {
    const now = clocks();
    const elapsedMs = Math.max(now.monotonic - this.#knownAt.monotonic, now.wall - this.#knownAt.wall);
    if (elapsedMs >= TRUSTED_MS) this.#lose('its lease could not be renewed in time');
  }

  #lose(because: string): void {
    if (this.signal.aborted) return;
    clearInterval(this.#timer);
    this.#loss.abort(leaseLost(because));
  }
}

/** One clock is never set back, the other goes on while the machine sleeps. */
function clocks(): { readonly monotonic: number; readonly wall: number } {
  return { monotonic: performance.now(), wall: Date.now() };
}

async function wait(waitMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(waitMs, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

import type { Clock } from '../clock.js';
import type { Query } from '../odata/query.js';
import type { Throttle } from '../options.js';

export interface Consumption {
  readonly units: number;
  /** Used share of what is granted: 1 and above means throttled. */
  readonly share: number;
  /** Seconds to wait, when throttled. */
  readonly retryAfter: number | null;
}

/**
 * Graph's accounting of identity calls in resource units, per app and tenant: a bucket that fills with use and drains
 * steadily. Calls made while throttled count, too.
 * @see Microsoft Graph service-specific throttling limits, "Identity and access".
 */
export class ResourceUnits {
  readonly #clock: Clock;
  readonly #throttle: Partial<Throttle> | false;
  readonly #buckets = new Map<string, { level: number; at: number }>();

  constructor(clock: Clock, throttle: Partial<Throttle> | false) {
    this.#clock = clock;
    this.#throttle = throttle;
  }

  consume(clientId: string, units: number, tenantUsers: number): Consumption {
    if (this.#throttle === false) return { units, share: 0, retryAfter: null };
    const granted = this.#throttle.resourceUnits ?? grantedTo(tenantUsers);
    const drainPerMs = granted / (this.#throttle.windowMs ?? 10_000);
    const now = this.#clock.now();
    const bucket = this.#buckets.get(clientId) ?? { level: 0, at: now };
    const drained = Math.max(0, bucket.level - Math.max(0, now - bucket.at) * drainPerMs);
    const level = Math.min(drained + units, granted * 1.8);
    this.#buckets.set(clientId, { level, at: now });
    const excess = level - granted;
    const retryAfter = excess > 0 ? Math.max(1, Math.ceil(excess / drainPerMs / 1000)) : null;
    return { units, share: level / granted, retryAfter };
  }

  clear(): void {
    this.#buckets.clear();
  }
}

/** What one call costs: less for `$select` and small pages, more for `$expand`, never below 1. */
export function unitsOf(base: number, query: Query): number {
  const cheaper = (query.select === null ? 0 : 1) + (query.top !== null && query.top < 20 ? 1 : 0);
  return Math.max(1, base - cheaper + (query.expand === null ? 0 : 1));
}

function grantedTo(tenantUsers: number): number {
  if (tenantUsers < 50) return 3500;
  return tenantUsers <= 500 ? 5000 : 8000;
}

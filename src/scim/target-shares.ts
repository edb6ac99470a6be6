/** What one sender tells the others that send to the same target. */
export interface ToldToOthers {
  /** For how long nobody is to send yet, in milliseconds; 0 when the way is free. */
  readonly closedForMs: number;
  /** How often the target refused requests for their number, and what it takes a second; null while it did not. */
  readonly finding: { readonly throttlings: number; readonly perSecond: number } | null;
}

/** What another sender told. */
export interface OtherSender extends ToldToOthers {
  readonly holder: string;
}

/** A sender's part of what a target takes. */
export interface GrantedShare {
  /** From 0 to 1. Less than an equal part until the others know of this sender. */
  readonly fraction: number;
  /** The others that send as well. */
  readonly others: readonly OtherSender[];
}

/**
 * Divides what one target takes among all that send to it, in whatever process. The parts of all together are never more than
 * the whole.
 */
export interface TargetShares {
  /** For how long a share is valid that is not renewed, in milliseconds from when that was asked for. */
  readonly validMs: number;
  /** Makes the sender known. It has no share yet. */
  join(holder: string): Promise<void>;
  /** Renews the share of a sender that has joined, and tells what it knows. One statement. */
  renew(holder: string, told: ToldToOthers): Promise<GrantedShare>;
  /** Leaves the share to the others. */
  leave(holder: string): Promise<void>;
}

/** What a sender may do with what it has been granted. */
export interface Portion {
  readonly fraction: number;
  /** Senders in all, and this one's place among them, from 0 on. */
  readonly senders: number;
  readonly rank: number;
}

export const WHOLE: Portion = { fraction: 1, senders: 1, rank: 0 };
export const NOTHING: Portion = { fraction: 0, senders: 1, rank: 0 };

/** Fractions are sums of such as a third. */
const NEARLY = 1e-6;

/** A portion of `count` things that cannot be divided; what remains goes to the first ones. */
export function portionOf(count: number, { fraction, senders, rank }: Portion): number {
  if (fraction < 1 / senders - NEARLY) return Math.floor(count * fraction + NEARLY);
  return Math.floor(count / senders) + (rank < count % senders ? 1 : 0);
}

/**
 * A portion of a rate, as so many requests in a window. Where there is not one for each sender, each sends one in a longer
 * window. A part of a request is not due to anybody: nothing is, where `count` is 0.
 */
export function portionOfRate(
  perSecond: number,
  portion: Portion,
): { readonly count: number; readonly windowMs: number } {
  const whole = Math.max(1, Math.floor(perSecond + NEARLY));
  const windowMs = (whole * 1_000) / perSecond;
  const { fraction, senders } = portion;
  if (fraction <= 0) return { count: 0, windowMs };
  if (whole >= senders) return { count: portionOf(whole, portion), windowMs };
  return { count: fraction < 1 / senders - NEARLY ? 0 : 1, windowMs: (windowMs * senders) / whole };
}

/** When a failed object is tried again. Times are milliseconds since the epoch; nobody here looks at a clock. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Measured from the first failure; afterwards once a day. @see Microsoft Entra, "How provisioning works", errors and retries. */
const RUNGS_MS = [6 * HOUR_MS, 12 * HOUR_MS, DAY_MS];

/** After so long an object is given up until its source changes, or somebody restarts the job. */
export const ESCROW_LIFETIME_MS = 28 * DAY_MS;

/** What is known of an object's failures, the newest one included. */
export interface FailedAttempts {
  readonly firstFailedAt: number;
  readonly attempts: number;
}

/**
 * When the next attempt is due: after a first failure in the next cycle, then 6, 12 and 24 hours after the first failure,
 * then daily.
 */
export function nextEscrowAttempt({ firstFailedAt, attempts }: FailedAttempts, now: number): number {
  return attempts === 1 ? now : nextRung(firstFailedAt, now);
}

/** Whether an object failed for so long that it is given up. */
export function isEscrowExpired(
  { firstFailedAt }: Pick<FailedAttempts, 'firstFailedAt'>,
  now: number,
): boolean {
  return now - firstFailedAt >= ESCROW_LIFETIME_MS;
}

/** The first rung of the ladder after `now`. */
export function nextRung(began: number, now: number): number {
  const rung = RUNGS_MS.find((each) => began + each > now);
  if (rung !== undefined) return began + rung;
  return began + (Math.floor((now - began) / DAY_MS) + 1) * DAY_MS;
}

/** When cycles begin. Times are milliseconds since the epoch; nobody here looks at a clock. */

const MILLISECONDS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DURATION = /^(\d{1,9})([smhd])$/;

/** Milliseconds of `30s`, `40m`, `6h` or `1d`; null when the text is none of these, or not longer than zero. */
export function parseDuration(text: string): number | null {
  const [, digits, unit] = DURATION.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return null;
  const milliseconds = Number(digits) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
  return milliseconds > 0 ? milliseconds : null;
}

export interface LastCycle {
  readonly began: number;
  readonly ended: number;
}

/**
 * When the next cycle is due. The interval counts from a cycle's start to the next one's start, so that cycles do not
 * drift by their own length; a cycle longer than the interval is followed at once, and cycles never overlap.
 */
export function nextStartAfter(cycle: LastCycle, intervalMs: number): number {
  return Math.max(cycle.ended, cycle.began + intervalMs);
}

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * How long to wait before the next attempt when the target does not say: 1 s, 2 s, 4 s … 60 s, of which a random half is
 * left out, so that many clients do not come back at once.
 * @param attempt 1 after the first failure.
 * @param random from 0 (inclusive) to 1 (exclusive).
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(full * (0.5 + random / 2));
}

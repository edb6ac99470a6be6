const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;
/** Even "Retry-After: 0" is not an invitation to spin. */
const SHORTEST_DELAY_MS = 100;

export interface RetryFacts {
  /** 0 for the first retry. */
  readonly attempt: number;
  /** What the other side asked for. */
  readonly askedMs: number | undefined;
  /** Since the first attempt began. */
  readonly elapsedMs: number;
  readonly budgetMs: number;
  /** From 0 to 1. */
  readonly random: number;
}

/**
 * Milliseconds to wait before the next attempt, or `null` when the wait would not fit the budget: then the failure goes
 * up, and a durable timer does the waiting. Exponential with jitter unless the other side asked for a time.
 */
export function retryDelayMs({ attempt, askedMs, elapsedMs, budgetMs, random }: RetryFacts): number | null {
  const backoff = Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS);
  const delay =
    askedMs === undefined ? Math.round(backoff * (0.5 + random / 2)) : Math.max(askedMs, SHORTEST_DELAY_MS);
  return elapsedMs + delay > budgetMs ? null : delay;
}

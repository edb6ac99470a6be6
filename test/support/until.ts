export interface UntilOptions {
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  /** Completes "waited in vain for …". */
  readonly what?: string;
}

/**
 * Asks again and again until the answer is neither undefined, null nor false, and returns it. An error of the
 * predicate counts as "not yet"; the last one is the cause when time is up.
 */
export async function until<T>(
  predicate: () => T | Promise<T>,
  options: UntilOptions = {},
): Promise<Exclude<T, undefined | null | false>> {
  const { timeoutMs = 15_000, everyMs = 50, what = 'a condition' } = options;
  const deadline = Date.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const answer = await predicate();
      if (isAnswer(answer)) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

function isAnswer<T>(answer: T): answer is Exclude<T, undefined | null | false> {
  return answer !== undefined && answer !== null && answer !== false;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { span } from './format.js';
import { UserError } from './user-error.js';

/**
 * What `work` comes to, unless it takes longer than `waitMs`, or somebody interrupts.
 * @throws {UserError} then; the work itself may go on.
 */
export async function withinTime<T>(
  work: Promise<T>,
  waitMs: number,
  interruption: AbortSignal,
  { what, remedy }: { readonly what: string; readonly remedy: string },
): Promise<T> {
  const settled = new AbortController();
  const tooLong = sleep(waitMs, undefined, { signal: AbortSignal.any([settled.signal, interruption]) }).then(
    () => {
      throw new UserError(`${what} has not come within ${span(waitMs)}.`, { remedy });
    },
    () => {
      if (settled.signal.aborted) return new Promise<never>(() => undefined);
      throw new UserError(`${what} was not waited for.`);
    },
  );
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    settled.abort();
  }
}

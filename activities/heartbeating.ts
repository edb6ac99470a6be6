import { Context } from '@temporalio/activity';

/** Everything below an activity is bounded in time; the beat says that the process lives and hears of cancellation. */
const BEAT_MS = 1_000;
/** Progress is made thousands of times a second, and telling Temporal of it costs as much as making it. */
const LEAST_BETWEEN_BEATS_MS = 250;

/** Runs long work: heartbeats meanwhile, and stops it when the workflow cancels the activity or the worker shuts down. */
export async function heartbeating<T>(
  work: (signal: AbortSignal, onProgress: () => void) => Promise<T>,
): Promise<T> {
  const context = Context.current();
  let beatenAt = Number.NEGATIVE_INFINITY;
  const beat = (): void => {
    beatenAt = performance.now();
    context.heartbeat();
  };
  const onProgress = (): void => {
    if (performance.now() - beatenAt >= LEAST_BETWEEN_BEATS_MS) beat();
  };
  const timer = setInterval(beat, BEAT_MS);
  try {
    return await work(context.cancellationSignal, onProgress);
  } finally {
    clearInterval(timer);
  }
}

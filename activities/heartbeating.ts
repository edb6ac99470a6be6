import { Context } from '@temporalio/activity';

/** Everything below an activity is bounded in time; the beat says that the process lives and hears of cancellation. */
const BEAT_MS = 1_000;

/** Runs long work: heartbeats meanwhile, and stops it when the workflow cancels the activity or the worker shuts down. */
export async function heartbeating<T>(
  work: (signal: AbortSignal, onProgress: () => void) => Promise<T>,
): Promise<T> {
  const context = Context.current();
  const beat = (): void => {
    context.heartbeat();
  };
  const timer = setInterval(beat, BEAT_MS);
  try {
    return await work(context.cancellationSignal, beat);
  } finally {
    clearInterval(timer);
  }
}

/** With the time in which a worker hears of a pause, it is over well within ten seconds. */
const GRACE_MS = 5_000;

/**
 * The signal for requests of a phase. What is under way when the phase is told to stop has a few seconds to end: broken off, it
 * might have happened, and the target would have to be asked. A target that does not answer by then holds nobody up. What
 * is under way when the lease is lost ends at once.
 * @param lease its `throwIfAborted` is asked, too, whenever that of the signal is.
 * @param graceMs milliseconds; 5,000 unless told.
 */
export function endingSignal(
  phase: AbortSignal,
  lease: AbortSignal,
  graceMs: number = GRACE_MS,
): AbortSignal {
  const ending = new AbortController();
  const { signal } = ending;
  const throwIfAborted = signal.throwIfAborted.bind(signal);
  signal.throwIfAborted = () => {
    lease.throwIfAborted();
    throwIfAborted();
  };
  whenAborted(lease, () => {
    ending.abort(lease.reason);
  });
  whenAborted(phase, () => {
    setTimeout(() => {
      ending.abort(phase.reason);
    }, graceMs).unref();
  });
  return signal;
}

function whenAborted(signal: AbortSignal, act: () => void): void {
  if (signal.aborted) act();
  else signal.addEventListener('abort', act, { once: true });
}

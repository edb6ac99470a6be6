const EXIT_CODE = 130;
/** npm passes a Ctrl-C on to whom the terminal told already: the same one again, not another. */
const SAME_WITHIN_MS = 1_000;

/** Aborts at the first Ctrl-C or SIGTERM, so that everything ends in order; a later second one ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  const onSignal = (): void => {
    if (!controller.signal.aborted) {
      firstAt = performance.now();
      controller.abort();
    } else if (performance.now() - firstAt > SAME_WITHIN_MS) process.exit(EXIT_CODE);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, onSignal);
  return controller.signal;
}

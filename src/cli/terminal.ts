import { createLogUpdate } from 'log-update';
import pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

/** What a command sees of the outside: its output, its environment, and whether someone is looking. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  /** True when standard output is a terminal that can be redrawn. */
  readonly isInteractive: boolean;
  readonly colors: Colors;
  /** One line or several to standard output: the answer. */
  print(text: string): void;
  /** One line or several to standard error: progress and failures. */
  note(text: string): void;
  /** Draws over what was drawn before. Only where `isInteractive`. */
  draw(frame: string): void;
  /** Leaves what was drawn last where it is. */
  endDrawing(): void;
  /**
   * Aborts at the first Ctrl-C or SIGTERM, and when nobody reads the output any more. Once asked for, a second Ctrl-C ends
   * the process at once.
   */
  interruption(): AbortSignal;
}

/** npm passes a Ctrl-C on to whom the terminal told already: the same one again, not another. */
const SAME_WITHIN_MS = 1_000;
const INTERRUPTED_EXIT_CODE = 130;

/** The process's own terminal. */
export function processTerminal(): Terminal {
  const isInteractive = process.stdout.isTTY && process.env['TERM'] !== 'dumb';
  const screen = createLogUpdate(process.stdout);
  let isDrawing = false;
  const controller = new AbortController();
  let isInterruptible = false;
  toleratePipesThatClose(controller);
  return {
    env: process.env,
    isInteractive,
    colors: pc.createColors(isInteractive && pc.isColorSupported),
    print: (text) => process.stdout.write(`${text}\n`),
    note: (text) => {
      // Between two frames, a line of its own would be drawn over.
      if (isDrawing) screen.persist(text);
      else process.stderr.write(`${text}\n`);
    },
    draw: (frame) => {
      isDrawing = true;
      screen(frame);
    },
    endDrawing: () => {
      if (isDrawing) screen.done();
      isDrawing = false;
    },
    interruption: () => {
      if (!isInterruptible) abortOnSignals(controller);
      isInterruptible = true;
      return controller.signal;
    },
  };
}

/** `scimflow … | head` closes the pipe early: a command that would go on for ever ends then, any other finishes its work. */
function toleratePipesThatClose(controller: AbortController): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') {
        if (stream === process.stdout) controller.abort();
        return;
      }
      if (stream === process.stdout)
        process.stderr.write(`error: The output cannot be written (${code ?? 'unknown reason'}).\n`);
      process.exit(1);
    });
}

function abortOnSignals(controller: AbortController): void {
  let firstAt = 0;
  const onSignal = () => {
    if (!controller.signal.aborted) {
      firstAt = performance.now();
      controller.abort();
    } else if (performance.now() - firstAt > SAME_WITHIN_MS) process.exit(INTERRUPTED_EXIT_CODE);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, onSignal);
}

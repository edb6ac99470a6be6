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
  /** Aborts at the first Ctrl-C or SIGTERM. Once asked for, a second one ends the process at once. */
  interruption(): AbortSignal;
}

const INTERRUPTED_EXIT_CODE = 130;

/** The process's own terminal. */
export function processTerminal(): Terminal {
  const isInteractive = process.stdout.isTTY && process.env['TERM'] !== 'dumb';
  const screen = createLogUpdate(process.stdout);
  let isDrawing = false;
  let controller: AbortController | undefined;
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
    interruption: () => (controller ??= interruptible()).signal,
  };
}

function interruptible(): AbortController {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED_EXIT_CODE);
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, onSignal);
  return controller;
}

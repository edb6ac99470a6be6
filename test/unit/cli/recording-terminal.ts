import pc from 'picocolors';
import type { Terminal } from '../../../src/cli/terminal.js';

/** A terminal that keeps what is written to it. Without colours, and nobody looking. */
export interface RecordingTerminal extends Terminal {
  readonly output: () => string;
  readonly errors: () => string;
  readonly interrupt: () => void;
}

export function recordingTerminal(env: NodeJS.ProcessEnv = {}): RecordingTerminal {
  const output: string[] = [];
  const errors: string[] = [];
  const controller = new AbortController();
  return {
    env,
    isInteractive: false,
    colors: pc.createColors(false),
    print: (text) => output.push(text),
    note: (text) => errors.push(text),
    draw: () => undefined,
    endDrawing: () => undefined,
    interruption: () => controller.signal,
    output: () => output.join('\n'),
    errors: () => errors.join('\n'),
    interrupt: () => {
      controller.abort();
    },
  };
}

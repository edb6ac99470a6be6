import { CommanderError } from 'commander';
import { explain, explanationText, stackOf } from './explain-error.js';
import { createProgram } from './program.js';
import { temporalSettings } from './settings.js';
import type { Terminal } from './terminal.js';
import { AnsweredFailure } from './user-error.js';

/**
 * Runs one command line.
 * @param args without the interpreter and the script.
 * @returns the exit code: 0 done, 1 the thing failed, 2 the command was wrong.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has already printed its own message, and help is no failure.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof AnsweredFailure) return error.exitCode;
    const explanation = explain(error, surroundings(terminal.env));
    terminal.note(terminal.colors.red('error: ') + explanationText(explanation));
    if (terminal.env['SCIMFLOW_DEBUG'] === '1') terminal.note(stackOf(error));
    return explanation.exitCode;
  }
}

/** Explaining must not fail because a setting is wrong. */
function surroundings(env: NodeJS.ProcessEnv) {
  return temporalSettings({ ...env, TEMPORAL_TLS: undefined });
}

import type { Command } from 'commander';
import type { Terminal } from './terminal.js';

/** Adds one command, or one family of commands, to the program. */
export type Registration = (program: Command, terminal: Terminal) => void;

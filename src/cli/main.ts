#!/usr/bin/env node
import { run } from './run.js';
import { processTerminal } from './terminal.js';

/** What still holds the process when its work is done must not keep it. */
const LINGER_MS = 3_000;

process.exitCode = await run(process.argv.slice(2), processTerminal());
setTimeout(() => process.exit(), LINGER_MS).unref();

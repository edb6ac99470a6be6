import { once } from 'node:events';
import { startTestServers } from './servers.js';

/** Starts the run's servers, prints their addresses as one line of JSON, and stops them when standard input ends. */
const log = (line: string): boolean => process.stderr.write(`[test setup] ${line}\n`);

// Ctrl-C goes to the whole group; jest decides what it means, and its end is seen on standard input.
process.on('SIGINT', () => undefined);

const servers = await startTestServers(log);
const missing = servers.environment['TEST_TIME_SKIPPING_MISSING'];
if (missing !== undefined) log(`TIME-SKIPPING TESTS ARE SKIPPED. ${missing}`);

process.stdout.write(`${JSON.stringify(servers.environment)}\n`);
process.stdin.resume();
await once(process.stdin, 'close');
await servers.stop();

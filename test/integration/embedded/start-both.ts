import {
  cacheDirectory,
  findOrInstallTemporal,
  startPostgres,
  startTemporal,
} from '../../../src/embedded/index.js';

/** A program that owns both servers, for tests that treat it badly. Prints their process ids; ignores Ctrl-C. */
process.on('SIGINT', () => undefined);
const [dataDir = ''] = process.argv.slice(2);
const log = (): void => undefined;
const executable = await findOrInstallTemporal({ cacheDir: cacheDirectory(), log });
const temporal = await startTemporal({ dataDir, executable, port: 0, uiPort: 0, searchAttributes: {}, log });
const postgres = await startPostgres({ dataDir, log });
process.stdout.write(`${JSON.stringify({ temporal: temporal.pid, postgres: postgres.pid })}\n`);
setInterval(() => undefined, 60_000);

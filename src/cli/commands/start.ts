import { InvalidArgumentError } from 'commander';
import { jobConfigurations, loadConfigurationFile } from '../../config/load-configuration.js';
import type { Registration } from '../registration.js';
import { DEFAULT_API_PORT } from '../settings.js';
import { defaultDataDirectory } from '../start/data-directory.js';

interface StartOptions {
  readonly file: string;
  readonly dataDir: string;
  readonly temporalPort: number;
  readonly uiPort: number;
  readonly apiPort: number;
}

/** `start`: the real thing on one machine, until Ctrl-C. */
export const registerStart: Registration = (program, terminal) => {
  program
    .command('start')
    .description('run everything on this machine: Temporal, PostgreSQL, a worker, and the jobs of a file')
    .requiredOption('-f, --file <path>', 'configuration file, YAML or JSON')
    .option('--data-dir <path>', 'where the databases are kept', defaultDataDirectory('start'))
    .option('--temporal-port <port>', 'of the embedded Temporal', portNumber, 7233)
    .option('--ui-port <port>', 'of its Web UI', portNumber, 8233)
    .option('--api-port <port>', 'of the read API', portNumber, DEFAULT_API_PORT)
    .addHelpText(
      'after',
      '\nTEMPORAL_ADDRESS and DATABASE_URL, where set, are used instead of embedded servers.',
    )
    .action(async ({ file, dataDir, temporalPort, uiPort, apiPort }: StartOptions) => {
      const jobs = jobConfigurations(loadConfigurationFile(file));
      // Loaded here, because embedded servers bring packages that no other command needs.
      const { startAndWatch } = await import('../start/start-and-watch.js');
      await startAndWatch(jobs, dataDir, { temporal: temporalPort, webUi: uiPort, api: apiPort }, terminal);
    });
};

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new InvalidArgumentError('Give a port number, or 0 for a free one.');
  return port;
}

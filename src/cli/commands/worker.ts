import type { Registration } from '../registration.js';
import { temporalSettings, workerSettings } from '../settings.js';
import { tlsOptions } from '../temporal.js';

/** `worker`: carries out the jobs' work until it is told to stop, and then finishes what it has in hand. */
export const registerWorker: Registration = (program, terminal) => {
  program
    .command('worker')
    .description('run a worker; needs TEMPORAL_ADDRESS and DATABASE_URL')
    .action(async () => {
      const connection = temporalSettings(terminal.env);
      const { address, namespace, taskQueue, apiKey } = connection;
      const temporal = { address, namespace, taskQueue, apiKey, tls: tlsOptions(connection) };
      const settings = workerSettings(terminal.env);
      // Loaded here, because the worker's runtime takes longer to load than all other commands together.
      const { runWorker } = await import('../../worker/index.js');
      const signal = AbortSignal.any([terminal.interruption(), supervisorGone()]);
      await runWorker({ temporal, ...settings, signal });
    });
};

/** A worker started by `start` or `demo` must not outlive them, however they ended. */
function supervisorGone(): AbortSignal {
  const controller = new AbortController();
  process.once('disconnect', () => {
    controller.abort();
  });
  process.channel?.unref();
  return controller.signal;
}

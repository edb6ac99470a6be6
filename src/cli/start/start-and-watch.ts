import type { JobConfiguration } from '../../config/configuration.js';
import { applyConfiguration } from '../apply-configuration.js';
import { appliedText, requireSuccess } from '../applied-text.js';
import { watchJobs } from '../status/watch-jobs.js';
import { withTemporal } from '../temporal.js';
import type { Terminal } from '../terminal.js';
import { startInstallation, type Ports } from './installation.js';
import { Teardown } from './teardown.js';

/** Runs servers, a worker and the jobs, and shows them at work until Ctrl-C; then ends them in order. */
export async function startAndWatch(
  jobs: readonly JobConfiguration[],
  dataDir: string,
  ports: Ports,
  terminal: Terminal,
): Promise<void> {
  const note = (line: string): void => {
    terminal.note(terminal.colors.dim(line));
  };
  const signal = terminal.interruption();
  const teardown = new Teardown(note);
  try {
    const options = { dataDir, ports, env: terminal.env, isThrowaway: false, note, signal };
    const { settings, webUiUrl, worker } = await startInstallation(options, teardown);
    if (webUiUrl !== null) terminal.print(`Temporal Web UI: ${webUiUrl}`);
    await withTemporal(settings, async (client) => {
      const applied = await applyConfiguration(client, jobs, settings, note);
      terminal.print(applied.map((one) => appliedText(one, terminal.colors)).join('\n'));
      requireSuccess(applied);
      const apps = jobs.map(({ app }) => app.id);
      await watchJobs({ client, apps, surroundings: settings, terminal, signal, failure: worker.failure });
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await teardown.run();
  }
}

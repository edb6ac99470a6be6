import type { Client } from '@temporalio/client';
import { explain } from '../explain-error.js';
import { appsWithJobs, jobStatus } from '../jobs.js';
import { json, outputOption, type OutputChoice } from '../output-option.js';
import { Patience } from '../patience.js';
import { pause } from '../poll.js';
import type { Registration } from '../registration.js';
import { temporalSettings, type TemporalSettings } from '../settings.js';
import { readJobs } from '../status/read-jobs.js';
import { statusPage } from '../status/status-page.js';
import { statusTable } from '../status/status-table.js';
import { withTemporal } from '../temporal.js';
import type { Terminal } from '../terminal.js';

const REFRESH_MS = 1_000;

interface StatusOptions extends OutputChoice {
  readonly watch?: true;
}

/** `status`: one job or all, once or until Ctrl-C. */
export const registerStatus: Registration = (program, terminal) => {
  program
    .command('status')
    .description('how the jobs stand')
    .argument('[app]', 'one job, in full')
    .option('-w, --watch', 'keep showing it until Ctrl-C')
    .addOption(outputOption())
    .action(async (app: string | undefined, { watch: isWatched, output }: StatusOptions) => {
      const settings = temporalSettings(terminal.env);
      await withTemporal(settings, async (client) => {
        const read = () => statusText(client, app, output, settings, terminal);
        if (isWatched === true) await watch(read, settings, terminal);
        else terminal.print(await read());
      });
    });
};

async function statusText(
  client: Client,
  app: string | undefined,
  output: OutputChoice['output'],
  settings: TemporalSettings,
  { colors }: Terminal,
): Promise<string> {
  if (app !== undefined) {
    const status = await jobStatus(client, app);
    return output === 'json' ? json(status) : statusPage(status, Date.now(), colors);
  }
  const readings = await readJobs(client, await appsWithJobs(client), settings);
  return output === 'json' ? json(readings) : statusTable(readings, Date.now(), colors);
}

/** Redraws on a terminal; elsewhere prints what changed. */
async function watch(
  read: () => Promise<string>,
  settings: TemporalSettings,
  terminal: Terminal,
): Promise<void> {
  const signal = terminal.interruption();
  const patience = new Patience((line) => {
    terminal.note(terminal.colors.dim(line));
  });
  let shown = '';
  try {
    while (!signal.aborted) {
      const text = (await patience.with(read(), (error) => explain(error, settings).message)) ?? shown;
      if (terminal.isInteractive) terminal.draw(text);
      else if (text !== shown) terminal.print(text);
      shown = text;
      await pause(REFRESH_MS, signal);
    }
  } finally {
    terminal.endDrawing();
  }
}

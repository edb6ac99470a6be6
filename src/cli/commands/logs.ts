import { Option, InvalidArgumentError } from 'commander';
import { parseDuration } from '../../policy/schedule.js';
import type { LogEntry, LogQuery } from '../logs/log-client.js';
import { logText } from '../logs/log-text.js';
import { followLogs, readLogs } from '../logs/read-logs.js';
import { outputOption, type OutputChoice } from '../output-option.js';
import { Patience } from '../patience.js';
import type { Registration } from '../registration.js';
import { apiSettings } from '../settings.js';

const MOST_ENTRIES = 10_000;

interface LogsOptions extends OutputChoice {
  readonly user?: string;
  readonly status?: string;
  readonly since?: string;
  readonly follow?: true;
  readonly limit: number;
}

/** `logs`: what happened to whom, and why, asked of the read API. */
export const registerLogs: Registration = (program, terminal) => {
  program
    .command('logs')
    .description('the provisioning log of an app: what happened to whom, and why')
    .argument('<app>', 'the app')
    .option('-u, --user <user>', "part of a person's name or address, or an id of source or target")
    .addOption(
      new Option('-s, --status <status>', 'only these').choices(['success', 'warning', 'failure', 'skipped']),
    )
    .addOption(new Option('--since <when>', 'how far back (30m, 2h, 7d), or a date').argParser(sinceTime))
    .option('--follow', 'go on with new entries until Ctrl-C')
    .addOption(new Option('-n, --limit <count>', 'the newest so many').argParser(entryCount).default(50))
    .addOption(outputOption())
    .action(async (app: string, { output, follow, ...options }: LogsOptions) => {
      const api = apiSettings(terminal.env);
      const query: LogQuery = options;
      const show = (entry: LogEntry): void => {
        terminal.print(output === 'json' ? JSON.stringify(entry) : logText(entry, terminal.colors));
      };
      if (follow === true) {
        const patience = new Patience((line) => {
          terminal.note(terminal.colors.dim(line));
        });
        for await (const entry of followLogs(api, app, query, terminal.interruption(), { patience }))
          show(entry);
        return;
      }
      const entries = await readLogs(api, app, query);
      entries.forEach(show);
      if (entries.length === 0) terminal.note('No entries.');
    });
};

function sinceTime(text: string): string {
  const ms = parseDuration(text);
  if (ms !== null) return new Date(Date.now() - ms).toISOString();
  const date = Date.parse(text);
  if (Number.isNaN(date))
    throw new InvalidArgumentError('Give a span such as 2h, or a date such as 2026-03-01.');
  return new Date(date).toISOString();
}

function entryCount(text: string): number {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MOST_ENTRIES)
    throw new InvalidArgumentError(`Give a number from 1 to ${MOST_ENTRIES}.`);
  return count;
}

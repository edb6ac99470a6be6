import { Option, InvalidArgumentError } from 'commander';
import { parseDuration } from '../../policy/schedule.js';
import { readEscrowPage, type LogQuery } from '../logs/log-client.js';
import type { LogLine } from '../logs/log-line.js';
import { escrowText, lineText } from '../logs/log-text.js';
import { followLogs, readList, readLogs, type LogContent } from '../logs/read-logs.js';
import { outputOption, type OutputChoice } from '../output-option.js';
import { Patience } from '../patience.js';
import type { Registration } from '../registration.js';
import { apiSettings } from '../settings.js';
import type { Terminal } from '../terminal.js';

const MOST_ENTRIES = 10_000;

/** As the log names what the deletion guard held back. */
const STAGED: readonly string[] = ['stagedDelete', 'stagedAction'];
const ACTIONS: readonly string[] = ['create', 'update', 'disable', 'delete', 'skip', 'fail', 'staged'];

interface LogsOptions extends OutputChoice {
  readonly user?: string;
  readonly status?: string;
  readonly action?: string;
  readonly since?: string;
  readonly events?: true;
  readonly escrows?: true;
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
    .addOption(
      new Option(
        '-a, --action <actions>',
        `only these: a comma list of ${ACTIONS.join(', ')}; staged: what the deletion guard held back`,
      ).argParser(actionList),
    )
    .addOption(new Option('--since <when>', 'how far back (30m, 2h, 7d), or a date').argParser(sinceTime))
    .option('--follow', 'go on with new entries until Ctrl-C')
    .addOption(
      new Option('--events', 'only what cycles decided about themselves').conflicts([
        'user',
        'status',
        'action',
      ]),
    )
    .addOption(
      new Option('--escrows', 'what failed and is tried again, and when').conflicts([
        'user',
        'status',
        'action',
        'since',
        'events',
        'follow',
      ]),
    )
    .addOption(new Option('-n, --limit <count>', 'the newest so many').argParser(entryCount).default(50))
    .addOption(outputOption())
    .action((app: string, options: LogsOptions) =>
      options.escrows === true ? showEscrows(app, options, terminal) : showLog(app, options, terminal),
    );
};

async function showLog(
  app: string,
  { output, follow, events, ...query }: LogsOptions,
  terminal: Terminal,
): Promise<void> {
  const api = apiSettings(terminal.env);
  const content = contentOf({ output, query, isAboutEvents: events === true });
  const show = (line: LogLine): void => {
    terminal.print(
      output === 'json'
        ? JSON.stringify(line.type === 'entry' ? line.entry : line.event)
        : lineText(line, terminal.colors),
    );
  };
  if (follow === true) {
    const patience = new Patience((line) => {
      terminal.note(terminal.colors.dim(line));
    });
    for await (const line of followLogs(api, app, query, terminal.interruption(), { content, patience }))
      show(line);
    return;
  }
  const lines = await readLogs(api, app, query, content);
  lines.forEach(show);
  if (lines.length === 0) terminal.note(events === true ? 'No events.' : 'No entries.');
}

/** Who asks about somebody, or reads by program, is not told of cycles between the entries. */
function contentOf({
  output,
  query: { user, status, action },
  isAboutEvents,
}: OutputChoice & { readonly query: LogQuery; readonly isAboutEvents: boolean }): LogContent {
  if (isAboutEvents) return 'events';
  const isFiltered = [user, status, action].some((filter) => filter !== undefined);
  return isFiltered || output === 'json' ? 'entries' : 'both';
}

async function showEscrows(app: string, { output, limit }: LogsOptions, terminal: Terminal): Promise<void> {
  const escrows = await readList(readEscrowPage, apiSettings(terminal.env), app, { limit });
  for (const escrow of escrows)
    terminal.print(
      output === 'json' ? JSON.stringify(escrow) : escrowText(escrow, Date.now(), terminal.colors),
    );
  if (escrows.length === 0) terminal.note('Nothing failed that is tried again.');
}

function actionList(text: string): string {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !ACTIONS.includes(name) && !STAGED.includes(name));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`${unknown.join(', ')} is no action. Actions: ${ACTIONS.join(', ')}.`);
  return names.flatMap((name) => (name === 'staged' ? STAGED : [name])).join(',');
}

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

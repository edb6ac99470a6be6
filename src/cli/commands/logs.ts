import { Option, InvalidArgumentError } from 'commander';
import { parseDuration } from '../../policy/schedule.js';
import { readEntry, readEscrowPage, type LogQuery } from '../logs/log-client.js';
import type { LogLine } from '../logs/log-line.js';
import { escrowText, lineText, logText } from '../logs/log-text.js';
import { followLogs, readLogs, readPages, type LogContent } from '../logs/read-logs.js';
import { streamLogs } from '../logs/stream-logs.js';
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
  readonly steps?: true;
  readonly id?: string;
  readonly follow?: true;
  readonly all?: true;
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
    .option('--steps', 'with each entry what led to it: import, scoping with every filter, matching, action')
    .addOption(
      new Option('--id <entry>', 'one entry with its steps, by its id')
        .argParser(entryId)
        .conflicts(['user', 'status', 'action', 'since', 'events', 'escrows', 'follow', 'limit', 'all']),
    )
    .option('--follow', 'go on with new entries until Ctrl-C')
    .addOption(
      new Option('--events', 'only what cycles decided about themselves').conflicts([
        'user',
        'status',
        'action',
        'steps',
      ]),
    )
    .addOption(
      new Option('--escrows', 'what failed and is tried again, and when').conflicts([
        'user',
        'status',
        'action',
        'since',
        'events',
        'steps',
        'follow',
      ]),
    )
    .addOption(new Option('-n, --limit <count>', 'the newest so many').argParser(entryCount).default(50))
    .addOption(new Option('--all', 'everything that fits, however much it is').conflicts(['limit', 'follow']))
    .addOption(outputOption())
    .action((app: string, options: LogsOptions) => {
      if (options.id !== undefined) return showEntry(app, options.id, options, terminal);
      return options.escrows === true ? showEscrows(app, options, terminal) : showLog(app, options, terminal);
    });
};

async function showLog(
  app: string,
  { output, follow, events, all, ...query }: LogsOptions,
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
  let count = 0;
  for await (const line of all === true
    ? streamLogs(api, app, query, content, terminal.interruption())
    : await readLogs(api, app, query, content)) {
    show(line);
    count += 1;
  }
  if (count === 0) terminal.note(events === true ? 'No events.' : 'No entries.');
}

async function showEntry(
  app: string,
  id: string,
  { output }: OutputChoice,
  terminal: Terminal,
): Promise<void> {
  const entry = await readEntry(apiSettings(terminal.env), app, id);
  terminal.print(output === 'json' ? JSON.stringify(entry) : logText(entry, terminal.colors));
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

async function showEscrows(
  app: string,
  { output, limit, all }: LogsOptions,
  terminal: Terminal,
): Promise<void> {
  const query = { limit: all === true ? Infinity : limit };
  let count = 0;
  for await (const page of readPages(readEscrowPage, apiSettings(terminal.env), app, query))
    for (const escrow of page) {
      count += 1;
      terminal.print(
        output === 'json' ? JSON.stringify(escrow) : escrowText(escrow, Date.now(), terminal.colors),
      );
    }
  if (count === 0) terminal.note('Nothing failed that is tried again.');
}

function actionList(text: string): string {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !ACTIONS.includes(name) && !STAGED.includes(name));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`${unknown.join(', ')} is no action. Actions: ${ACTIONS.join(', ')}.`);
  return names.flatMap((name) => (name === 'staged' ? STAGED : [name])).join(',');
}

function entryId(text: string): string {
  if (/^\d{1,18}$/.test(text)) return text;
  throw new InvalidArgumentError('Give the id of an entry, as --steps and --output json show it.');
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
    throw new InvalidArgumentError(`Give a number from 1 to ${MOST_ENTRIES}, or --all.`);
  return count;
}

import { InvalidArgumentError, Option } from 'commander';
import { WorkflowUpdateStage } from '@temporalio/client';
import { jobWorkflowId, plan as planUpdate, type PlanResult } from '../../../workflows/contract.js';
import { parseDuration } from '../../policy/schedule.js';
import { requireWorker } from '../apply-configuration.js';
import { jobStatus } from '../jobs.js';
import { reportEntries } from '../logs/log-client.js';
import { changeLines, explanation } from '../logs/log-text.js';
import { readPages } from '../logs/read-logs.js';
import { outputOption, type OutputChoice } from '../output-option.js';
import { entryHeadline } from '../reports/entry-headline.js';
import { forecastMs, planText, writesOf } from '../reports/plan-text.js';
import type { Registration } from '../registration.js';
import { apiSettings, temporalSettings } from '../settings.js';
import { withTemporal } from '../temporal.js';
import type { Terminal } from '../terminal.js';
import { AnsweredFailure } from '../user-error.js';
import { withinTime } from '../within-time.js';

const MOST_ROWS = 10_000;

interface PlanOptions extends OutputChoice {
  readonly rows: number;
  readonly wait: number;
  readonly detailedExitcode?: true;
}

/** `plan`: what the next cycle would do. */
export const registerPlan: Registration = (program, terminal) => {
  program
    .command('plan')
    .description('what the next cycle would do; writes nothing to the app')
    .argument('<app>', 'the app')
    .addOption(
      new Option('-n, --rows <count>', 'show the first so many operations').argParser(rowCount).default(20),
    )
    .addOption(
      new Option('--wait <time>', 'how long to wait, also for a cycle that runs')
        .argParser(waitTime)
        .default(1_800_000, '30m'),
    )
    .option('--detailed-exitcode', 'exit code 2 when there is something to do')
    .addOption(outputOption())
    .action(async (app: string, options: PlanOptions) => {
      const result = await planOf(app, options.wait, terminal);
      if (options.output === 'json') await printJson(app, result, terminal);
      else await printText(app, result, options.rows, terminal);
      if (options.detailedExitcode === true && writesOf(result.counts) > 0)
        throw new AnsweredFailure('there is something to do', 2);
    });
};

function planOf(app: string, waitMs: number, terminal: Terminal): Promise<PlanResult> {
  const settings = temporalSettings(terminal.env);
  return withTemporal(settings, async (client) => {
    await requireWorker(client, settings.taskQueue);
    const { cycle } = await jobStatus(client, app);
    if (cycle !== null) terminal.note(`Cycle ${cycle.number} of ${app} is running; the plan follows it.`);
    const update = await client.workflow
      .getHandle(jobWorkflowId(app))
      .startUpdate(planUpdate, { waitForStage: WorkflowUpdateStage.ACCEPTED });
    return withinTime(update.result(), waitMs, terminal.interruption(), {
      what: `The plan of ${app}`,
      remedy:
        'See `scimflow status`: the plan follows a cycle that runs. Ask again, or wait longer with --wait.',
    });
  });
}

async function printText(app: string, result: PlanResult, limit: number, terminal: Terminal): Promise<void> {
  terminal.print(planText(app, result));
  let shown = 0;
  for await (const entries of readPages(reportEntries(result.reportId), apiSettings(terminal.env), app, {
    limit,
  }))
    for (const entry of entries) {
      if (shown === 0) terminal.print('');
      shown += 1;
      const lines = [entryHeadline(entry, terminal.colors), ...changeLines(entry), ...explanation(entry)];
      terminal.print(lines.join('\n'));
    }
  const { failed, staged = 0 } = result.counts;
  const left = writesOf(result.counts) + failed + staged - shown;
  if (left > 0)
    terminal.note(`And ${left.toLocaleString('en-US')} more: see them with --rows or --output json.`);
}

/** One document, of which no more than a page is held at once. */
async function printJson(app: string, result: PlanResult, terminal: Terminal): Promise<void> {
  const head = JSON.stringify({ app, ...result, forecastMilliseconds: Math.round(forecastMs(result)) });
  terminal.print(`${head.slice(0, -1)},"entries":[`);
  let separator = '';
  const query = { limit: Infinity };
  for await (const entries of readPages(
    reportEntries(result.reportId),
    apiSettings(terminal.env),
    app,
    query,
  ))
    for (const entry of entries) {
      terminal.print(`${separator}${JSON.stringify(entry)}`);
      separator = ',';
    }
  terminal.print(']}');
}

function rowCount(text: string): number {
  const count = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (count < 0 || count > MOST_ROWS)
    throw new InvalidArgumentError(`Give a number from 0 to ${MOST_ROWS}, or --output json for all.`);
  return count;
}

function waitTime(text: string): number {
  const ms = parseDuration(text);
  if (ms === null) throw new InvalidArgumentError('Give a span such as 30m or 2h.');
  return ms;
}

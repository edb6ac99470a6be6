import type { SynchronizationStatus, TaskExecution } from '../../../workflows/contract.js';
import { currentError, describeCounts, failingQuarantine } from '../../policy/describe-job.js';
import { remedyFor, withoutRemedy } from '../../policy/synchronization-error.js';
import { counted, printable, relativeTime, span, table } from '../format.js';
import type { Colors } from '../terminal.js';
import { quarantineLines, troubleRows, ways } from './trouble.js';
import { bar, linked, phaseText, stateText } from './wording.js';

const BAR_WIDTH = 24;

/** One job in full. */
export function statusPage(status: SynchronizationStatus, now: number, colors: Colors): string {
  const { app, connector, configurationVersion, lastExecution, nextCycleAt } = status;
  const { accounts, groups } = linked(status);
  const rows = [
    ['state', stateText(status, colors)],
    ['accounts linked', accounts.toLocaleString('en-US')],
    ...(groups > 0 ? [['groups linked', groups.toLocaleString('en-US')]] : []),
    ...inScope(lastExecution),
    ...running(status, colors),
    ...last('last cycle', lastExecution, now),
    ...lastSuccess(status, now),
    ...troubleRows(status, now),
    ...(nextCycleAt === null || failingQuarantine(status) !== null
      ? []
      : [['next cycle', relativeTime(nextCycleAt, now)]]),
    [
      'configuration',
      configurationVersion === null ? 'none: run `scimflow apply`' : `version ${configurationVersion}`,
    ],
  ];
  const title = colors.bold(app) + (connector === null ? '' : colors.dim(` (${connector})`));
  return [
    title,
    table(rows.map(([label, text]) => [`  ${label ?? ''}`, text ?? ''])),
    ...quarantineLines(status, colors),
    ...failure(status, colors),
    ...hint(status),
  ].join('\n');
}

/** A first try is best made with one person; say so when it is. */
function inScope(execution: TaskExecution | null): readonly string[][] {
  if (execution === null || execution.state === 'Failed') return [];
  const count = execution.countEntitled;
  const remark =
    count === 1 ? ': good for a first try' : count === 0 ? ': assign a user or a group to the app' : '';
  return [['in scope', `${counted(count, 'user')} in scope${remark}`]];
}

function running(status: SynchronizationStatus, colors: Colors): readonly string[][] {
  const { cycle, progress } = status;
  if (cycle === null) return [];
  const bars = progress
    .filter(({ totalUnits }) => totalUnits > 0)
    .map((one) => [
      '',
      `${bar(one, BAR_WIDTH, colors)} ${one.completedUnits} of ${one.totalUnits} ${one.units}`,
    ]);
  return [[`cycle ${cycle.number}`, `${cycle.kind}: ${phaseText({ ...status, progress: [] })}`], ...bars];
}

function last(label: string, execution: TaskExecution | null, now: number): readonly string[][] {
  if (execution === null) return [[label, 'none yet']];
  const { number, kind, state, timeBegan, timeEnded, counts } = execution;
  const outcome = {
    Succeeded: 'succeeded',
    EntryLevelErrors: 'succeeded, with failed objects',
    Failed: 'failed',
  }[state];
  const took = span(Date.parse(timeEnded) - Date.parse(timeBegan));
  return [
    [label, `${number}, ${kind}, ${outcome} ${relativeTime(timeEnded, now)}, took ${took}`],
    ...(state === 'Failed' ? [] : [['', describeCounts(counts)]]),
  ];
}

function lastSuccess(status: SynchronizationStatus, now: number): readonly string[][] {
  const { lastExecution, lastSuccessfulExecution: success } = status;
  return success === null || success.number === lastExecution?.number
    ? []
    : [...last('last success', success, now)];
}

function failure(status: SynchronizationStatus, colors: Colors): readonly string[] {
  const error = currentError(status);
  if (error === null) return [];
  const times = status.countSuccessiveCompleteFailures;
  const remedy = remedyFor(error.code);
  return [
    '',
    colors.red(`  ${error.code}`) + (times > 1 ? ` (${times} cycles in a row)` : ''),
    `  ${printable(withoutRemedy(error))}`,
    ...(remedy === null ? [] : [`  What to do: ${remedy}`]),
  ];
}

function hint(status: SynchronizationStatus): readonly string[] {
  const isPaused = status.code === 'Paused';
  const commands = ways(status).map(({ command, effect }) => [`  ${command}`, effect]);
  return [
    ...(isPaused ? ['', `  Go on with: scimflow resume ${status.app}`] : []),
    ...(commands.length === 0 ? [] : ['', table(commands)]),
  ];
}

import type { SynchronizationStatus } from '../../../workflows/contract.js';
import { describeCounts } from '../../policy/describe-job.js';
import { relativeTime, table } from '../format.js';
import type { Colors } from '../terminal.js';
import type { JobReading } from './read-jobs.js';
import { phaseText, stagedText, stateText } from './wording.js';

/** All jobs, one a line. */
export function statusTable(readings: readonly JobReading[], now: number, colors: Colors): string {
  if (readings.length === 0) return 'There are no jobs. Create them with `scimflow apply -f apps.yaml`.';
  const titles = ['APP', 'STATE', 'LAST CYCLE', 'WHAT HAPPENED', 'NEXT CYCLE', 'FAILURES'];
  const rows = [
    titles.map((title) => colors.bold(title)),
    ...readings.map((reading) => row(reading, now, colors)),
  ];
  const calls = readings.flatMap(callForSomebody);
  return [table(rows), ...(calls.length === 0 ? [] : ['', ...calls])].join('\n');
}

/** What does not go on before somebody does something. */
function callForSomebody({ app, status }: JobReading): readonly string[] {
  if (status === null) return [];
  const { stagedDeletions: staged, schedule } = status;
  return [
    ...(schedule.state === 'Disabled'
      ? [`${app} is disabled after too long a quarantine: scimflow status ${app}`]
      : []),
    ...(staged === null ? [] : [`${app} holds back ${stagedText(staged)}: scimflow deletes ${app}`]),
  ];
}

function row({ app, status, problem }: JobReading, now: number, colors: Colors): readonly string[] {
  if (status === null) return [app, colors.red('no answer'), problem];
  const { lastExecution: last } = status;
  return [
    app,
    stateText(status, colors),
    last === null ? '-' : `${last.kind} ${relativeTime(last.timeEnded, now)}`,
    last === null
      ? '-'
      : last.state === 'Failed'
        ? colors.red(`failed: ${last.error?.code ?? 'unknown'}`)
        : describeCounts(last.counts),
    status.cycle === null
      ? status.nextCycleAt === null
        ? '-'
        : relativeTime(status.nextCycleAt, now)
      : phaseText(status),
    failures(status),
  ];
}

function failures({
  countSuccessiveCompleteFailures: cycles,
  lastExecution,
  escrows,
}: SynchronizationStatus): string {
  const { objects, references } = escrows ?? { objects: lastExecution?.countEscrowed ?? 0, references: 0 };
  const parts = [
    ...(cycles > 0 ? [`${cycles} in a row`] : []),
    ...(objects > 0 ? [`${objects} to retry`] : []),
    ...(references > 0 ? [`references of ${references} to retry`] : []),
  ];
  return parts.length === 0 ? 'none' : parts.join(', ');
}

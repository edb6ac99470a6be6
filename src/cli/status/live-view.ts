import type { SynchronizationStatus } from '../../../workflows/contract.js';
import { describeCounts } from '../../policy/describe-job.js';
import { padded, relativeTime, span } from '../format.js';
import type { Colors } from '../terminal.js';
import type { JobReading } from './read-jobs.js';
import { bar, phaseText } from './wording.js';

const BAR_WIDTH = 30;

/** How far a job's first accounts are, where somebody can count them; from the job's own progress otherwise. */
export interface Tally {
  readonly done: number;
  readonly total: number;
}

export interface LiveJob {
  readonly reading: JobReading;
  readonly tally: Tally | null;
}

/** Jobs as a picture to be redrawn: a line each, and another for how far a running one is. */
export function liveFrame(jobs: readonly LiveJob[], startedAt: number, now: number, colors: Colors): string {
  const width = Math.max(...jobs.map(({ reading }) => reading.app.length));
  const lines = jobs.flatMap(({ reading, tally }) => {
    const progress = progressLine(reading, tally, colors);
    return [
      `  ${symbol(reading, now, colors)} ${padded(colors.bold(reading.app), width)}  ${sentence(reading, now)}`,
      ...(progress === '' ? [] : [`    ${' '.repeat(width)}  ${progress}`]),
    ];
  });
  const elapsed = span(Math.floor((now - startedAt) / 1_000) * 1_000);
  return [
    ...lines,
    ...(jobs.some(({ reading }) => isAtWork(reading)) ? [colors.dim(`  ${elapsed}`)] : []),
  ].join('\n');
}

/** A job in one line; printed where nothing can be redrawn, when it differs from the line before. */
export function sentence({ status, problem }: JobReading, now?: number): string {
  if (status === null) return problem;
  const { cycle, lastExecution: last, nextCycleAt } = status;
  if (cycle !== null)
    return `${cycle.kind} cycle ${cycle.number}: ${status.code === 'Paused' ? 'paused' : phaseText({ ...status, progress: [] })}`;
  if (last === null) return status.code === 'Paused' ? 'paused' : 'about to begin';
  const took = span(Date.parse(last.timeEnded) - Date.parse(last.timeBegan));
  const outcome =
    last.state === 'Failed'
      ? `failed: ${last.error?.code ?? 'unknown'}`
      : `${describeCounts(last.counts)} in ${took}`;
  const next = now === undefined || nextCycleAt === null ? '' : `; next ${relativeTime(nextCycleAt, now)}`;
  return `${last.kind} cycle ${last.number}: ${outcome}${standing(status)}${status.code === 'Paused' ? '' : next}`;
}

function standing({ code, schedule, quarantine }: SynchronizationStatus): string {
  if (code === 'Paused') return '; paused';
  if (schedule.state === 'Disabled') return '; disabled';
  if (quarantine === null) return '';
  return quarantine.reason === 'TooManyDeletes' ? '; deletes wait for an answer' : '; in quarantine';
}

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const SPINNER_STEP_MS = 100;

function isAtWork({ status }: Pick<JobReading, 'status'>): boolean {
  return status !== null && (status.cycle !== null || status.lastExecution === null);
}

function symbol({ status }: JobReading, now: number, colors: Colors): string {
  if (status === null) return colors.yellow('?');
  if (status.code === 'Paused') return colors.yellow('‖');
  if (isAtWork({ status }))
    return colors.cyan(SPINNER[Math.floor(now / SPINNER_STEP_MS) % SPINNER.length] ?? '');
  if (status.quarantine?.reason === 'TooManyDeletes') return colors.yellow('!');
  const isFailing = status.quarantine !== null || status.lastExecution?.state === 'Failed';
  return isFailing ? colors.red('✗') : colors.green('✓');
}

function progressLine({ status }: JobReading, tally: Tally | null, colors: Colors): string {
  if (tally !== null) {
    const units = { completedUnits: tally.done, totalUnits: tally.total };
    return `${bar(units, BAR_WIDTH, colors)} ${tally.done} of ${tally.total} accounts`;
  }
  const [done] = status?.progress ?? [];
  if (done === undefined || done.totalUnits === 0) return '';
  return `${bar(done, BAR_WIDTH, colors)} ${done.completedUnits} of ${done.totalUnits} ${done.units}`;
}

import type {
  StagedDeletionsStatus,
  SynchronizationProgress,
  SynchronizationStatus,
} from '../../../workflows/contract.js';
import { phaseTitles } from '../../policy/describe-job.js';
import { counted } from '../format.js';
import type { Colors } from '../terminal.js';

/** A job's state in a word or a few. */
export function stateText(status: SynchronizationStatus, colors: Colors): string {
  switch (status.code) {
    case 'NotConfigured':
      return colors.yellow('not configured');
    case 'Paused':
      return colors.yellow(status.cycle === null ? 'paused' : `paused in cycle ${status.cycle.number}`);
    case 'Quarantine':
      return quarantineText(status, colors);
    case 'NotRun':
    case 'Active':
      if (status.cycle !== null) return colors.cyan(`running, ${status.cycle.kind}`);
      return status.code === 'NotRun' ? 'not run yet' : colors.green('active');
  }
}

function quarantineText({ schedule, cycle, quarantine }: SynchronizationStatus, colors: Colors): string {
  if (schedule.state === 'Disabled') return colors.red('disabled');
  const running = cycle === null ? '' : `, running ${cycle.kind}`;
  return quarantine?.reason === 'TooManyDeletes'
    ? colors.yellow(`deletes wait${running}`)
    : colors.red(`quarantine${running}`);
}

/** `800 disables and 200 deletes`: what the deletion guard holds back. */
export function stagedText({ waiting, deletes }: StagedDeletionsStatus): string {
  if (deletes === 0) return counted(waiting, 'disable');
  if (deletes === waiting) return counted(waiting, 'delete');
  return `${counted(waiting - deletes, 'disable')} and ${counted(deletes, 'delete')}`;
}

/** What a running cycle does right now; empty when none runs. */
export function phaseText({ cycle, progress }: SynchronizationStatus): string {
  if (cycle === null) return '';
  const [done] = progress;
  const share =
    done === undefined || done.totalUnits === 0
      ? ''
      : ` (${done.completedUnits} of ${done.totalUnits} ${done.units})`;
  return phaseTitles[cycle.phase] + share;
}

/** Accounts, and groups, of the app that belong to a user, or a group, of the source. */
export function linked({ synchronizedEntryCountByType }: SynchronizationStatus): {
  readonly accounts: number;
  readonly groups: number;
} {
  const sum = (isCounted: (key: string) => boolean): number =>
    synchronizedEntryCountByType.reduce((total, { key, value }) => total + (isCounted(key) ? value : 0), 0);
  return { accounts: sum((key) => key !== 'Group'), groups: sum((key) => key === 'Group') };
}

const FULL = '━';
const EMPTY = '─';

/** A bar of `width` columns. */
export function bar(
  { completedUnits, totalUnits }: Pick<SynchronizationProgress, 'completedUnits' | 'totalUnits'>,
  width: number,
  colors: Colors,
): string {
  const share = totalUnits === 0 ? 0 : Math.min(1, completedUnits / totalUnits);
  const filled = Math.round(share * width);
  return colors.cyan(FULL.repeat(filled)) + colors.dim(EMPTY.repeat(width - filled));
}

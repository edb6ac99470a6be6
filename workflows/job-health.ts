import type { CycleSummary, JobNotification } from '../activities/contract.js';
import { deletionThreshold, describeThreshold } from '../src/policy/deletion-guard.js';
import {
  disablesAt,
  impose,
  nextQuarantineAttempt,
  reasonOfError,
  reasonOfHealth,
  thresholdError,
  type Quarantine,
} from '../src/policy/quarantine.js';
import { mergeResets } from '../src/policy/reset-scope.js';
import { nextStartAfter, parseDuration, type LastCycle } from '../src/policy/schedule.js';
import type { CycleKind, QuarantineReason, StagedDeletionsStatus, SynchronizationError } from './contract.js';
import type { JobRecord } from './job-record.js';

/** What changes in a job's record. */
export type Change = Partial<JobRecord>;

/** The code of a cycle that somebody ended by hand, with `temporal workflow terminate`. */
const TERMINATED = 'TerminatedFailure';

/** A cycle that failed. `summary` is null when not even the summing up succeeded. */
export interface FailedCycle {
  readonly error: SynchronizationError;
  readonly summary: CycleSummary | null;
}

/** What a cycle's end says about the job: whether it goes into quarantine, stays there or leaves it, and what waits. */
export function judgeCompleted(
  record: JobRecord,
  summary: CycleSummary,
  { kind, began, now }: { readonly kind: CycleKind; readonly began: number; readonly now: number },
): Change {
  if (summary.health === undefined) return {};
  const reason = reasonOfHealth(summary.health, record.configuration?.app.quarantine);
  if (reason !== null) {
    const change = imposed(record, reason, thresholdError(reason, summary.health), now);
    return summedUp(record, { ...change, ...(kind === 'initial' && pruned(record)) }, summary, now);
  }
  // Imposed by hand while the cycle ran: an attempt that began before proves nothing.
  const isNewer = record.quarantine !== null && record.quarantine.currentBegan >= began;
  const change = { escrowsPruned: false, ...(!isNewer && { quarantine: null }) };
  return summedUp(record, change, summary, now);
}

/** What a failed cycle says about the job. A worker that knows no quarantine leaves it as it was. */
export function judgeFailed(record: JobRecord, { error, summary }: FailedCycle, now: number): Change {
  const isSummedUp = summary?.health !== undefined;
  const isKnown = record.knowsQuarantine || isSummedUp;
  const isSomebodysWish = error.code === TERMINATED;
  const change = isKnown && !isSomebodysWish ? imposed(record, reasonOfError(error), error, now) : {};
  return isSummedUp ? summedUp(record, change, summary, now) : change;
}

/** A quarantine for `reason`, or the one there is left in place; told when it begins and when its reason changes. */
export function imposed(
  record: JobRecord,
  reason: QuarantineReason,
  error: SynchronizationError | null,
  now: number,
): Change {
  const before = record.quarantine;
  const quarantine = impose(before, reason, error, now);
  if (before?.reason === reason) return { quarantine };
  return {
    quarantine,
    ...told(record, `quarantine/${quarantine.seriesBegan}/${quarantine.seriesCount}`, {
      type: 'quarantined',
      reason,
      previousReason: before?.reason ?? null,
      error,
      nextAttempt: iso(nextQuarantineAttempt(quarantine)),
    }),
  };
}

/** What waits for an answer; told when it is the first of it. */
export function tellOfDeletions(
  record: JobRecord,
  staged: StagedDeletionsStatus | null,
  now: number,
): Change {
  if (staged === null) return { stagedDeletions: null };
  const { stagedDeletions: before, configuration } = record;
  const stagedDeletions = { ...staged, began: before?.began ?? now };
  if (before !== null) return { stagedDeletions };
  const threshold = deletionThreshold(configuration?.app.accidentalDeletions);
  const next = nextStartOf(record);
  return {
    stagedDeletions,
    ...told(record, `deletions/${now}`, {
      type: 'deletionsWaiting',
      waiting: staged.waiting,
      deletes: staged.deletes,
      threshold: threshold === null ? '' : describeThreshold(threshold),
      nextAttempt: next === null ? null : iso(Math.max(next, now)),
    }),
  };
}

/** Out of quarantine by somebody's word: the next cycle begins at once, with one harmless request. */
export const LIFTED: Change = {
  quarantine: null,
  isDisabled: false,
  escrowsPruned: false,
  isProbeDue: true,
  isWanted: true,
};

export function disabled(record: JobRecord, quarantine: Quarantine): Change {
  return {
    isDisabled: true,
    isWanted: false,
    ...told(record, `disabled/${quarantine.seriesBegan}`, {
      type: 'disabled',
      reason: quarantine.reason,
      error: quarantine.error,
      since: iso(quarantine.seriesBegan),
    }),
  };
}

/** Whether the job does not run at its interval, because it failed. */
export function isHeldBack({ quarantine, isDisabled }: JobRecord): boolean {
  return quarantine !== null || isDisabled;
}

/**
 * Whether a configuration that was accepted takes the job out of quarantine. Its credentials were tried a moment ago and are
 * good, which mends neither failing objects nor what somebody wants.
 */
export function isLiftedBySaving({ quarantine, isDisabled }: JobRecord, restartsCycle: boolean): boolean {
  if (quarantine === null || isDisabled) return false;
  return restartsCycle || !/(Threshold|OnDemand)$/.test(quarantine.reason);
}

/** When a job in quarantine tries again, by the ladder. A cycle that proved nothing was an attempt all the same. */
export function nextAttemptOf(quarantine: Quarantine, lastCycle: LastCycle | null): number {
  const triedAt = Math.max(quarantine.currentBegan, lastCycle?.ended ?? 0);
  return nextQuarantineAttempt({ ...quarantine, currentBegan: triedAt });
}

/** When a job that runs no cycle is due: at its interval, or in quarantine at its next attempt, or when it is to be disabled. */
export function nextStartOf(record: JobRecord): number | null {
  const { configuration, isPaused, isDisabled, isWanted, lastCycle, quarantine } = record;
  if (configuration === null || isPaused || isDisabled) return null;
  if (isWanted) return 0;
  if (quarantine !== null) return Math.min(nextAttemptOf(quarantine, lastCycle), disablesAt(quarantine));
  const intervalMs = parseDuration(configuration.app.interval) ?? 0;
  return lastCycle === null ? 0 : nextStartAfter(lastCycle, intervalMs);
}

/** What a job that waits is waiting for, in words. */
export function describeNextStart({ configuration, quarantine }: JobRecord): string {
  return quarantine === null
    ? `next cycle, every ${configuration?.app.interval ?? '?'}`
    : `next attempt, in quarantine: ${quarantine.reason}`;
}

/** The failures are cleared, so that the target is not asked about each again; the next attempt looks at everybody anew. */
function pruned({ reset }: JobRecord): Change {
  return { escrowsPruned: true, nextKind: 'initial', reset: mergeResets(reset, ['Escrows']) };
}

/** `change`, with what else a worker that knows quarantine says of its cycle. */
function summedUp(
  record: JobRecord,
  change: Change,
  { health, stagedDeletions }: CycleSummary,
  now: number,
): Change {
  return {
    ...change,
    knowsQuarantine: true,
    ...(health && { escrows: { objects: health.failedObjects, references: health.failedReferences } }),
    ...tellOfDeletions({ ...record, ...change }, stagedDeletions ?? null, now),
  };
}

function told({ news }: JobRecord, key: string, notification: JobNotification): Change {
  return { news: [...news, { key, notification }] };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

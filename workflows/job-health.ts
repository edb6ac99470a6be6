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
import { nextStartAfter, parseDuration } from '../src/policy/schedule.js';
import type { CycleKind, QuarantineReason, SynchronizationError } from './contract.js';
import type { JobRecord } from './job-record.js';

/** What changes in a job's record. */
export type Change = Partial<JobRecord>;

/** What a cycle's end says about the job: whether it goes into quarantine, stays there or leaves it, and what waits. */
export function judgeCompleted(
  record: JobRecord,
  summary: CycleSummary,
  { kind, began, now }: { readonly kind: CycleKind; readonly began: number; readonly now: number },
): Change {
  if (summary.health === undefined) return {};
  const staged = tellOfDeletions({ ...record, knowsQuarantine: true }, summary, now);
  const reason = reasonOfHealth(summary.health, record.configuration?.app.quarantine);
  if (reason !== null) {
    const change = imposed({ ...record, ...staged }, reason, thresholdError(reason, summary.health), now);
    return { ...staged, ...change, ...(kind === 'initial' && pruned(record)) };
  }
  // Imposed by hand while the cycle ran: an attempt that began before proves nothing.
  const isNewer = record.quarantine !== null && record.quarantine.currentBegan > began;
  return { ...staged, escrowsPruned: false, ...(!isNewer && { quarantine: null }) };
}

/** What a failed cycle says about the job. A worker that knows no quarantine leaves it as it was. */
export function judgeFailed(
  record: JobRecord,
  error: SynchronizationError,
  summary: CycleSummary | null,
  now: number,
): Change {
  const knows = { ...record, knowsQuarantine: record.knowsQuarantine || summary?.health !== undefined };
  if (!knows.knowsQuarantine) return {};
  const staged = summary === null ? {} : tellOfDeletions(knows, summary, now);
  const change = imposed({ ...knows, ...staged }, reasonOfError(error), error, now);
  return { ...staged, ...change, knowsQuarantine: true };
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

/** Whether it is failing objects that hold it back, which good credentials do not mend. */
export function isHeldBackByObjects({ quarantine }: JobRecord): boolean {
  return quarantine?.reason.endsWith('Threshold') ?? false;
}

/** When a job that runs no cycle is due: at its interval, or in quarantine at its next attempt, or when it is to be disabled. */
export function nextStartOf(record: JobRecord): number | null {
  const { configuration, isPaused, isDisabled, isWanted, lastCycle, quarantine } = record;
  if (configuration === null || isPaused || isDisabled) return null;
  if (isWanted) return 0;
  if (quarantine !== null) return Math.min(nextQuarantineAttempt(quarantine), disablesAt(quarantine));
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

function tellOfDeletions(record: JobRecord, { health, stagedDeletions }: CycleSummary, now: number): Change {
  const known: Change = {
    knowsQuarantine: true,
    ...(health && { escrows: { objects: health.failedObjects, references: health.failedReferences } }),
  };
  if (stagedDeletions === undefined || stagedDeletions === null) return { ...known, stagedDeletions: null };
  const began = record.stagedDeletions?.began ?? now;
  const change = { ...known, stagedDeletions: { ...stagedDeletions, began } };
  if (record.stagedDeletions !== null) return change;
  const threshold = deletionThreshold(record.configuration?.app.accidentalDeletions);
  const { waiting, deletes } = stagedDeletions;
  return {
    ...change,
    ...told(record, `deletions/${began}`, {
      type: 'deletionsWaiting',
      waiting,
      deletes,
      threshold: threshold === null ? '' : describeThreshold(threshold),
      nextAttempt: null,
    }),
  };
}

function told({ news }: JobRecord, key: string, notification: JobNotification): Change {
  return { news: [...news, { key, notification }] };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

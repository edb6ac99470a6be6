import type {
  SynchronizationProgress,
  SynchronizationQuarantine,
  SynchronizationStatus,
  CycleKind,
  CyclePhase,
} from './contract.js';
import { nextAttemptOf } from './job-health.js';
import type { JobRecord } from './job-record.js';

/** What a job's status tells of the cycle that is running. */
export interface CycleAtWork {
  readonly number: number;
  readonly kind: CycleKind;
  readonly phase: CyclePhase;
  readonly progress: SynchronizationProgress | null;
}

/**
 * A job as people see it.
 * @param nextStart when the next cycle is due; 0 is at once, null is not before something happens.
 */
export function jobStatus(
  record: JobRecord,
  running: CycleAtWork | null,
  nextStart: number | null,
): SynchronizationStatus {
  const groups = record.countLinkedGroups;
  const interval = record.configuration?.app.interval ?? null;
  return {
    app: record.appId,
    connector: record.configuration?.app.connector ?? null,
    configurationVersion: record.configurationVersion,
    code: codeOf(record),
    countSuccessiveCompleteFailures: record.countSuccessiveCompleteFailures,
    escrowsPruned: record.escrowsPruned,
    lastExecution: record.lastExecution,
    lastSuccessfulExecution: record.lastSuccessfulExecution,
    lastSuccessfulExecutionWithExports: record.lastSuccessfulExecutionWithExports,
    progress: running?.progress ? [running.progress] : [],
    quarantine: quarantineOf(record, nextStart),
    steadyStateFirstAchievedTime: record.steadyStateFirstAchievedTime,
    steadyStateLastAchievedTime: record.steadyStateLastAchievedTime,
    synchronizedEntryCountByType: [
      { key: 'User', value: record.countLinked },
      ...(groups > 0 ? [{ key: 'Group', value: groups }] : []),
    ],
    cycle: running && { number: running.number, kind: running.kind, phase: running.phase },
    nextCycleAt: nextStart === null || nextStart === 0 ? null : iso(nextStart),
    schedule: { state: record.isDisabled ? 'Disabled' : record.isPaused ? 'Paused' : 'Active', interval },
    escrows: record.escrows,
    stagedDeletions: withoutBegan(record.stagedDeletions),
  };
}

function codeOf(record: JobRecord): SynchronizationStatus['code'] {
  if (record.configuration === null) return 'NotConfigured';
  if (record.isPaused) return 'Paused';
  if (record.quarantine ?? record.stagedDeletions) return 'Quarantine';
  return record.lastSuccessfulExecution === null ? 'NotRun' : 'Active';
}

/** A failing job comes first, then deletes that wait, then objects that fail. @see Microsoft Graph, synchronizationQuarantine. */
function quarantineOf(record: JobRecord, nextStart: number | null): SynchronizationQuarantine | null {
  const { quarantine, stagedDeletions } = record;
  const isAboutObjects = quarantine?.reason.endsWith('Threshold') ?? false;
  if (stagedDeletions !== null && (quarantine === null || isAboutObjects))
    return {
      reason: 'TooManyDeletes',
      currentBegan: iso(stagedDeletions.began),
      nextAttempt: nextStart === null ? null : iso(nextStart),
      seriesBegan: iso(stagedDeletions.began),
      seriesCount: 0,
      error: {
        code: 'TooManyDeletes',
        message: `${stagedDeletions.waiting} deletes and disables wait until somebody allows or rejects them. Everything else goes on.`,
        tenantActionable: true,
      },
    };
  if (quarantine === null) return null;
  const isWaiting = !record.isPaused && !record.isDisabled;
  return {
    reason: quarantine.reason,
    currentBegan: iso(quarantine.currentBegan),
    nextAttempt: isWaiting ? iso(nextAttemptOf(quarantine, record.lastCycle)) : null,
    seriesBegan: iso(quarantine.seriesBegan),
    seriesCount: quarantine.seriesCount,
    error: quarantine.error,
  };
}

function withoutBegan(staged: JobRecord['stagedDeletions']): SynchronizationStatus['stagedDeletions'] {
  if (staged === null) return null;
  const { waiting, deletes, sinceCycle } = staged;
  return { waiting, deletes, sinceCycle };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

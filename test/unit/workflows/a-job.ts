import type { CycleHealth, CycleSummary } from '../../../activities/contract.js';
import type { SynchronizationError } from '../../../workflows/contract.js';
import { emptyJobRecord, type JobRecord } from '../../../workflows/job-record.js';
import { JobState } from '../../../workflows/job-state.js';
import { aConfiguration } from '../../support/a-configuration.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What a cycle without failures reports, of a worker that knows no quarantine. */
export const oldSummary: CycleSummary = {
  counts: { imported: 1, planned: 1, created: 1, updated: 0, disabled: 0, skipped: 0, failed: 0 },
  countEntitled: 1,
  countLinked: 1,
  isSteady: true,
};

export function aSummary(health: Partial<CycleHealth> = {}, over: Partial<CycleSummary> = {}): CycleSummary {
  const well = {
    failedObjects: 0,
    failedReferences: 0,
    succeededObjects: 1,
    attemptedWrites: 1,
    failedWrites: 0,
  };
  return { ...oldSummary, health: { ...well, ...health }, stagedDeletions: null, ...over };
}

/** So many failures that a quarantine is due. */
export const failingObjects: Partial<CycleHealth> = {
  failedObjects: 9_000,
  succeededObjects: 1_000,
  attemptedWrites: 10_000,
  failedWrites: 9_000,
};

export const anError = (code: string): SynchronizationError => ({
  code,
  message: 'as it was said',
  tenantActionable: true,
});

export function aJob(): JobState {
  const job = new JobState(emptyJobRecord('dialpad'));
  job.configured(aConfiguration(), { version: 1, changes: [], restartsCycle: true });
  return job;
}

/** The first cycle began at 0 and took a minute. */
export function aJobAfterACycle(summary: CycleSummary = aSummary()): JobState {
  const job = aJob();
  job.begin(0);
  job.completed(summary, MINUTE);
  return job;
}

/** In quarantine since 40 minutes and a second after the first cycle, because of refused credentials. */
export function aJobInQuarantine(): JobState {
  const job = aJobAfterACycle();
  failWith(job, 'CredentialsRejected', QUARANTINED_AT);
  job.takeNews();
  return job;
}
export const QUARANTINED_AT = 40 * MINUTE + 1_000;

/** A cycle that began a second before it failed at `now`. */
export function failWith(job: JobState, code: string, now: number): void {
  job.begin(now - 1_000);
  job.failed({ error: anError(code), summary: aSummary() }, now);
}

/** A cycle that began a second before it ended at `now`. */
export function completeWith(job: JobState, summary: CycleSummary, now: number): void {
  job.begin(now - 1_000);
  job.completed(summary, now);
}

/** As continue-as-new takes it along. */
export function travelled(job: JobState): JobState {
  return new JobState(JSON.parse(JSON.stringify(job.record)) as JobRecord);
}

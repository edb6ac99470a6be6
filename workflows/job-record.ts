import type { JobNotification, ResetScope } from '../activities/contract.js';
import type { JobConfiguration } from '../src/config/configuration.js';
import type { Quarantine } from '../src/policy/quarantine.js';
import type { LastCycle } from '../src/policy/schedule.js';
import type { CycleKind, StagedDeletionsStatus, TaskExecution } from './contract.js';

/** What a job knows between cycles, as plain JSON: it travels whole through continue-as-new. Times are milliseconds. */
export interface JobRecord {
  readonly appId: string;
  readonly configuration: JobConfiguration | null;
  readonly configurationVersion: number | null;
  readonly isPaused: boolean;
  /** A cycle is to begin at once, not at its time. */
  readonly isWanted: boolean;
  readonly nextKind: CycleKind;
  /** What to forget before the next cycle. */
  readonly reset: readonly ResetScope[];
  readonly lastCycleNumber: number;
  readonly lastCycle: LastCycle | null;
  readonly countSuccessiveCompleteFailures: number;
  readonly lastExecution: TaskExecution | null;
  readonly lastSuccessfulExecution: TaskExecution | null;
  readonly lastSuccessfulExecutionWithExports: TaskExecution | null;
  readonly steadyStateFirstAchievedTime: string | null;
  readonly steadyStateLastAchievedTime: string | null;
  readonly countLinked: number;
  readonly countLinkedGroups: number;
  /** Whether a worker that knows quarantine has summed up a cycle; before, the job goes on as it began. */
  readonly knowsQuarantine: boolean;
  readonly quarantine: Quarantine | null;
  /** In quarantine for so long that nothing is tried any more. */
  readonly isDisabled: boolean;
  /** An initial cycle failed so often that its failures were cleared; the next attempt looks at everything again. */
  readonly escrowsPruned: boolean;
  /** One harmless request comes before the next cycle. */
  readonly isProbeDue: boolean;
  readonly escrows: { readonly objects: number; readonly references: number } | null;
  /** With the time since when any waits. */
  readonly stagedDeletions: (StagedDeletionsStatus & { readonly began: number }) | null;
  /** What somebody answered to the deletion guard and the store does not know yet. */
  readonly deletionsAnswer: DeletionsAnswer | null;
  /** What the administrator is to be told by mail. */
  readonly news: readonly News[];
}

export interface DeletionsAnswer {
  readonly answer: 'allowed' | 'rejected';
  /** Number of the last cycle that had ended: what it staged is what somebody saw waiting. */
  readonly upToCycle: number;
}

export interface News {
  /** Names the piece of news: the same is told once. */
  readonly key: string;
  readonly notification: JobNotification;
}

export const emptyJobRecord = (appId: string): JobRecord => ({
  appId,
  configuration: null,
  configurationVersion: null,
  isPaused: false,
  isWanted: false,
  nextKind: 'initial',
  reset: [],
  lastCycleNumber: 0,
  lastCycle: null,
  countSuccessiveCompleteFailures: 0,
  lastExecution: null,
  lastSuccessfulExecution: null,
  lastSuccessfulExecutionWithExports: null,
  steadyStateFirstAchievedTime: null,
  steadyStateLastAchievedTime: null,
  countLinked: 0,
  countLinkedGroups: 0,
  knowsQuarantine: false,
  quarantine: null,
  isDisabled: false,
  escrowsPruned: false,
  isProbeDue: false,
  escrows: null,
  stagedDeletions: null,
  deletionsAnswer: null,
  news: [],
});

/** A record as an earlier build may have left it, with what it did not know yet. */
export const completeJobRecord = (record: Partial<JobRecord> & Pick<JobRecord, 'appId'>): JobRecord => ({
  ...emptyJobRecord(record.appId),
  ...record,
});

/**
 * What people and programs outside scimflow may rely on: the names they type into the Web UI, `temporal` and `tctl`,
 * and the plain JSON those take and give. Extend it; never break it.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { JobConfiguration } from '../src/config/configuration.js';

export const DEFAULT_TASK_QUEUE = 'scimflow';

export const jobWorkflowId = (appId: string): string => `provisioning-job/${appId}`;
export const cycleWorkflowId = (appId: string, number: number): string =>
  `provisioning-cycle/${appId}/${number}`;
export const credentialValidationWorkflowId = (appId: string, uuid: string): string =>
  `validate-credentials/${appId}/${uuid}`;
export const provisionOnDemandWorkflowId = (appId: string, uuid: string): string =>
  `provision-on-demand/${appId}/${uuid}`;
export const notificationWorkflowId = (appId: string, key: string): string =>
  `provisioning-notification/${appId}/${key}`;

export const searchAttributes = {
  app: defineSearchAttributeKey('ProvisioningApp', 'KEYWORD'),
  connector: defineSearchAttributeKey('ProvisioningConnector', 'KEYWORD'),
  status: defineSearchAttributeKey('ProvisioningStatus', 'KEYWORD'),
  quarantineReason: defineSearchAttributeKey('ProvisioningQuarantineReason', 'KEYWORD'),
  lastSuccess: defineSearchAttributeKey('ProvisioningLastSuccess', 'DATETIME'),
} as const;

export type CycleKind = 'initial' | 'incremental';
export type CyclePhase =
  | 'fetchChanges'
  | 'fetchAssignments'
  | 'indexTarget'
  | 'mapAttributes'
  | 'mapReferences'
  | 'writeScim'
  | 'finishCycle';

/** Counts of a cycle's operations by what became of them. */
export interface CycleCounts {
  readonly imported: number;
  readonly planned: number;
  readonly created: number;
  readonly updated: number;
  readonly disabled: number;
  /** Absent in what cycles reported before anything was deleted. */
  readonly deleted?: number;
  readonly skipped: number;
  readonly failed: number;
  /** Deletes and disables that wait for `allowDeletes` or `rejectDeletes`. Absent in what cycles reported before there was a guard. */
  readonly staged?: number;
}

/** @see Microsoft Graph, synchronizationError. */
export interface SynchronizationError {
  readonly code: string;
  readonly message: string;
  readonly tenantActionable: boolean;
}

/** @see Microsoft Graph, synchronizationTaskExecution; `kind`, `number` and `counts` are ours. Times are ISO 8601 UTC. */
export interface TaskExecution {
  readonly activityIdentifier: string;
  readonly number: number;
  readonly kind: CycleKind;
  readonly state: 'Succeeded' | 'Failed' | 'EntryLevelErrors';
  readonly timeBegan: string;
  readonly timeEnded: string;
  readonly error: SynchronizationError | null;
  readonly countEntitled: number;
  readonly countExported: number;
  readonly countEscrowed: number;
  readonly counts: CycleCounts;
}

/** @see Microsoft Graph, synchronizationProgress. */
export interface SynchronizationProgress {
  readonly completedUnits: number;
  readonly totalUnits: number;
  readonly units: string;
  readonly progressObservationDateTime: string;
}

/**
 * Why a job is in quarantine.
 * @see Microsoft Graph, synchronizationQuarantine.reason.
 */
export type QuarantineReason =
  | 'EncounteredBaseEscrowThreshold'
  | 'EncounteredTotalEscrowThreshold'
  | 'EncounteredEscrowProportionThreshold'
  | 'EncounteredQuarantineException'
  | 'QuarantinedOnDemand'
  | 'TooManyDeletes'
  | 'IngestionInterrupted'
  | 'Unknown';

/** @see Microsoft Graph, synchronizationQuarantine. Times are ISO 8601 UTC. */
export interface SynchronizationQuarantine {
  readonly reason: QuarantineReason;
  /** When it was last imposed: at its beginning, and after each attempt that left it in place. */
  readonly currentBegan: string;
  /** Null once the job is disabled, and while it is paused. */
  readonly nextAttempt: string | null;
  readonly seriesBegan: string;
  /** Attempts that left it in place. */
  readonly seriesCount: number;
  readonly error: SynchronizationError | null;
}

/** Deletes and disables that the deletion guard holds back until somebody answers. */
export interface StagedDeletionsStatus {
  readonly waiting: number;
  /** Of those, the ones that delete; the others disable. */
  readonly deletes: number;
  /** The cycle that staged the first of them. */
  readonly sinceCycle: number;
}

/** @see Microsoft Graph, synchronizationStatus. `app`, `connector`, `cycle`, `nextCycleAt`, `configurationVersion`, `escrows` and `stagedDeletions` are ours. */
export interface SynchronizationStatus {
  readonly app: string;
  readonly connector: string | null;
  readonly configurationVersion: number | null;
  readonly code: 'NotConfigured' | 'NotRun' | 'Active' | 'Paused' | 'Quarantine';
  readonly countSuccessiveCompleteFailures: number;
  readonly escrowsPruned: boolean;
  readonly lastExecution: TaskExecution | null;
  readonly lastSuccessfulExecution: TaskExecution | null;
  readonly lastSuccessfulExecutionWithExports: TaskExecution | null;
  readonly progress: readonly SynchronizationProgress[];
  readonly quarantine: SynchronizationQuarantine | null;
  readonly steadyStateFirstAchievedTime: string | null;
  readonly steadyStateLastAchievedTime: string | null;
  readonly synchronizedEntryCountByType: readonly { readonly key: string; readonly value: number }[];
  /** The cycle that is running or held by a pause. */
  readonly cycle: { readonly number: number; readonly kind: CycleKind; readonly phase: CyclePhase } | null;
  readonly nextCycleAt: string | null;
  /** `Disabled`: in quarantine for 28 days; only `start` or `restart` goes on. @see Microsoft Graph, synchronizationSchedule. */
  readonly schedule: { readonly state: 'Active' | 'Disabled' | 'Paused'; readonly interval: string | null };
  /** Objects, and references of objects, that failed and are tried again. Null until a cycle has counted them. */
  readonly escrows: { readonly objects: number; readonly references: number } | null;
  readonly stagedDeletions: StagedDeletionsStatus | null;
}

/** @see Microsoft Graph, synchronizationJobRestartCriteria. A comma list; empty: QuarantineState, Watermark, Escrows. */
export interface RestartInput {
  readonly resetScope?: string;
}

export interface ConfigureInput {
  readonly configuration: JobConfiguration;
}
export interface ConfigureResult {
  readonly version: number;
  /** Paths that differ from the version before, such as `app.interval`; every path of a first configuration. */
  readonly changes: readonly string[];
  readonly restartsCycle: boolean;
  /** Target or directory is another, in which nobody is linked. Absent in older histories. */
  readonly forgetsLinks?: boolean;
  /** The highest number a cycle of this app ever had, so that a job created anew does not use one twice. */
  readonly lastCycleNumber?: number;
}

/** How far a cycle is, as it tells its job now and then. The cycle's own query `phase` is always exact. */
export interface CycleProgress {
  readonly number: number;
  readonly phase: CyclePhase;
  readonly completed: number;
  readonly total: number;
}

export interface ValidateCredentialsInput {
  /** The configuration to try; the job's own when absent. */
  readonly configuration?: JobConfiguration;
}
export interface ValidateCredentialsResult {
  /** `source` and `target`, each with what was seen. Never a secret or a value. */
  readonly checks: readonly { readonly system: 'source' | 'target'; readonly detail: string }[];
}

/** Requests to a target, by what they do. */
export interface RequestForecast {
  readonly read: number;
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

/** What the next cycle would do, in figures. Whom it concerns is in the report, which the read API shows. */
export interface PlanResult {
  readonly reportId: string;
  readonly kind: CycleKind;
  readonly counts: CycleCounts;
  readonly requests: RequestForecast;
  /** The requests that the target takes a second, as configured or by its connector. */
  readonly requestsPerSecond: number;
}

export interface ProvisionOnDemandInput {
  readonly appId: string;
  /** Object id of a user or group of the source. Never a name: that would stay in the history. */
  readonly objectId: string;
  /** A user unless told. */
  readonly objectName?: 'User' | 'Group';
  /** Everything but the writing to the target. */
  readonly isDryRun?: boolean;
}

/** What became of one object. Values, names and the steps' details are in the report, which the read API shows. */
export interface ProvisionOnDemandResult {
  readonly reportId: string;
  readonly result: 'Success' | 'Skipped' | 'Failure';
  /** One for the object's attributes, and one for its references where there was anything to be said of them. */
  readonly operations: readonly {
    readonly about: 'object' | 'references';
    readonly action: string;
    readonly status: string;
    /** Error code, or why it was skipped. */
    readonly code: string | null;
    readonly steps: readonly { readonly name: string; readonly status: string }[];
  }[];
}

/** Stops between objects; nothing is lost. */
export const pause = defineSignal('pause');
/** Goes on where it stopped; starts a job that never ran. */
export const start = defineSignal('start');
export const restart = defineSignal<[RestartInput?]>('restart');
/** A cycle at once instead of at its time; after the running one, when there is one. */
export const provisionNow = defineSignal('provisionNow');
/** Carries out the deletes and disables that wait, as far as they are still due. Those that come later are counted anew. */
export const allowDeletes = defineSignal('allowDeletes');
/** Keeps the accounts whose deletion or disabling waits, until the source changes about them. */
export const rejectDeletes = defineSignal('rejectDeletes');
/** Puts the job in quarantine by hand; it leaves by an attempt that succeeds, or `start`. */
export const quarantine = defineSignal('quarantine');
/** From a cycle to its job; not for people. */
export const cycleProgress = defineSignal<[CycleProgress]>('cycleProgress');
export const configure = defineUpdate<ConfigureResult, [ConfigureInput]>('configure');
export const validateCredentials = defineUpdate<ValidateCredentialsResult, [ValidateCredentialsInput?]>(
  'validateCredentials',
);
/** What the next cycle would do; writes nothing to the target. It waits for a cycle that runs, and the next one waits for it. */
export const plan = defineUpdate<PlanResult>('plan');
export const status = defineQuery<SynchronizationStatus>('status');
export const configuration = defineQuery<JobConfiguration | null>('configuration');
/** Of the cycle workflow: the phase it is in. */
export const phase = defineQuery<CyclePhase>('phase');

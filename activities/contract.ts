/**
 * What workflows ask of activities. Ids, numbers, ranges and counts only: what names a person stays in the store.
 * Every activity is safe to repeat and to resume: its progress is in the store, not in its arguments.
 */
import type { JobConfiguration } from '../src/config/configuration.js';
import type {
  ConfigureResult,
  CycleCounts,
  CycleKind,
  PlanResult,
  ProvisionOnDemandInput,
  ProvisionOnDemandResult,
  QuarantineReason,
  StagedDeletionsStatus,
  SynchronizationError,
  ValidateCredentialsResult,
} from '../workflows/contract.js';

export interface CycleReference {
  readonly appId: string;
  readonly number: number;
  readonly kind: CycleKind;
  readonly configurationVersion: number;
}

export type ResetScope = 'QuarantineState' | 'Watermark' | 'Escrows' | 'ConnectorDataStore' | 'ForceDeletes';

export interface CycleSummary {
  readonly counts: CycleCounts;
  /** Users in scope of the app after this cycle. */
  readonly countEntitled: number;
  /** Accounts linked to a user of the source. */
  readonly countLinked: number;
  /** Groups of the target linked to a group of the source. Absent in what cycles reported before there were any. */
  readonly countLinkedGroups?: number;
  /** True when no object waits for a later cycle. */
  readonly isSteady: boolean;
  /** Absent in what workers reported that knew no quarantine. */
  readonly health?: CycleHealth;
  /** Absent likewise; null when nothing waits. */
  readonly stagedDeletions?: StagedDeletionsStatus | null;
}

/** What a quarantine is decided by. Distinct objects, not requests. */
export interface CycleHealth {
  /** Objects that failed in this cycle or earlier and are in escrow. */
  readonly failedObjects: number;
  /** Objects whose references (manager, members) failed and are in escrow; counted apart. */
  readonly failedReferences: number;
  /** Objects that this cycle wrote without a failure. Skips do not count. */
  readonly succeededObjects: number;
  /** Writes that this cycle carried out, well or not, and how many of them failed. */
  readonly attemptedWrites: number;
  readonly failedWrites: number;
}

/** What a job tells its administrator by mail, once each. Never a name. */
export type JobNotification =
  | {
      readonly type: 'quarantined';
      readonly reason: QuarantineReason;
      /** The reason before, when it is the reason that changed. */
      readonly previousReason: QuarantineReason | null;
      readonly error: SynchronizationError | null;
      /** ISO 8601 UTC. */
      readonly nextAttempt: string | null;
    }
  | {
      readonly type: 'deletionsWaiting';
      readonly waiting: number;
      readonly deletes: number;
      /** As configured: `50` or `10%`. */
      readonly threshold: string;
      /** ISO 8601 UTC: the next cycle, which goes on without them. */
      readonly nextAttempt: string | null;
    }
  | {
      readonly type: 'disabled';
      readonly reason: QuarantineReason;
      readonly error: SynchronizationError | null;
      /** ISO 8601 UTC. */
      readonly since: string;
    };

export interface Activities {
  /**
   * Checks and stores a configuration as the job's next version. Storing the one that is current already changes nothing.
   * @throws ApplicationFailure `ConfigurationInvalid`.
   */
  storeConfiguration(input: { appId: string; configuration: JobConfiguration }): Promise<ConfigureResult>;

  /**
   * Tries source and target with one harmless request for each kind of object. `isProbe`: with a single one each, and never
   * again, because what is asked may have been down.
   */
  validateCredentials(input: {
    appId: string;
    configuration: JobConfiguration;
    isProbe?: boolean;
  }): Promise<ValidateCredentialsResult>;

  /** Reads the source's changes into the mirror, page by page, and marks what changed. */
  fetchChanges(cycle: CycleReference): Promise<{ pages: number; changed: number; removed: number }>;

  /** Reads who is assigned, as a whole, and marks whose assignment changed; then groups and members, where provisioned. */
  fetchAssignments(cycle: CycleReference): Promise<{ assignments: number; members: number; changed: number }>;

  /** Lists the target's accounts and groups once, so that matching needs no request for each. */
  indexTarget(cycle: CycleReference): Promise<{ pages: number; resources: number }>;

  /**
   * Plans one operation for each marked object. `writes`: how many of the cycle's operations write to the target.
   * `references`: whether references may be to be planned once these are carried out. `independent`: a range of writing
   * operations none of which waits for another of them; whom they name comes before. Both are absent in older histories.
   */
  mapAttributes(cycle: CycleReference): Promise<{
    planned: number;
    writes: number;
    references?: boolean;
    independent?: { first: number; last: number };
  }>;

  /**
   * Plans, for each object that names others, what is to be written of that: managers and members, as far as both sides are
   * known. `writes` counts all of the cycle's writing operations; these are the last of them.
   */
  mapReferences(cycle: CycleReference): Promise<{ planned: number; writes: number }>;

  /**
   * Carries out the cycle's writing operations `first` to `last` (1-based, inclusive) that are not done yet. `isBeside`: other
   * batches of the cycle are under way at the same time. `references`, once nothing of the plan is open: whether references are
   * still to be planned; those of new accounts may have travelled with them.
   */
  writeScim(
    batch: CycleReference & { first: number; last: number; isBeside?: boolean },
  ): Promise<{ exported: number; failed: number; references?: boolean }>;

  /** Records the cycle's end and sums it up. */
  finishCycle(
    input: CycleReference & {
      outcome: 'succeeded' | 'failed' | 'cancelled';
      error: SynchronizationError | null;
    },
  ): Promise<CycleSummary>;

  /**
   * Carries somebody's answer to the deletion guard into the store: about what was staged up to cycle `upToCycle`, and
   * nothing that came later. @returns how many deletes and disables it is about, and what still waits.
   */
  answerDeletions(input: {
    appId: string;
    answer: 'allowed' | 'rejected';
    upToCycle: number;
  }): Promise<{ answered: number; stagedDeletions: StagedDeletionsStatus | null }>;

  /**
   * Forgets what the scopes of a restart name. `number`: the cycle that follows; absent in histories of workers that knew no
   * deletion guard, so that there is nothing to answer.
   */
  resetJob(input: { appId: string; scopes: readonly ResetScope[]; number?: number }): Promise<void>;

  /**
   * Goes through the job's next cycle without writing anything to the target, and stores what it would do as report `reportId`,
   * which names people: it is read over the read API. `number`: that of the next cycle; `scopes`: what is forgotten before it.
   */
  planCycle(
    input: CycleReference & { readonly reportId: string; readonly scopes: readonly ResetScope[] },
  ): Promise<PlanResult>;

  /**
   * Provisions one object at once, beside the job's cycles, and stores what was read, decided and written as report `reportId`.
   * `isDryRun`: nothing is written to the target.
   * @throws ApplicationFailure `ObjectUnknown`, `ObjectNotProvisioned`, `ObjectBusy`, or what fails for everyone.
   */
  provisionOnDemand(
    input: ProvisionOnDemandInput & { readonly reportId: string },
  ): Promise<ProvisionOnDemandResult>;

  /**
   * Mails the app's recipient what the job tells. @returns `sent: false` when nobody wants a mail, or with the `reason` why it
   * can never be sent. @throws ApplicationFailure `MailServerUnavailable`: then it is sent later.
   */
  sendJobNotification(input: {
    appId: string;
    configurationVersion: number;
    notification: JobNotification;
  }): Promise<{ sent: boolean; reason?: string }>;

  /**
   * Mails that a cycle failed. Never fails: a mail that cannot go is logged. For jobs that began under workers without
   * quarantine, until they continue as new.
   */
  sendNotification(input: CycleReference & { error: SynchronizationError }): Promise<{ sent: boolean }>;
}

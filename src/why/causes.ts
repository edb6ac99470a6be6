import type { ObjectErrorCode, SkipReason } from '../plan/model.js';

/**
 * What can be the main cause of how an object stands. Where the provisioning log has a code for it, it is that one; only
 * `NotEffectivelyEntitled`, which the log has for five causes, is told apart.
 */
export type Cause =
  | Exclude<SkipReason, 'NotEffectivelyEntitled' | 'RedundantExport'>
  | ObjectErrorCode
  /** Neither assigned itself nor a direct member of an assigned group. */
  | 'NotAssigned'
  /** Assigned without a role, and the app's roles are what counts. */
  | 'DefaultAccessOnly'
  /** Every role that it is assigned with is disabled. */
  | 'RoleDisabled'
  /** The user's sign-in is blocked. */
  | 'AccountDisabled'
  | 'NotSecurityEnabled'
  /** Deleted in the directory, restorable. */
  | 'SoftDeleted'
  /** Deleted in the directory for good. */
  | 'Deleted'
  /** Only in the directory: no cycle has read the object. */
  | 'NotImported'
  | 'GroupsNotProvisioned'
  /** Something is to be done, and the next cycle does it. */
  | 'ChangePending'
  /** Planned in the running cycle and not written. */
  | 'PlannedInRunningCycle'
  /** A write was sent and its answer lost. */
  | 'OutcomeUnknown'
  /** Something would have to be done, and no cycle looks at the object before it changes. */
  | 'NotPlanned'
  /** The account is off because a mapping says so, not because the user lost the app. */
  | 'DisabledByMapping'
  /** The account is what the directory says. */
  | 'InStep'
  /** The stored configuration cannot be used. */
  | 'ConfigurationInvalid'
  | JobCause;

/** What keeps a job from doing anything, whatever the object's own standing. */
export type JobCause = 'JobPaused' | 'JobQuarantined' | 'JobDisabled' | 'JobNotConfigured';

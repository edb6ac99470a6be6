import type { ColumnType, Generated } from 'kysely';
import type { AttributeChange, ObjectName, TargetValues } from '../schema/model.js';
import type { MatchCriterion, ProvisioningStep } from '../plan/model.js';
import type { JobConfiguration } from '../config/configuration.js';

/** JSON that only this store writes: read back as what was written. */
type Json<T> = ColumnType<T, string, string>;

export interface Database {
  configuration_version: {
    app_id: string;
    version: number;
    configuration: Json<JobConfiguration>;
    applied_at: Generated<Date>;
    /** Names the request that stored it, so that its repetition is known. */
    applied_by: string | null;
  };
  cycle: {
    app_id: string;
    number: number;
    kind: 'initial' | 'incremental' | 'onDemand';
    configuration_version: number;
    state: 'running' | 'succeeded' | 'failed' | 'cancelled';
    began_at: Generated<Date>;
    ended_at: Date | null;
    imported: Generated<number>;
    error_code: string | null;
    error_message: string | null;
  };
  feed: {
    source: string;
    name: string;
    attributes: string[];
    round: number;
    is_full: boolean;
    round_began_at_position: string | null;
    continue_at: string | null;
    is_complete: boolean;
    updated_at: Generated<Date>;
  };
  directory_user: {
    source: string;
    object_id: string;
    state: 'present' | 'softDeleted' | 'deleted';
    account_enabled: boolean;
    attributes: Json<Record<string, readonly string[]>>;
    seen_in_round: number;
    updated_at: Generated<Date>;
  };
  directory_group: {
    source: string;
    object_id: string;
    state: 'present' | 'softDeleted' | 'deleted';
    is_security_enabled: boolean;
    attributes: Json<Record<string, readonly string[]>>;
    seen_in_round: number;
    updated_at: Generated<Date>;
  };
  directory_reference: {
    source: string;
    object_id: string;
    name: 'manager' | 'members';
    referenced_id: string;
    seen_in_round: number;
  };
  exported_reference: {
    app_id: string;
    object_id: string;
    path: string;
    referenced_id: string;
    target_id: string;
    exported_at: Generated<Date>;
    /** False while nobody knows whether what was sent arrived. */
    is_confirmed: Generated<boolean>;
  };
  dirty_reference: { app_id: string; object_id: string };
  dirty_object: { app_id: string; object_id: string };
  escrow: {
    app_id: string;
    object_id: string;
    about: 'object' | 'references';
    error_code: string;
    attempts: number;
    first_failed_at: Date;
    last_failed_at: Date;
    /** Number of the cycle. */
    last_failed_in: number;
    next_attempt_at: Date;
  };
  staged_deletion: {
    app_id: string;
    object_id: string;
    object_name: ObjectName;
    action: 'disable' | 'delete';
    state: 'waiting' | 'allowed' | 'rejected';
    /** Digest of what in the source says that the account is to go. */
    grounds: string;
    /** Number of the cycle. */
    staged_in: number;
    staged_at: Date;
  };
  cycle_event: {
    id: Generated<string>;
    app_id: string;
    cycle_number: number;
    occurred_at: Date;
    code: string;
    /** What it is about where one cycle can say the same of several: the id of a group. */
    subject: Generated<string>;
    message: string;
  };
  lease: {
    name: string;
    holder: string;
    /** When the holder's attempt was scheduled, as Temporal tells it: a later one supersedes it. */
    attempted_at: Date;
    valid_until: Date;
  };
  /** Who sends to an app, with what part of its rate. */
  target_share: {
    app_id: string;
    holder: string;
    /** From 0 to 1. */
    share: Generated<number>;
    valid_until: Date;
    /** Until when the target wants nobody to send. */
    closed_until: Date;
    /** How often the target refused requests of this holder for their number. */
    throttlings: Generated<number>;
    /** What the target takes, as this holder has learned; null while it has not. */
    requests_per_second: number | null;
  };
  app_role: {
    app_id: string;
    app_role_id: string;
    value: string | null;
    display_name: string;
    is_enabled: boolean;
    allows_users: boolean;
  };
  assignment: AssignmentTable;
  assignment_reading: AssignmentTable;
  member_reading: { app_id: string; group_id: string; user_id: string };
  entitlement: { app_id: string; user_id: string; app_role_id: string; through_group_id: string };
  filtered_out: { app_id: string; object_id: string };
  target_index: { app_id: string; object_name: ObjectName; cycle_number: number; is_complete: boolean };
  target_resource: {
    app_id: string;
    object_name: ObjectName;
    target_id: string;
    current: Json<TargetValues>;
  };
  target_match_value: {
    app_id: string;
    object_name: ObjectName;
    path: string;
    folded_value: string;
    target_id: string;
  };
  link: {
    app_id: string;
    source_id: string;
    object_name: ObjectName;
    target_id: string;
    exported: Json<TargetValues>;
    state: 'managed' | 'unmanaged';
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  operation: OperationTable;
  report: {
    id: string;
    app_id: string;
    kind: 'plan' | 'provisionOnDemand';
    created_at: Generated<Date>;
    summary: Json<unknown>;
  };
  report_entry: { report_id: string; ordinal: number; entry: Json<unknown> };
}

interface AssignmentTable {
  app_id: string;
  assignment_id: string;
  principal_id: string;
  principal_type: string;
  app_role_id: string;
}

/** `stagedDelete`, `stagedAction`: a delete, a disable that the deletion guard holds back. @see Microsoft Entra, provisioning log. */
export type OperationAction =
  'create' | 'update' | 'disable' | 'delete' | 'skip' | 'fail' | 'stagedDelete' | 'stagedAction';
/** `unknown`: the cycle ended with the write sent, perhaps, and not answered; the target is asked before the next plan. */
export type OperationStatus =
  'planned' | 'started' | 'unknown' | 'success' | 'warning' | 'failure' | 'skipped';

export interface OperationTable {
  id: Generated<string>;
  app_id: string;
  cycle_number: number;
  ordinal: number | null;
  object_name: ObjectName;
  /** Its own attributes, or what other objects it names. */
  about: 'object' | 'references';
  object_id: string;
  source_name: string | null;
  target_id: string | null;
  action: OperationAction;
  status: OperationStatus;
  reason: string | null;
  error_code: string | null;
  match_key: string | null;
  link_state: 'managed' | 'unmanaged';
  /** Of what takes an account away: digest of what in the source says that it is to go. */
  grounds: string | null;
  values: Json<TargetValues> | null;
  changes: Json<readonly AttributeChange[]>;
  criteria: Json<readonly MatchCriterion[]>;
  steps: Json<readonly ProvisioningStep[]>;
  planned_at: Generated<Date>;
  finished_at: Date | null;
  duration_ms: number | null;
}

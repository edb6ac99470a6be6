import type { AttributeChange, TargetValues } from '../schema/model.js';

/** `present` in the directory, restorable, or gone for good. */
export type SourceState = 'present' | 'softDeleted' | 'deleted';

/** An app role that reaches a user, directly or as direct member of an assigned group; or with which a group is assigned. */
export interface EntitlingRole {
  readonly appRoleId: string;
  readonly value: string | null;
  readonly displayName: string | null;
  readonly isEnabled: boolean;
  readonly throughGroupId: string | null;
}

/** Everything known of one user or group when it is planned. */
export interface Subject {
  readonly objectId: string;
  readonly state: SourceState;
  /** An enabled user; a security-enabled group. */
  readonly isActive: boolean;
  /** Object id of a user's manager. */
  readonly managerId: string | null;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Empty when unassigned. Default Access is in the list like any other; the plan decides what it means. */
  readonly roles: readonly EntitlingRole[];
}

/** The stored pair source object, target resource. */
export interface Link {
  readonly targetId: string;
  /** What was last exported: the target as we know it. */
  readonly exported: TargetValues;
  /** `unmanaged`: lost its scope and was disabled; a renewed assignment revives it. */
  readonly state: 'managed' | 'unmanaged';
}

/** What looking for an existing account found. */
export type Match =
  | { readonly type: 'none' }
  | { readonly type: 'one'; readonly targetId: string; readonly path: string; readonly current: TargetValues }
  | { readonly type: 'several'; readonly path: string; readonly targetIds: readonly string[] }
  /** The target would not look for this object's value. */
  | { readonly type: 'refused'; readonly errorCode: ObjectErrorCode; readonly description: string };

/** A value to look for in the target, in order of matching priority. */
export interface MatchCriterion {
  readonly path: string;
  readonly value: string;
}

/** A value that must be nobody else's in the target, and what to try when the first one is taken. */
export interface UniqueValue {
  readonly path: string;
  /** In the order in which they are tried; at least one. */
  readonly candidates: readonly string[];
}

export type SkipReason =
  | 'RedundantExport'
  | 'NotEffectivelyEntitled'
  | 'NotInScope'
  | 'EntrySynchronizationSkipped'
  | 'EntryJoiningPropertyValueIsMissing'
  | 'OutOfScopeDeletionSkipped'
  | 'UnableToResolveReferenceAttributeValue'
  | 'TargetObjectActionDisabled'
  | 'TooManyDeletes'
  | 'DeletionRejected'
  | 'ProvisionedOnDemand'
  | 'CapabilityNotSupported';

/** Object-level errors, by the codes of Entra's provisioning log. */
export type ObjectErrorCode =
  | 'EntryConflict'
  | 'DuplicateTargetEntries'
  | 'DuplicateSourceEntries'
  | 'MandatoryFieldsMissing'
  | 'SchemaAttributeNotFound'
  | 'SchemaPropertyCanOnlyAcceptValue'
  | 'ExpressionEvaluationError'
  | 'UnprocessableEntity'
  | 'InsufficientRights'
  | 'InvalidAnchor'
  | 'MethodNotAllowed'
  | 'NotImplemented'
  | 'InternalServerError'
  | 'TooManyRequests'
  | 'Timeout'
  | 'WebExceptionProtocolError'
  | 'SystemForCrossDomainIdentityManagementServiceIncompatible';

/** @see Microsoft Graph, provisioningStep. Details hold booleans as "True"/"False" and codes, never attribute values. */
export interface ProvisioningStep {
  readonly name: string;
  readonly provisioningStepType:
    'import' | 'scoping' | 'matching' | 'processing' | 'referenceResolution' | 'export';
  readonly status: 'success' | 'warning' | 'failure' | 'skipped';
  readonly description: string;
  readonly details: Readonly<Record<string, string>>;
}

interface PlannedBase {
  readonly objectId: string;
  readonly targetId: string | null;
  readonly steps: readonly ProvisioningStep[];
}

/** One decision about one object. Once carried out it is the object's provisioning log entry. */
export type PlannedOperation =
  | (PlannedBase & {
      readonly action: 'create';
      readonly values: TargetValues;
      readonly changes: readonly AttributeChange[];
      /** For asking the target again when the outcome of the create is unknown. */
      readonly criteria: readonly MatchCriterion[];
      /** Values that must be chosen before the create, because they must be unique in the target. */
      readonly uniqueValues: readonly UniqueValue[];
    })
  | (PlannedBase & {
      readonly action: 'update' | 'disable';
      readonly targetId: string;
      /** The target as it will be afterwards. */
      readonly values: TargetValues;
      readonly changes: readonly AttributeChange[];
    })
  | (PlannedBase & { readonly action: 'delete'; readonly targetId: string })
  | (PlannedBase & {
      readonly action: 'skip';
      readonly reason: SkipReason;
      /** Why, where the reason alone says too little. */
      readonly description: string | null;
      /** What a first match found: the link is stored although nothing needs writing. */
      readonly values: TargetValues | null;
    })
  | (PlannedBase & {
      readonly action: 'fail';
      readonly errorCode: ObjectErrorCode;
      readonly description: string;
    });

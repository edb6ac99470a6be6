import type { ProvisioningStep } from '../plan/model.js';
import type { ObjectRejected } from '../scim/scim-target.js';
import type { Outcome, PlannedWrite } from '../store/index.js';

/** The outcome of an operation that went as planned. */
export function outcomeOf(operation: PlannedWrite): Outcome {
  return {
    id: operation.id,
    about: operation.about,
    objectId: operation.objectId,
    status: 'success',
    action: operation.action,
    targetId: operation.targetId,
    reason: null,
    errorCode: null,
    changes: operation.changes,
    steps: [],
    durationMs: null,
    link: null,
    references: [],
    isGone: false,
    isRetried: false,
  };
}

/** An operation that was taken and not begun. */
export function notCarriedOut(operation: PlannedWrite): Outcome {
  return { ...outcomeOf(operation), status: 'planned' };
}

/** An object that failed and is planned again in the next cycle. */
export function failed(operation: PlannedWrite, errorCode: string, reason: string): Outcome {
  return {
    ...outcomeOf(operation),
    status: 'failure',
    errorCode,
    reason,
    steps: [
      {
        name: 'EntrySynchronizationError',
        provisioningStepType: 'export',
        status: 'failure',
        description: reason,
        details: { errorCode },
      },
    ],
    isRetried: true,
  };
}

/** What the target refused, in its own words as far as they may be told. */
export function rejected(operation: PlannedWrite, error: ObjectRejected): Outcome {
  return failed(operation, error.errorCode, descriptionOf(error));
}

/** What was refused and, as far as it may be told, in which words. */
export function descriptionOf({ message, detail }: ObjectRejected): string {
  return detail === '' ? message : `${message} The target says: ${detail}`;
}

/** The link that a successful write leaves. */
export function linkTo(operation: PlannedWrite, targetId: string): NonNullable<Outcome['link']> {
  return {
    sourceId: operation.objectId,
    objectName: operation.objectName,
    targetId,
    exported: operation.values,
    state: operation.linkState,
  };
}

export function exported(name: string, description: string): ProvisioningStep {
  return { name, provisioningStepType: 'export', status: 'success', description, details: {} };
}

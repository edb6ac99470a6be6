import type { ScopeEvaluation } from '../scoping/index.js';
import type { Entitlement } from './entitlement.js';
import type {
  Link,
  Match,
  ObjectErrorCode,
  ProvisioningStep,
  SkipReason,
  SourceState,
  Subject,
} from './model.js';

const importDescriptions: Readonly<Record<SourceState, string>> = {
  present: 'Read from the source directory',
  softDeleted: 'Deleted in the source directory, restorable',
  deleted: 'Deleted in the source directory for good',
};

const skipDescriptions: Readonly<Record<SkipReason, string>> = {
  RedundantExport: 'The account already has these values',
  NotEffectivelyEntitled: 'The user is not entitled to the app; see the scoping step',
  NotInScope: 'The scoping filters leave the user out; see the scoping step',
  EntrySynchronizationSkipped: 'There is nothing to do for this user',
  EntryJoiningPropertyValueIsMissing: 'No matching attribute has a value, so no account can be looked for',
  TargetObjectActionDisabled: 'The mapping does not allow this action',
  CapabilityNotSupported: 'The app cannot do this',
};

const decisions = {
  create: { name: 'EntrySynchronizationAdd', description: 'An account will be created' },
  update: { name: 'EntrySynchronizationUpdate', description: 'The account will be updated' },
  disable: { name: 'EntrySynchronizationDisable', description: 'The account will be disabled' },
} as const;

export function importStep(subject: Subject): ProvisioningStep {
  return {
    name: subject.state === 'present' ? 'EntryImport' : 'EntryImportDelete',
    provisioningStepType: 'import',
    status: 'success',
    description: importDescriptions[subject.state],
    details: {},
  };
}

/** The keys that people read in Entra's provisioning log. */
export function scopingStep(
  entitlement: Entitlement,
  filter: ScopeEvaluation,
  scope: 'assigned' | 'all',
): ProvisioningStep {
  const isInScope = entitlement.isInScope && entitlement.isActive && filter.inScope;
  return {
    name: 'EntrySynchronizationScoping',
    provisioningStepType: 'scoping',
    status: isInScope ? 'success' : 'skipped',
    description: isInScope ? 'The user is in scope' : 'The user is not in scope',
    details: {
      'Active in the source system': text(entitlement.isActive),
      'Assigned to the application': text(entitlement.isAssigned),
      'User has the required role': text(entitlement.hasRequiredRole),
      'Scoping filter evaluation passed': text(filter.inScope),
      'Scope sync all': text(scope === 'all'),
      ScopeEvaluationResult: JSON.stringify(filter.trace),
    },
  };
}

/** What there is a result in spite of. */
export function warningSteps(warnings: readonly string[]): readonly ProvisioningStep[] {
  return warnings.map((description) => ({
    name: 'EntrySynchronizationWarning',
    provisioningStepType: 'processing',
    status: 'warning',
    description,
    details: {},
  }));
}

export function matchingStep(link: Link | null, match: Match | null): ProvisioningStep {
  const step = (
    status: ProvisioningStep['status'],
    description: string,
    details: Record<string, string> = {},
  ) => ({ name: 'EntryImport', provisioningStepType: 'matching', status, description, details }) as const;

  if (link !== null) return step('success', 'The account is linked already', { Link: link.state });
  if (match === null) return step('skipped', 'No account was looked for');
  switch (match.type) {
    case 'none':
      return step('success', 'No account matches');
    case 'one':
      return step('success', 'An account matches', { 'Matching attribute': match.path });
    case 'several':
      return step('failure', 'Several accounts match', { 'Matching attribute': match.path });
  }
}

export function decisionStep(action: keyof typeof decisions): ProvisioningStep {
  return { ...decisions[action], provisioningStepType: 'processing', status: 'success', details: {} };
}

export function skipStep(reason: SkipReason): ProvisioningStep {
  return {
    name: 'EntrySynchronizationSkip',
    provisioningStepType: 'export',
    status: 'skipped',
    description: skipDescriptions[reason],
    details: { SkipReason: reason },
  };
}

export function errorStep(errorCode: ObjectErrorCode, description: string): ProvisioningStep {
  return {
    name: 'EntrySynchronizationError',
    provisioningStepType: 'processing',
    status: 'failure',
    description,
    details: { ErrorCode: errorCode },
  };
}

const text = (value: boolean): string => (value ? 'True' : 'False');
